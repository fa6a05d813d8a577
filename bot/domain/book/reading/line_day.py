"""The days that a line can be of, and the line without them; the day of a payment to come is none of them."""

import re
from datetime import date
from functools import cache

from bot.domain.book.reading.days import only_days, take_day
from bot.domain.book.reading.periods import without_period
from bot.domain.book.reading.words.vocabulary import table
from bot.i18n import Ask, Locale, Reason, Unread
from bot.i18n.reading.common_words import fold
from bot.i18n.scripts import has_spaces


def days_of(
    plain: str, locale: Locale, today: date, names: frozenset[str]
) -> tuple[str, tuple[date, ...] | Unread, bool]:
    """The line without its day, the days it can be, and whether they are exact.

    "Will pay on Friday" says nothing about the day of the sale. "Last week" says no day, and is no item.
    """
    promise = promises(locale.language).search(plain)
    before = day_words(locale.language)
    head, tail = (plain[: promise.start()], plain[promise.start() :]) if promise else (plain, "")
    rest, day = take_day(head, locale, today, before, names)
    days = only_days(day, today)
    if not promise and day is None:
        rest, vague = without_period(rest, locale.language)
        return rest, days, not vague
    if not promise:
        return rest, days, not isinstance(day, Ask) or len(day.choices) > 1
    if isinstance(days, Unread):
        days = (today,) if days.reason is Reason.TOO_LATE else days
    elif rest.rstrip().endswith(","):  # the day stands right before "will pay": of the sale, or of the payment
        days = tuple(dict.fromkeys((today, *days)))
    return rest + take_day(tail, locale, today, before, names)[0], days, True


@cache
def promises(language: str) -> re.Pattern[str]:
    words = sorted(map(fold, table(language)["markers"]["promise"]), key=len, reverse=True)
    edge = r"(?<![^\W\d_])" if has_spaces(language) else ""
    return re.compile(edge + "(?:" + "|".join(map(re.escape, words)) + ")" + (edge and r"(?![^\W\d_])"))


@cache
def day_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in table(language)["markers"]["day_before"])
