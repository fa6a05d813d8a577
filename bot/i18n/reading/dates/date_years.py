"""Which year is meant: 2569, 2083, 2026, 69 or none at all, by calendar and by what is plausible today."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.i18n.calendars import BUDDHIST_OFFSET, to_calendar
from bot.i18n.locale import Calendar

# A date that a producer types lies in her life or in the plans of the programme.
LIFETIME, PLANS = 110, 10
# Two readings of a year: one within this many years of today wins, otherwise both are asked.
NEAR = 1
BS_OFFSET = 57

JUST_PAST, HALF_A_YEAR = timedelta(days=31), timedelta(days=183)


@dataclass(frozen=True, slots=True)
class YearReading:
    calendar: Calendar
    year: int
    distance: int  # about how many years from today


def year_readings(typed: str, calendars: Iterable[Calendar], today: date) -> list[YearReading]:
    """The plausible meanings of a year typed with two or four digits, in these calendars."""
    found = [
        YearReading(calendar, year, gregorian - today.year)
        for calendar in calendars
        for year in _full_years(typed, calendar, today)
        for gregorian in (_gregorian(calendar, year),)
        if today.year - LIFETIME <= gregorian <= today.year + PLANS
    ]
    near = [reading for reading in found if abs(reading.distance) <= NEAR]
    return near if len(near) == 1 else found


def _full_years(typed: str, calendar: Calendar, today: date) -> list[int]:
    if len(typed) == 4:
        return [int(typed)]
    if len(typed) != 2:
        return []
    this_year = today.year + today.year - _gregorian(calendar, today.year)
    century = this_year // 100 * 100
    return [year for year in (century + int(typed), century - 100 + int(typed)) if this_year - year < 100]


def _gregorian(calendar: Calendar, year: int) -> int:
    """About which Gregorian year that is."""
    return year - {Calendar.BUDDHIST: BUDDHIST_OFFSET, Calendar.BIKRAM_SAMBAT: BS_OFFSET}.get(calendar, 0)


def nearest_years(
    make: Callable[[int, int], date | None], number: int, calendar: Calendar, today: date, *, ahead: bool = False
) -> list[date]:
    """A day and month without a year: the last one, the coming one, or both; `ahead`: the coming one, today with it.

    `make(day, year)` is the date. None where the month has no such day in the year that is meant: then the year has to
    be said.
    """
    this_year = to_calendar(today, calendar).year
    if ahead:
        found = _first(make, number, (this_year, this_year + 1), lambda day: day >= today)
        return [] if found is None else [found]
    year = next((year for year in (this_year, this_year - 1) if _begins(make, year, today)), this_year)
    past = _first(make, number, (year, year - 1), lambda day: day <= today)
    coming = _first(make, number, (year, year + 1), lambda day: day > today)
    if past is None or coming is None:
        return [day for day in (past, coming) if day is not None]
    if today - past <= JUST_PAST or coming - today > HALF_A_YEAR:
        return [past]
    return [past, coming]


def _begins(make: Callable[[int, int], date | None], year: int, today: date) -> bool:
    first = make(1, year)
    return first is not None and first <= today


def _first(
    make: Callable[[int, int], date | None], number: int, years: Iterable[int], fits: Callable[[date], bool]
) -> date | None:
    for year in years:
        day = make(number, year)
        if day is None or fits(day):
            return day
    return None
