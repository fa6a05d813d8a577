"""Calendars: a day between Gregorian, Buddhist and Bikram Sambat. Days are kept Gregorian."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.i18n import bikram_sambat
from bot.i18n.locale import Calendar

BUDDHIST_OFFSET = 543

ONE, LONGEST_MONTH = timedelta(days=1), timedelta(days=31)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day in a calendar: `month` 1 to 12, `year` in the calendar's own count.

    `sure`: whether its year is published; else the day is computed, may be one off, and is shown with a mark.
    """

    calendar: Calendar
    year: int
    month: int
    day: int
    sure: bool = True


def to_calendar(day: date, calendar: Calendar) -> CalendarDay:
    """The day in that calendar."""
    if calendar is Calendar.BUDDHIST:
        return CalendarDay(calendar, day.year + BUDDHIST_OFFSET, day.month, day.day)
    if calendar is Calendar.BIKRAM_SAMBAT:
        year, month, number = bikram_sambat.written(day)
        return CalendarDay(calendar, year, month, number, bikram_sambat.is_sure(year))
    return CalendarDay(calendar, day.year, day.month, day.day)


def from_calendar(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """The Gregorian date, or None when there is no such day. Ask before it is kept unless `is_sure`."""
    if calendar is Calendar.BIKRAM_SAMBAT:
        return bikram_sambat.day_of(year, month, day)
    if calendar is Calendar.BUDDHIST:
        year -= BUDDHIST_OFFSET
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_sure(calendar: Calendar, year: int) -> bool:
    """Whether that year of the calendar's own count is published."""
    return calendar is not Calendar.BIKRAM_SAMBAT or bikram_sambat.is_sure(year)


def ends(calendar: Calendar) -> date | None:
    """The last day that is sure, of a calendar that is published year by year."""
    return bikram_sambat.last_sure_day() if calendar is Calendar.BIKRAM_SAMBAT else None


def month_of(day: date, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day of the month that a day is in."""
    here = to_calendar(day, calendar)

    def belongs(other: date) -> bool:
        there = to_calendar(other, calendar)
        return (there.calendar, there.month) == (here.calendar, here.month)

    first = day - timedelta(days=here.day - 1)
    while not belongs(first):
        first += ONE
    last = first + LONGEST_MONTH
    while not belongs(last):
        last -= ONE
    return first, last


def month_before(day: date, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day of the month before the one that a day is in."""
    return month_of(month_of(day, calendar)[0] - ONE, calendar)
