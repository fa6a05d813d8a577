"""Calendars: a day between Gregorian, Buddhist and Bikram Sambat. Days are kept Gregorian."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import nepali_datetime

from bot.i18n.locale import Calendar

BUDDHIST_OFFSET = 543

ONE, LONGEST_MONTH = timedelta(days=1), timedelta(days=31)

# Published tables of Bikram Sambat differ from 2084 on: a year is fixed only shortly before it begins.
FIRST_SURE_BS_YEAR = 1975
LAST_SURE_BS_YEAR = 2083


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day in a calendar: `month` 1 to 12, `year` in the calendar's own count."""

    calendar: Calendar
    year: int
    month: int
    day: int


def to_calendar(day: date, calendar: Calendar) -> CalendarDay:
    """The day in that calendar; Gregorian where Bikram Sambat is not sure (the caller marks it)."""
    if calendar is Calendar.BUDDHIST:
        return CalendarDay(calendar, day.year + BUDDHIST_OFFSET, day.month, day.day)
    if calendar is Calendar.BIKRAM_SAMBAT:
        return _to_bikram_sambat(day) or CalendarDay(Calendar.GREGORIAN, day.year, day.month, day.day)
    return CalendarDay(calendar, day.year, day.month, day.day)


def from_calendar(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """The Gregorian date, or None when there is no such day. Ask before it is kept unless `is_sure`."""
    if calendar is Calendar.BIKRAM_SAMBAT:
        return _from_bikram_sambat(year, month, day)
    if calendar is Calendar.BUDDHIST:
        year -= BUDDHIST_OFFSET
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_sure(calendar: Calendar, year: int) -> bool:
    """Whether the tables of that calendar agree on that year of its own count."""
    return calendar is not Calendar.BIKRAM_SAMBAT or FIRST_SURE_BS_YEAR <= year <= LAST_SURE_BS_YEAR


def month_of(day: date, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day of the month that a day is in.

    Where Bikram Sambat is not sure any more, its last month is followed by the rest of a Gregorian one.
    """
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


@lru_cache(maxsize=4096)
def _to_bikram_sambat(day: date) -> CalendarDay | None:
    if not _first_sure_day() <= day <= _last_sure_day():
        return None
    found = nepali_datetime.date.from_datetime_date(day)
    return CalendarDay(Calendar.BIKRAM_SAMBAT, found.year, found.month, found.day)


@lru_cache(maxsize=4096)
def _from_bikram_sambat(year: int, month: int, day: int) -> date | None:
    try:
        found: date = nepali_datetime.date(year, month, day).to_datetime_date()
    except ValueError:
        return None
    return found


@lru_cache(maxsize=1)
def _first_sure_day() -> date:
    found: date = nepali_datetime.date(FIRST_SURE_BS_YEAR, 1, 1).to_datetime_date()
    return found


@lru_cache(maxsize=1)
def _last_sure_day() -> date:
    found: date = nepali_datetime.date(LAST_SURE_BS_YEAR, 12, 30).to_datetime_date()
    return found
