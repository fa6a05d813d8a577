"""Sums of the book by month, in the months of her calendar."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.domain.book.kinds import KINDS, Direction
from bot.domain.book.ledger.ledger import Entry, Source, in_force, one_currency
from bot.i18n import Calendar
from bot.i18n.calendars import to_calendar


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month in `calendar`'s own count: Mangsir 2083 is (bikram_sambat, 2083, 8)."""

    calendar: Calendar
    year: int
    month: int


@dataclass(slots=True)
class Sums:
    """All in minor units. `came`, `went`: money of the business by category, less what was given back of it, and what
    her savings earned, under a category of its own; `home`: taken home; `on_credit`: sold, not paid yet.

    `opening`, `counted`: what was found in the box, with its sign. `beside`: by direction, what is neither business nor
    household; `elsewhere`: what of all this came to the bank and the wallet rather than to the box, or less than zero.
    """

    came: dict[str, int] = field(default_factory=dict)
    went: dict[str, int] = field(default_factory=dict)
    home: int = 0
    on_credit: int = 0
    opening: int = 0
    counted: int = 0
    beside: dict[str, int] = field(default_factory=dict)
    elsewhere: int = 0

    @property
    def net(self) -> int:
        """What the month did to the box."""
        left = sum(self.came.values()) - sum(self.went.values()) - self.home
        return left + self.from_outside - self.elsewhere + self.opening + self.counted

    @property
    def from_outside(self) -> int:
        """What loans, grants and her own money did to all her money."""
        return sum(KINDS[Direction(name)].money * amount for name, amount in self.beside.items())

    def add(self, entry: Entry) -> None:
        """One entry into the sum that it belongs to."""
        self.add_alike(entry.direction, entry.source, entry.category, entry.amount, entry.cash)

    def add_alike(self, direction: Direction, source: Source, category: str, amount: int, cash: int) -> None:
        """The totals of entries that are alike in the first three; `cash`: what they did to the box."""
        kind = KINDS[direction]
        if source is Source.OPENING:
            self.opening += cash
        elif source is Source.COUNT:
            self.counted += cash
        else:
            self.elsewhere += kind.money * amount - cash
            self.home += kind.home * amount
            self.on_credit += amount if kind.sales and not kind.came else 0
            _put(self.came, category, (kind.came + kind.earned) * amount)
            _put(self.went, category, kind.went * amount)
            _put(self.beside, direction.value, amount if kind.is_beside else 0)


def _put(into: dict[str, int], name: str, amount: int) -> None:
    if amount:
        into[name] = into.get(name, 0) + amount


def month_sums(entries: Iterable[Entry], calendar: Calendar) -> dict[Month, Sums]:
    """What came in and went out in each month with an entry in force, the first month first."""
    found: dict[Month, Sums] = {}
    for entry in one_currency(in_force(entries)):  # by day, so the months come in their order
        found.setdefault(month_of(entry.day, calendar), Sums()).add(entry)
    return found


def month_of(day: date, calendar: Calendar) -> Month:
    """The month that a day lies in."""
    there = to_calendar(day, calendar)
    return Month(there.calendar, there.year, there.month)
