"""Dates written out: numbers in any order and calendar, with or without a month's name and a year."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from bot.i18n.calendars import from_calendar, is_sure, to_calendar
from bot.i18n.locale import Calendar, Locale
from bot.i18n.reading.dates.date_line import Line, Outcome
from bot.i18n.reading.dates.date_periods import Period
from bot.i18n.reading.dates.date_words import Role
from bot.i18n.reading.dates.date_years import YearReading, nearest_years, year_readings


def written(line: Line, locale: Locale, today: date, *, ahead: bool = False) -> Outcome:
    """The days that the numbers and the month can mean; empty when there are too few or too many.

    `ahead`: only one that is still to come can be meant.
    """
    if line.month is not None:
        return _with_month_name(line, line.month, today, ahead=ahead)
    match len(line.numbers):
        case 3:
            return _three_numbers(line, locale, today)
        case 2 if not line.words:
            return _two_numbers(line, locale, today, ahead=ahead)
        case 1 if not line.words:
            return _one_number(line, locale, today, ahead=ahead)
    return Outcome()


def _with_month_name(line: Line, named: tuple[Calendar, int], today: date, *, ahead: bool) -> Outcome:
    calendar, month = named
    calendars = (
        [Calendar.BIKRAM_SAMBAT] if calendar is Calendar.BIKRAM_SAMBAT else [Calendar.GREGORIAN, Calendar.BUDDHIST]
    )
    if line.era is not None and line.era in calendars:
        calendars = [line.era]
    said = line.said(Role.YEAR)
    if said is not None:
        return _in_year(line, said, calendars[0], month, today)
    day, year = _day_and_year(line.numbers)
    if day is not None and year is None:
        days = nearest_years(partial(_day, calendars[0], month), day, calendars[0], today, ahead=ahead)
        days = _on_the_side(line, days, today)
        return Outcome(days, sure=_published(days, calendars[0]), shaped=True)
    if year is None:
        return Outcome()
    readings = year_readings(year, calendars, today)
    sure = day is not None and _all_sure(readings)
    return Outcome(_each(readings, month, day or 1), sure=sure, shaped=bool(readings))


def _in_year(line: Line, said: Period, calendar: Calendar, month: int, today: date) -> Outcome:
    """5 June last year; without a number some day of that month."""
    numbers = line.outside(said)
    if len(numbers) > 1 or any(len(number) > 2 for number in numbers):
        return Outcome()
    found = _day(calendar, month, int(numbers[0]) if numbers else 1, to_calendar(today, calendar).year + said.steps)
    days = [] if found is None else [found]
    return Outcome(days, sure=bool(numbers) and _published(days, calendar), shaped=True)


def _day_and_year(numbers: list[str]) -> tuple[int | None, str | None]:
    """Which of the numbers beside a month's name is what; (None, None) when they are something else."""
    match numbers:
        case [day] if len(day) <= 2:
            return int(day), None
        case [year] if len(year) == 4:
            return None, year
        case [year, day] if (len(year) == 4 or int(year) > 32) and len(day) <= 2:
            return int(day), year
        case [day, year] if len(day) <= 2:
            return int(day), year
    return None, None


def _on_the_side(line: Line, days: list[date], today: date) -> list[date]:
    """With "last" or "next" only the days on that side of today."""
    if line.has(Role.LAST, Role.AGO):
        return [day for day in days if day <= today] or days
    if line.has(Role.NEXT):
        return [day for day in days if day > today] or days
    return days


def _three_numbers(line: Line, locale: Locale, today: date) -> Outcome:
    first, middle, last = line.numbers
    year_first = len(first) == 4 or int(first) > 32
    year = first if year_first else last
    readings = year_readings(year, _calendars(line, locale, year, today), today)
    if year_first:
        return Outcome(_each(readings, int(middle), int(last)), sure=_all_sure(readings), shaped=bool(readings))
    days = _each(readings, int(middle), int(first))
    if not line.dotted:
        # Month first is American; nobody writes a Buddhist year that way.
        days += _each([r for r in readings if r.calendar is not Calendar.BUDDHIST], int(first), int(middle))
    return Outcome(days, sure=_all_sure(readings), shaped=bool(readings))


def _two_numbers(line: Line, locale: Locale, today: date, *, ahead: bool) -> Outcome:
    """24/11: a day and a month in either order, in the reader's calendar or the Gregorian."""
    first, second = line.numbers
    if len(first) > 2 or len(second) > 2:
        return Outcome()
    own = Calendar.GREGORIAN if locale.calendar is Calendar.BUDDHIST else locale.calendar
    days = [
        day
        for calendar in dict.fromkeys((own, Calendar.GREGORIAN))
        for number, month in ((int(first), int(second)), (int(second), int(first)))
        for day in nearest_years(partial(_day, calendar, month), number, calendar, today, ahead=ahead)
    ]
    return Outcome(days, sure=_published(days, own), shaped=True)


def _one_number(line: Line, locale: Locale, today: date, *, ahead: bool) -> Outcome:
    """The 12th, of this month or the last, and ahead the coming one; 2020, some day of that year. All are asked."""
    number = line.numbers[0]
    if len(number) == 4:
        return Outcome(_each(year_readings(number, _calendars(line, locale, number, today), today), 1, 1), sure=False)
    if len(number) > 2:
        return Outcome()
    shown = to_calendar(today, line.era or locale.calendar)
    months = [divmod(shown.year * 12 + shown.month - 1 + step, 12) for step in (0, 1 if ahead else -1)]
    days = [_day(shown.calendar, month + 1, int(number), year) for year, month in months]
    found = [day for day in days if day is not None]
    return Outcome([day for day in found if day >= today][:1] if ahead else found, sure=False)


def _calendars(line: Line, locale: Locale, year: str, today: date) -> list[Calendar]:
    """The era named; else the reader's calendar and the Gregorian; else, for an odd year, the others."""
    if line.era is not None:
        return [line.era]
    own = list(dict.fromkeys((locale.calendar, Calendar.GREGORIAN)))
    return own if year_readings(year, own, today) else list(Calendar)


def _day(calendar: Calendar, month: int, day: int, year: int) -> date | None:
    return from_calendar(calendar, year, month, day) if 1 <= month <= 12 else None


def _all_sure(readings: Iterable[YearReading]) -> bool:
    return all(is_sure(reading.calendar, reading.year) for reading in readings)


def _published(days: Iterable[date], calendar: Calendar) -> bool:
    return all(to_calendar(day, calendar).sure for day in days)


def _each(readings: Iterable[YearReading], month: int, day: int) -> list[date]:
    days = (_day(reading.calendar, month, day, reading.year) for reading in readings)
    return [found for found in days if found is not None]
