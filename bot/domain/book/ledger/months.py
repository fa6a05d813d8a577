"""Sums of the book by month, in the months of her calendar."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.book.ledger.ledger import Entry, Source, in_force, one_currency
from bot.domain.book.reading.line import Direction
from bot.i18n import Calendar
from bot.i18n.calendars import to_calendar


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month in `calendar`'s own count: Mangsir 2083 is (bikram_sambat, 2083, 8). Gregorian where that is not sure."""

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
        if entry.source is Source.OPENING:
            self.opening += entry.cash
        elif entry.source is Source.COUNT:
            self.counted += entry.cash
        elif entry.direction is Direction.TAKEN_HOME:
            self.home += entry.amount
        elif entry.direction is Direction.CREDIT:
            self.on_credit += entry.amount
        elif entry.cash > 0:
            self.came[entry.category] = self.came.get(entry.category, 0) + entry.amount
        elif entry.cash < 0:
            self.went[entry.category] = self.went.get(entry.category, 0) + entry.amount


def month_sums(entries: Iterable[Entry], calendar: Calendar) -> dict[Month, Sums]:
    """What came in and went out in each month with an entry in force, the first month first."""
    found: dict[Month, Sums] = {}
    for entry in one_currency(in_force(entries)):  # by day, so the months come in their order
        day = to_calendar(entry.day, calendar)
        found.setdefault(Month(day.calendar, day.year, day.month), Sums()).add(entry)
    return found
