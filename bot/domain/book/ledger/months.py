"""Sums of the book by month, in the months of her calendar."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.domain.book.ledger.ledger import Entry, Source, in_force, one_currency
from bot.domain.book.reading.line import Direction
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
    """All in minor units. `came`, `went`: cash by category; `home`: taken home; `on_credit`: sold, not paid yet.

    `opening`, `counted`: what was found in the box, with its sign.
    """

    came: dict[str, int] = field(default_factory=dict)
    went: dict[str, int] = field(default_factory=dict)
    home: int = 0
    on_credit: int = 0
    opening: int = 0
    counted: int = 0

    @property
    def net(self) -> int:
        """What the month did to the box."""
        return sum(self.came.values()) - sum(self.went.values()) - self.home + self.opening + self.counted

    def add(self, entry: Entry) -> None:
        """One entry into the sum that it belongs to."""
        self.add_alike(entry.direction, entry.source, entry.category, entry.amount, entry.cash)

    def add_alike(self, direction: Direction, source: Source, category: str, amount: int, cash: int) -> None:
        """The totals of entries that are alike in the first three."""
        if source is Source.OPENING:
            self.opening += cash
        elif source is Source.COUNT:
            self.counted += cash
        elif direction is Direction.TAKEN_HOME:
            self.home += amount
        elif direction is Direction.CREDIT:
            self.on_credit += amount
        elif cash:
            into = self.came if cash > 0 else self.went
            into[category] = into.get(category, 0) + amount


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
