"""Dates said from today on: yesterday, 5 days ago, last Friday."""

from datetime import date, timedelta

from bot.i18n.calendars import from_calendar, to_calendar
from bot.i18n.locale import Calendar, Locale
from bot.i18n.reading.dates.date_line import Line, Outcome
from bot.i18n.reading.dates.date_words import DateWord, Role

UNITS = (Role.DAY, Role.WEEK, Role.MONTH, Role.YEAR)
DAYS = {Role.DAY: 1, Role.WEEK: 7}
WEEK = timedelta(days=7)
MOST_UNITS = 1000
LAST = 31  # the last day, whatever its number
MONTHS, NEAR = 12, timedelta(days=45)


def spoken(line: Line, locale: Locale, today: date) -> Outcome | None:
    """The days that such words mean; None when the line says it in another way."""
    part = line.first(Role.PART)
    if part is not None and not line.numbers:
        return _part_of_month(line, part.offset, locale, today)
    if line.month is not None:
        return None
    of_month = _of_month(line, locale, today)
    if of_month is not None or len(line.numbers) > 1:
        return of_month
    return (
        _relative(line, today)
        or _counted(line, today)
        or _weekday(line, today)
        or _weekday_of_month(line, locale, today)
    )


def _relative(line: Line, today: date) -> Outcome | None:
    """Today, yesterday. With a weekday that is another day ("day before, Friday") it only means "last"."""
    days = [today + timedelta(days=word.offset) for word in line.words if Role.RELATIVE in word.roles]
    weekday = line.first(Role.WEEKDAY)
    if not days or (weekday is not None and days[0].weekday() != weekday.weekday):
        return None
    return Outcome(days, sure=not line.numbers)


def _of_month(line: Line, locale: Locale, today: date) -> Outcome | None:
    """The 20th of last month, the 5th two months ago. A number that may count months does so up to 12."""
    said = line.said(Role.MONTH)
    if said is None or not line.numbers:
        return None
    numbers = line.outside(said)
    counted = len(numbers) < len(line.numbers)
    number = int((numbers or line.numbers)[0])
    if number > 31 or len(numbers) > 1 or (not numbers and number <= 12):
        return None
    step = said.steps if numbers or not counted else -1 if said.steps < 0 else 1
    shown = to_calendar(today, locale.calendar)
    year, month = divmod(shown.year * 12 + shown.month - 1 + step, 12)
    day = from_calendar(shown.calendar, year, month + 1, number)
    others = [] if numbers else [_shifted(today, Role.MONTH, said.steps)]
    return Outcome([found for found in (day, *others) if found is not None], shaped=True)


def _counted(line: Line, today: date) -> Outcome | None:
    """5 days ago · a week ago · in 3 days · last month (that one is asked)."""
    unit, number = _unit(line), _number(line)
    back, ahead = line.has(Role.AGO, Role.LAST), line.has(Role.HENCE, Role.IN, Role.NEXT)
    if unit is None or number > MOST_UNITS or not (back or ahead):
        return None
    exact = line.has(Role.AGO, Role.HENCE, Role.IN) and (line.counted or not line.has(Role.LAST))
    return Outcome([_shifted(today, unit, -number if back else number)], sure=exact)


def _unit(line: Line) -> Role | None:
    """Days, weeks, months or years. A word that is also a weekday is a unit only after a number."""
    if line.has(Role.WEEKDAY) and not line.counted:
        return None
    return next((role for word in line.words for role in UNITS if role in word.roles), None)


def _number(line: Line) -> int:
    word = line.first(Role.COUNT)
    return int(line.numbers[0]) if line.numbers else word.count if word else 1


def _shifted(today: date, unit: Role, number: int) -> date:
    """Months and years are held to the end of short months."""
    if unit in DAYS:
        return today + timedelta(days=number * DAYS[unit])
    year, month = divmod(number * (12 if unit is Role.YEAR else 1) + today.year * 12 + today.month - 1, 12)
    held = (from_calendar(Calendar.GREGORIAN, year, month + 1, day) for day in range(today.day, 27, -1))
    return next((day for day in held if day), None) or date(year, month + 1, min(today.day, 28))


def _weekday(line: Line, today: date) -> Outcome | None:
    """Last Friday · next Monday · Friday (asked: the last or the coming one) · Friday last week."""
    word = line.first(Role.WEEKDAY)
    if word is None or line.numbers:
        return None
    if any(Role.WEEK in other.roles for other in line.words if other is not word):
        return _of_week(line, word, today)
    if line.has(Role.THIS) and Role.WEEK in word.roles:
        return Outcome([today], sure=False)  # this week, or this Sunday
    last = today - timedelta(days=(today.weekday() - word.weekday - 1) % 7 + 1)
    coming = today + timedelta(days=(word.weekday - today.weekday() - 1) % 7 + 1)
    if line.has(Role.LAST, Role.AGO):
        # A word that is a week too may mean seven days ago.
        return Outcome([last, today - WEEK] if Role.WEEK in word.roles else [last])
    if line.has(Role.NEXT):
        return Outcome([coming, today + WEEK] if Role.WEEK in word.roles else [coming])
    return Outcome([*([today] if last + WEEK == today else []), last, coming])


def _part_of_month(line: Line, day: int, locale: Locale, today: date) -> Outcome | None:
    """The end of October, of last month: its last day, and the like; always asked."""
    calendar, month = line.month or (locale.calendar, 0)
    shown = to_calendar(today, calendar)
    year, month = shown.year, month or shown.month
    if line.month is None and line.has(Role.LAST, Role.AGO):
        year, month = divmod(year * 12 + month - 2, 12)
        month += 1
    held = (from_calendar(calendar, year, month, one) for one in range(32 if day == LAST else day, 0, -1))
    found = next((one for one in held if one is not None), None)
    if found is not None and found > today and line.month is not None:
        return _part_of_month(line, day, locale, found.replace(year=found.year - 1, day=1))
    return Outcome([] if found is None else [found], sure=False, shaped=True)


def _weekday_of_month(line: Line, locale: Locale, today: date) -> Outcome | None:
    """Tuesday the 19th: the last one, and the coming one; asked where that is far."""
    word, numbers = line.first(Role.WEEKDAY), line.numbers
    if word is None or len(numbers) != 1 or len(numbers[0]) > 2 or len(line.words) > 1:
        return None
    shown, found = to_calendar(today, locale.calendar), []
    for steps in (range(0, -MONTHS, -1), range(MONTHS)):
        months = (divmod(shown.year * 12 + shown.month - 1 + step, 12) for step in steps)
        days = [from_calendar(shown.calendar, year, month + 1, int(numbers[0])) for year, month in months]
        fit = (day for day in days if day is not None and day.weekday() == word.weekday)
        found.append(next((day for day in fit if (day <= today) is (steps.step < 0)), None))
    near = [day for day in found if day is not None and abs(day - today) <= NEAR]
    return Outcome(near or [day for day in found if day is not None], sure=bool(near), shaped=True)


def _of_week(line: Line, word: DateWord, today: date) -> Outcome:
    """Weeks begin on Monday."""
    monday = today - timedelta(days=today.weekday())
    weeks = -1 if line.has(Role.LAST, Role.AGO) else 1 if line.has(Role.NEXT, Role.HENCE) else 0
    return Outcome([monday + weeks * WEEK + timedelta(days=word.weekday)])
