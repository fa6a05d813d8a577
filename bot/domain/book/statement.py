"""The statement of a cash book: what a lender is shown of a period, computed from the entries that stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.book import Entry, Source, Sums
from bot.i18n import Calendar
from bot.i18n.calendars import month_of, to_calendar

DAY = timedelta(days=1)
# So many days without an entry are a gap that is shown.
GAP_DAYS = 7
# An entry written down so many days after its day, or sooner, was written at once.
SOON_DAYS = 2


class Span(StrEnum):
    """What can be asked for, in months of her calendar, the one that is under way among them; or the year before."""

    MONTH = "1"
    THREE = "3"
    SIX = "6"
    TWELVE = "12"
    YEAR = "y"
    LAST_YEAR = "ly"


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are in it."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        return (self.first + DAY * number for number in range(len(self)))

    def __len__(self) -> int:
        return max(0, (self.last - self.first).days + 1)


def period(span: Span, today: date, calendar: Calendar, begins: int = 1) -> Period:
    """From the first day of a month of that calendar to today; last year to its end. `begins`: its first month."""
    if span is Span.YEAR:
        return Period(_year_began(today, calendar, begins), today)
    if span is Span.LAST_YEAR:
        last = _year_began(today, calendar, begins) - DAY
        return Period(_year_began(last, calendar, begins), last)
    first = month_of(today, calendar)[0]
    for _ in range(int(span) - 1):
        first = month_of(first - DAY, calendar)[0]
    return Period(first, today)


def year_name(first: date, calendar: Calendar) -> str:
    """A year that begins on that day, and in the middle of the calendar's, by both: 2082/83."""
    here = to_calendar(first, calendar)
    return f"{here.year}" if here.month == 1 else f"{here.year}/{(here.year + 1) % 100:02}"


def _year_began(day: date, calendar: Calendar, begins: int) -> date:
    """The first day of the year that a day is in."""
    first = month_of(day, calendar)[0]
    for _ in range(12):
        if to_calendar(first, calendar).month == begins:
            break
        first = month_of(first - DAY, calendar)[0]
    return first


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that stands, with the day on which it was written down. `herself`: by the person of the book."""

    entry: Entry
    on: date
    herself: bool
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Owing:
    """Debts of one kind, in minor units: how much is open, of how many people, since which day at the latest; the day
    of the next payment, where it was said.
    """

    amount: int = 0
    people: int = 0
    since: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """What of a book goes into a statement. `before`: what the box held when the period began; `changed`,
    `taken_back`: lines of the period that were corrected or taken back later; `bank`, `wallet`: what lies there at its
    end.
    """

    currency: str
    began: date | None
    before: int
    written: Sequence[Written]
    changed: int = 0
    taken_back: int = 0
    to_her: Owing = Owing()
    by_her: Owing = Owing()
    loans: Owing = Owing()
    lent: Owing = Owing()
    bank: int = 0
    wallet: int = 0


@dataclass(slots=True)
class MonthFigures:
    """One month, or what of it is in the period. All money in minor units; `balance`: at its end."""

    period: Period
    sums: Sums = field(default_factory=Sums)
    days: int = 0
    entries: int = 0
    changed: int = 0
    balance: int = 0

    @property
    def net(self) -> int:
        """What the month did to the box, without what it was opened with."""
        return self.sums.net - self.sums.opening

    @property
    def surplus(self) -> int:
        """What the business left, before anything of it was taken home."""
        return sum(self.sums.came.values()) - sum(self.sums.went.values())


@dataclass(slots=True)
class Kept:
    """How the book was kept: days that could have entries and those that have; who wrote, and how."""

    days: int = 0
    with_entries: int = 0
    gaps: tuple[Period, ...] = ()
    entries: int = 0
    changed: int = 0
    taken_back: int = 0
    soon: int = 0
    herself: int = 0
    sources: dict[Source, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a statement, in minor units. `opening`: what the box held before, with what it was opened with."""

    period: Period
    currency: str
    calendar: Calendar
    began: date | None
    opening: int
    months: tuple[MonthFigures, ...]
    kept: Kept
    to_her: Owing
    by_her: Owing
    loans: Owing = Owing()
    lent: Owing = Owing()
    bank: int = 0
    wallet: int = 0

    @property
    def came(self) -> int:
        return sum(sum(month.sums.came.values()) for month in self.months)

    @property
    def went(self) -> int:
        return sum(sum(month.sums.went.values()) for month in self.months)

    @property
    def surplus(self) -> int:
        return self.came - self.went

    @property
    def home(self) -> int:
        return sum(month.sums.home for month in self.months)

    @property
    def counted(self) -> int:
        """What was found in the box when it was counted, and is in no entry; below zero: what was missing."""
        return sum(month.sums.counted for month in self.months)

    @property
    def on_credit(self) -> int:
        return sum(month.sums.on_credit for month in self.months)

    @property
    def beside(self) -> dict[str, int]:
        """By direction: loans, grants, her own money, what was moved."""
        found: dict[str, int] = {}
        for month in self.months:
            for name, amount in month.sums.beside.items():
                found[name] = found.get(name, 0) + amount
        return found

    @property
    def elsewhere(self) -> int:
        """What of all this came to the bank and the wallet, rather than to the box."""
        return sum(month.sums.elsewhere for month in self.months)

    @property
    def sums(self) -> Sums:
        """Those of all months together, without categories."""
        return Sums(
            {"": self.came},
            {"": self.went},
            self.home,
            self.on_credit,
            self.opening,
            self.counted,
            self.beside,
            self.elsewhere,
        )

    @property
    def net(self) -> int:
        return sum(month.net for month in self.months)

    @property
    def closing(self) -> int:
        return self.opening + self.net


def figures(wanted: Period, calendar: Calendar, book: Book) -> Figures:
    """The figures of a period. Months before the book began are left out; entries outside the period are not looked at.

    A month is one of that calendar, cut to the period.
    """
    written = [one for one in book.written if wanted.first <= one.entry.day <= wanted.last]
    months = _months(wanted, calendar, book.began)
    by_day = {day: month for month in months for day in month.period.days()}
    for one in written:
        _add(by_day[one.entry.day], one)
    _count_days(months, written)
    opening = book.before + sum(month.sums.opening for month in months)
    balance = opening
    for month in months:
        balance += month.net
        month.balance = balance
    kept = _kept(wanted, book, written)
    now = (book.to_her, book.by_her, book.loans, book.lent, book.bank, book.wallet)
    return Figures(wanted, book.currency, calendar, book.began, opening, tuple(months), kept, *now)


def _months(wanted: Period, calendar: Calendar, began: date | None) -> list[MonthFigures]:
    """Of all months of the period those in which there was a book; the last one at least."""
    found: list[MonthFigures] = []
    first = wanted.first
    while first <= wanted.last:
        last = min(month_of(first, calendar)[1], wanted.last)
        if began is None or last >= began or last == wanted.last:
            found.append(MonthFigures(Period(first, last)))
        first = last + DAY
    return found


def _add(month: MonthFigures, one: Written) -> None:
    month.sums.add(one.entry)
    month.entries += 1
    month.changed += one.changed


def _count_days(months: Iterable[MonthFigures], written: Sequence[Written]) -> None:
    days = {one.entry.day for one in written}
    for month in months:
        month.days = sum(day in days for day in month.period.days())


def _kept(wanted: Period, book: Book, written: Sequence[Written]) -> Kept:
    days = {one.entry.day for one in written}
    since = wanted if book.began is None else Period(max(wanted.first, book.began), wanted.last)
    kept = Kept(len(since), len(days), gaps(since, days), len(written), book.changed, book.taken_back)
    for one in written:
        kept.soon += (one.on - one.entry.day).days <= SOON_DAYS
        kept.herself += one.herself
        kept.sources[one.entry.source] = kept.sources.get(one.entry.source, 0) + 1
    return kept


def gaps(within: Period, days: set[date]) -> tuple[Period, ...]:
    """Every stretch of GAP_DAYS or more without an entry, the first one first."""
    found: list[Period] = []
    first = within.first
    for day in [*sorted(day for day in days if within.first <= day <= within.last), within.last + DAY]:
        if (day - first).days >= GAP_DAYS:
            found.append(Period(first, day - DAY))
        first = day + DAY
    return tuple(found)
