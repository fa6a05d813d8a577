"""Dates as the reader writes them: her calendar, month names and digits."""

from datetime import date
from functools import lru_cache
from typing import Literal

from bot.i18n.calendars import to_calendar
from bot.i18n.language_data import language_table, month_names
from bot.i18n.locale import Locale
from bot.i18n.writing.numbers_write import local_digits

Style = Literal["medium", "long", "full", "month"]


@lru_cache(maxsize=4096)
def format_date(day: date, locale: Locale, style: Style = "medium") -> str:
    """24 Nov 2026, in her calendar and digits. `long` has the month's full name, `full` the weekday too;
    `month` has no day.

    A day outside the sure years of Bikram Sambat is shown as Gregorian, with the mark of its era.
    """
    table = language_table(locale.language)
    shown = to_calendar(day, locale.calendar)
    text = table["dates"][style].format(
        day=shown.day,
        year=shown.year,
        month=month_names(locale.language, shown.calendar, "wide")[shown.month - 1],
        short=month_names(locale.language, shown.calendar, "short")[shown.month - 1],
        weekday=table["weekdays"]["wide"][day.weekday()],
    )
    if shown.calendar is not locale.calendar:
        text = table["dates"]["gregorian"].format(date=text)
    return local_digits(text, locale)
