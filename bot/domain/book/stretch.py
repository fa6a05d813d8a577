"""Stretches of days in which a book is read: a day, a week, a month of her calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.i18n import Calendar
from bot.i18n.calendars import month_of

ONE = timedelta(days=1)
WEEK = timedelta(days=7)
# Longer than any month, shorter than any two.
INTO_THE_NEXT = timedelta(days=40)
# In Nepal a week begins on Sunday; 0 is Monday.
FIRST_WEEKDAY = {Calendar.BIKRAM_SAMBAT: 6}


class Reach(StrEnum):
    """How long a stretch is. Values are in buttons."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both included."""

    reach: Reach
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def stretch(reach: Reach, day: date, calendar: Calendar) -> Stretch:
    """The one that a day is in."""
    match reach:
        case Reach.DAY:
            return Stretch(reach, day, day)
        case Reach.WEEK:
            first = day - timedelta(days=(day.weekday() - FIRST_WEEKDAY.get(calendar, 0)) % 7)
            return Stretch(reach, first, first + WEEK - ONE)
        case Reach.MONTH:
            return Stretch(reach, *month_of(day, calendar))


def before(now: Stretch, calendar: Calendar) -> Stretch:
    return stretch(now.reach, now.first - ONE, calendar)


def after(now: Stretch, calendar: Calendar) -> Stretch:
    return stretch(now.reach, now.last + ONE, calendar)
