"""What the box holds, said in the chat: "my box holds 1,850"."""

from functools import cache

from bot.domain.book.reading.words.vocabulary import table
from bot.i18n import Locale, Money, Reading, Unread, read_money
from bot.i18n.language_data import language_order
from bot.i18n.reading.common_words import fold


def read_count(text: str, locale: Locale, currency: str) -> Reading[Money] | None:
    """The money counted; None when the text is about something else: read it as a line."""
    line = fold(text)
    phrase = next((phrase for phrase in _phrases(locale.language) if line.startswith(phrase)), None)
    if phrase is None:
        return None
    reading = read_money(line.removeprefix(phrase), locale, currency)
    return None if isinstance(reading, Unread) else reading


@cache
def _phrases(language: str) -> tuple[str, ...]:
    """Longest first, her own language first."""
    found = {fold(word) for code in language_order(language) for word in table(code)["markers"]["count"]}
    return tuple(sorted(found, key=len, reverse=True))
