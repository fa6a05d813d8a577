"""Dates as the reader writes them: her calendar, month names and digits."""

from datetime import date
from functools import lru_cache
from typing import Literal

from bot.i18n.calendars import CalendarDay, to_calendar
from bot.i18n.language_data import language_table, month_names
from bot.i18n.locale import Locale
from bot.i18n.writing.numbers_write import local_digits

Style = Literal["medium", "long", "full", "month"]


def format_date(day: date, locale: Locale, style: Style = "medium") -> str:
    """24 Nov 2026, in her calendar and digits. `long` has the month's full name, `full` the weekday too;
    `month` has no day.

    A day of a year that her calendar's table has not yet is marked: about 1 Baisakh 2084.
    """
    return _written(to_calendar(day, locale.calendar), day.weekday(), locale, style)


@lru_cache(maxsize=4096)
def _written(shown: CalendarDay, weekday: int, locale: Locale, style: Style) -> str:
    table = language_table(locale.language)
    text = table["dates"][style].format(
        day=shown.day,
        year=shown.year,
        month=month_names(locale.language, shown.calendar, "wide")[shown.month - 1],
        short=month_names(locale.language, shown.calendar, "short")[shown.month - 1],
        weekday=table["weekdays"]["wide"][weekday],
    )
    return local_digits(marked(text, shown, locale.language), locale)


def marked(text: str, shown: CalendarDay, language: str) -> str:
    """The day or month as it is, or with the mark of what was only computed."""
    if shown.sure:
        return text
    return str(language_table(language)["dates"]["computed"].format(date=text))
