"""Dates as people type them: numbers in any order and calendar, month names, weekdays, "5 days ago"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from bot.i18n.calendars import from_calendar
from bot.i18n.date_words import DateWord, Role, date_vocabulary
from bot.i18n.date_years import nearest_years, year_readings
from bot.i18n.lexer import prepared, tokens
from bot.i18n.locale import Calendar, Locale
from bot.i18n.reading import Reading, Reason, Unread, settle

HARMLESS = frozenset(".,!?;:()[]\"'-/|")
COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
UNITS = (Role.DAY, Role.WEEK, Role.MONTH, Role.YEAR)
DAYS = {Role.DAY: 1, Role.WEEK: 7}


@dataclass(slots=True)
class Line:
    """The parts of a typed date in their order."""

    numbers: list[str] = field(default_factory=list)
    words: list[DateWord] = field(default_factory=list)
    month: tuple[Calendar, int] | None = None
    era: Calendar | None = None
    dotted: bool = False  # 24.11.2026: with dots the day always comes first
    left_over: bool = False
    order: str = ""  # "n" a number, "m" a month's name: "nmn"

    def has(self, *roles: Role) -> bool:
        return any(word.roles & set(roles) for word in self.words)


@dataclass(slots=True)
class Outcome:
    """The days a line can mean; `sure` is False where it is not exact ("last week"); `shaped`: it looks like a date."""

    days: list[date] = field(default_factory=list)
    sure: bool = True
    shaped: bool = False


def read_date(
    text: str, locale: Locale, today: date, *, earliest: date | None = None, latest: date | None = None
) -> Reading[date]:
    """A Gregorian date. Bounds are inclusive and also decide between last year's and this year's day.

    Unread says why: NO_SUCH_DAY (31 February), TOO_EARLY, TOO_LATE, NOT_A_DATE.
    """
    line = _parts(text, locale)
    outcome = (
        _relative(line, today)
        or _counted_from_today(line, today)
        or _weekday(line, today)
        or _written(line, locale, today)
    )
    if not outcome.days:
        reason = Reason.NO_SUCH_DAY if outcome.shaped else Reason.NOT_A_DATE
        return Unread(reason if text.strip() else Reason.EMPTY)
    fit = [day for day in outcome.days if (earliest is None or day >= earliest) and (latest is None or day <= latest)]
    if not fit:
        return Unread(Reason.TOO_LATE if latest is not None and outcome.days[0] > latest else Reason.TOO_EARLY)
    return settle(fit, Reason.NOT_A_DATE, sure=outcome.sure and not line.left_over)


def _parts(text: str, locale: Locale) -> Line:
    line = Line()
    for token in tokens(COMPACT.sub(r"\1-\2-\3", prepared(text)), date_vocabulary(locale.language)):
        if token.numeral:
            numbers = re.findall(r"\d+", token.text)
            line.numbers += numbers
            line.order += "n" * len(numbers)
            line.dotted = line.dotted or token.text.count(".") == 2
        elif token.kind is not None:
            _add_word(line, token.kind)
        elif token.text not in HARMLESS:
            line.left_over = True
    return line


def _add_word(line: Line, word: DateWord) -> None:
    if Role.MONTH_NAME in word.roles and line.month is None:
        line.month = word.month
        line.order += "m"
    elif Role.ERA in word.roles:
        line.era = word.era
    elif word.roles != {Role.FILLER}:
        line.words.append(word)


def _relative(line: Line, today: date) -> Outcome | None:
    word = next((word for word in line.words if Role.RELATIVE in word.roles), None)
    if word is None or line.month:
        return None
    return Outcome([today + timedelta(days=word.offset)], sure=not line.numbers)


def _counted_from_today(line: Line, today: date) -> Outcome | None:
    """5 days ago · a week ago · in 3 days · last month (that one is asked)."""
    unit = next(
        (role for word in line.words for role in UNITS if role in word.roles and Role.WEEKDAY not in word.roles), None
    )
    if unit is None and line.has(Role.WEEKDAY) and line.numbers:
        unit = next((role for word in line.words for role in UNITS if role in word.roles), None)
    back, ahead = line.has(Role.AGO, Role.LAST), line.has(Role.HENCE, Role.IN, Role.NEXT)
    if unit is None or line.month or len(line.numbers) > 1 or not (back or ahead):
        return None
    counts = [word.count for word in line.words if Role.COUNT in word.roles]
    number = int(line.numbers[0]) if line.numbers else (counts[0] if counts else 1)
    if number > 1000:
        return None
    exact = bool(line.numbers or counts) or (line.has(Role.AGO) and not line.has(Role.LAST))
    return Outcome([_shifted(today, unit, -number if back else number)], sure=exact)


def _shifted(today: date, unit: Role, number: int) -> date:
    if unit in DAYS:
        return today + timedelta(days=number * DAYS[unit])
    months = number * (12 if unit is Role.YEAR else 1) + today.year * 12 + today.month - 1
    year, month = divmod(months, 12)
    for day in range(today.day, 27, -1):
        found = from_calendar(Calendar.GREGORIAN, year, month + 1, day)
        if found:
            return found
    return date(year, month + 1, min(today.day, 28))


def _weekday(line: Line, today: date) -> Outcome | None:
    """Last Friday · next Monday · Friday (asked: the last or the coming one). Beside a full date it is an extra."""
    word = next((word for word in line.words if Role.WEEKDAY in word.roles), None)
    if word is None or line.numbers or line.month:
        return None
    last = today - timedelta(days=(today.weekday() - word.weekday - 1) % 7 + 1)
    coming = today + timedelta(days=(word.weekday - today.weekday() - 1) % 7 + 1)
    if line.has(Role.LAST, Role.AGO):
        return Outcome([last])
    if line.has(Role.NEXT):
        return Outcome([coming])
    today_too = [today] if today.weekday() == word.weekday else []
    return Outcome([*today_too, last, coming], sure=True)


def _written(line: Line, locale: Locale, today: date) -> Outcome:
    if line.month is not None:
        return _with_month_name(line, locale, today)
    if len(line.numbers) == 3:
        return _three_numbers(line, locale, today)
    if len(line.numbers) == 2:
        return _two_numbers(line, locale, today)
    return Outcome()


def _with_month_name(line: Line, locale: Locale, today: date) -> Outcome:
    assert line.month is not None
    calendar, month = line.month
    gregorian = [Calendar.GREGORIAN, Calendar.BUDDHIST]
    calendars: list[Calendar] = [calendar] if calendar is Calendar.BIKRAM_SAMBAT else gregorian
    if line.era is not None and line.era in calendars:
        calendars = [line.era]
    if len(line.numbers) == 1 and len(line.numbers[0]) <= 2:
        make = partial(_day, calendars[0], month, int(line.numbers[0]))
        return Outcome(nearest_years(make, calendars[0], today), shaped=True)
    if len(line.numbers) == 1:
        readings = year_readings(line.numbers[0], calendars, today)
        return Outcome(_days((r.calendar, r.year, month, 1) for r in readings), sure=False, shaped=bool(readings))
    if len(line.numbers) != 2:
        return Outcome()
    first, second = line.numbers
    day, year = (second, first) if len(first) == 4 or int(first) > 32 else (first, second)
    if len(day) > 2:
        return Outcome()
    readings = year_readings(year, calendars, today)
    return Outcome(_days((r.calendar, r.year, month, int(day)) for r in readings), shaped=bool(readings))


def _three_numbers(line: Line, locale: Locale, today: date) -> Outcome:
    first, middle, last = line.numbers
    year_first = len(first) == 4 or int(first) > 32
    year = first if year_first else last
    outcome = Outcome()
    for reading in year_readings(year, _calendars(line, locale, year, today), today):
        outcome.shaped = True
        if year_first:
            outcome.days += _days([(reading.calendar, reading.year, int(middle), int(last))])
            continue
        outcome.days += _days([(reading.calendar, reading.year, int(middle), int(first))])
        if not line.dotted and reading.calendar is not Calendar.BUDDHIST:
            outcome.days += _days([(reading.calendar, reading.year, int(first), int(middle))])
    return outcome


def _two_numbers(line: Line, locale: Locale, today: date) -> Outcome:
    first, second = line.numbers
    if len(first) > 2 or len(second) > 2 or line.has(*Role):
        return Outcome()
    outcome = Outcome(shaped=True)
    for calendar in dict.fromkeys((locale.calendar, Calendar.GREGORIAN)):
        if calendar is Calendar.BUDDHIST:
            continue
        for day, month in ((int(first), int(second)), (int(second), int(first))):
            outcome.days += nearest_years(partial(_day, calendar, month, day), calendar, today)
    return outcome


def _calendars(line: Line, locale: Locale, year: str, today: date) -> list[Calendar]:
    """The era named; else the reader's calendar and the Gregorian; else, for an odd year, the others."""
    if line.era is not None:
        return [line.era]
    own = list(dict.fromkeys((locale.calendar, Calendar.GREGORIAN)))
    return own if year_readings(year, own, today) else list(Calendar)


def _day(calendar: Calendar, month: int, day: int, year: int) -> date | None:
    return from_calendar(calendar, year, month, day) if 1 <= month <= 12 else None


def _days(found: Iterable[tuple[Calendar, int, int, int]]) -> list[date]:
    days = (_day(calendar, month, day, year) for calendar, year, month, day in found)
    return [day for day in days if day is not None]
