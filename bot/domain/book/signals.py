"""What a book says about its owner's business: the signals by which a lesson is chosen. Pure.

Each is a plain comparison of sums, with thresholds that let a small or a young book be. Where the book is silent there
is no signal.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from bot.domain.book import KINDS, Entry, Source
from bot.domain.book.kinds import signs
from bot.domain.book.ledger.debts import OWE_HER, SHE_OWES
from bot.domain.lessons.lessons import Signal
from bot.i18n import Calendar
from bot.i18n.calendars import month_before
from bot.i18n.reading.common_words import fold

WINDOW = timedelta(days=92)  # the entries that are looked at: three months
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
FEWEST_ENTRIES = 5  # of the work in a month, before its sums say anything
FEWEST_SALES = 5  # to a customer by name, before one of them can be the only one
NEARLY_ALL = Decimal("0.8")
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Found:
    """A signal, and what it is about: the first day of a month of her calendar, or an item."""

    signal: Signal
    month: date | None = None
    item: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of a person on a day.

    `entries`: those that stand, of one currency, of the days from today less WINDOW; `began`: the day of the first
    entry ever; `counted`: the last day on which the box was counted; `keeps_records`: by the last form that asked.
    """

    today: date
    calendar: Calendar
    entries: Sequence[Entry] = ()
    began: date | None = None
    counted: date | None = None
    keeps_records: bool | None = None

    @cached_property
    def last_month(self) -> tuple[date, date]:
        """The first and the last day of the month before this one, in her calendar."""
        return month_before(self.today, self.calendar)

    def since(self, ago: timedelta, until: timedelta = timedelta(0)) -> list[Entry]:
        """The entries of the days after `ago`, up to and with `until` before today."""
        return [entry for entry in self.entries if self.today - ago < entry.day <= self.today - until]


@dataclass(frozen=True, slots=True)
class Work:
    """The work of some entries, in minor units, on credit or not; what was found in the box is none of it."""

    sales: int
    costs: int
    home: int
    entries: int

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Work":
        found = [(KINDS[entry.direction], entry.amount) for entry in entries if not _is_found(entry)]
        return cls(
            sum(kind.sales * amount for kind, amount in found),
            sum(kind.costs * amount for kind, amount in found),
            sum(kind.home * amount for kind, amount in found),
            sum(bool(kind.sales or kind.costs) for kind, _ in found),
        )

    @property
    def left(self) -> int:
        return self.sales - self.costs


def _is_found(entry: Entry) -> bool:
    return entry.source in (Source.OPENING, Source.COUNT)


def signals(facts: Facts) -> list[Found]:
    """All that fit, the most pressing first."""
    found = {one.signal: one for look in _LOOKS for one in look(facts)}
    return [found[signal] for signal in Signal if signal in found]


def _no_entries(facts: Facts) -> Iterator[Found]:
    """She has begun a book, and nothing is in it for the last seven days."""
    if facts.began is not None and facts.began <= facts.today - WEEK and not facts.since(WEEK):
        yield Found(Signal.NO_ENTRIES)


def _month(facts: Facts) -> Iterator[Found]:
    """Last month's sums: costs above sales, or more taken home than the work left."""
    first, last = facts.last_month
    work = Work.of(entry for entry in facts.entries if first <= entry.day <= last)
    if work.entries < FEWEST_ENTRIES:
        return
    if work.costs > work.sales:
        yield Found(Signal.COSTS_ABOVE_SALES, month=first)
    if work.home > max(work.left, 0):
        yield Found(Signal.HOME_ABOVE_NET, month=first)


def _price_below_cost(facts: Facts) -> Iterator[Found]:
    """Of what is bought and sold by the same unit, the item that loses most of its cost."""
    bought, sold = _prices(facts, "costs"), _prices(facts, "sales")
    losses = [(sold[key] / bought[key], key[0]) for key in sold.keys() & bought.keys() if sold[key] < bought[key]]
    if losses:
        yield Found(Signal.PRICE_BELOW_COST, item=_as_written(facts, min(losses)[1]))


def _prices(facts: Facts, of: str) -> Mapping[tuple[str, str], Decimal]:
    """By item and unit, what one was on the average; `of`: "sales" or "costs". What was given back is no price."""
    directions = {direction for direction, sign in signs(of).items() if sign > 0}
    money: dict[tuple[str, str], int] = defaultdict(int)
    quantity: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in facts.entries:
        if entry.direction in directions and entry.item and entry.quantity:
            key = (fold(entry.item), entry.unit)
            money[key] += entry.amount
            quantity[key] += entry.quantity
    return {key: money[key] / quantity[key] for key in money}


def _as_written(facts: Facts, item: str) -> str:
    """The item as she wrote it last."""
    written = [(entry.day, entry.id, entry.item) for entry in facts.entries if fold(entry.item) == item]
    return max(written)[2]


def _debts(facts: Facts) -> Iterator[Found]:
    """What is owed has grown in the last thirty days, and in the thirty before."""
    for signal, sign in _OWING:
        grown = [
            sum(entry.amount * sign.get(entry.direction, 0) for entry in entries)
            for entries in (facts.since(MONTH), facts.since(2 * MONTH, MONTH))
        ]
        if min(grown) > 0:
            yield Found(signal)


_OWING = ((Signal.DEBTS_GROWING, OWE_HER), (Signal.OWING_GROWING, SHE_OWES))


def _no_count(facts: Facts) -> Iterator[Found]:
    """The book is a month old and in use, and nobody has counted the box for a month."""
    if facts.began is None or facts.began > facts.today - MONTH or not facts.since(2 * WEEK):
        return
    if facts.counted is None or facts.counted <= facts.today - MONTH:
        yield Found(Signal.NO_COUNT)


def _one_customer(facts: Facts) -> Iterator[Found]:
    """Most sales of three months say to whom, and nearly all of those the same name."""
    sales = [entry for entry in facts.entries if KINDS[entry.direction].sales > 0]
    by_name: dict[str, int] = defaultdict(int)
    named = [entry for entry in sales if entry.counterparty and not _is_found(entry)]
    for entry in named:
        by_name[fold(entry.counterparty)] += entry.amount
    total, of_all = sum(by_name.values()), Work.of(sales).sales
    if len(named) >= FEWEST_SALES and total >= HALF * of_all and max(by_name.values()) >= NEARLY_ALL * total:
        yield Found(Signal.ONE_CUSTOMER)


def _no_records(facts: Facts) -> Iterator[Found]:
    """She has said that she keeps no records, and the book does not say otherwise."""
    if facts.keeps_records is False and not facts.since(MONTH):
        yield Found(Signal.NO_RECORDS)


_LOOKS: tuple[Callable[[Facts], Iterator[Found]], ...] = (
    _no_entries,
    _month,
    _price_below_cost,
    _debts,
    _no_count,
    _one_customer,
    _no_records,
)
