"""When a loan's next payment is due: a day to come, after words that say so; it is not the day of the line."""

import re
from datetime import date
from functools import cache

from bot.domain.book.reading.days import take_day
from bot.domain.book.reading.words.vocabulary import marked
from bot.i18n import Locale, Read
from bot.i18n.scripts import any_of, has_spaces


def take_due(line: str, locale: Locale, today: date) -> tuple[str, date | None]:
    """The prepared line without it, and the day; None where no such day is said, or not clearly."""
    found = _said(locale.language).search(line)
    if found is None:
        return line, None
    rest, day = take_day(line[found.end() :], locale, today, marked("day_before", locale.language), ahead=True)
    return (line[: found.start()] + rest, day.value) if isinstance(day, Read) else (line, None)


@cache
def _said(language: str) -> re.Pattern[str]:
    words = any_of(sorted(marked("due", language), key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])" if has_spaces(language) else f"(?:{words})")
