"""Options by their place: "2", "२", "b", "the second", "two"; and labels that begin with a number themselves."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from bot.i18n.language_data import language_table
from bot.i18n.languages import languages
from bot.i18n.locale import Locale
from bot.i18n.reading.common_words import bare, fold
from bot.i18n.reading.numbers_read import read_integer
from bot.i18n.reading.outcome import Read, Reading, Reason, Unread, settle

Option = tuple[str, str]  # (key, label)

ORDINAL_SIGN = re.compile(r"^(\d+)(?:st|nd|rd|th)$")


def by_place(word: str, options: Sequence[Option]) -> Reading[str]:
    """The option that a folded number, letter or ordinal names; a number that begins another label is asked."""
    word = ORDINAL_SIGN.sub(r"\1", word).removeprefix("no ")
    if word.isascii() and word.isdigit():
        return _by_number(int(word), options)
    place = ord(word) - ord("a") if len(word) == 1 and "a" <= word <= "z" else _ordinals().get(word, -1)
    return Read(options[place][0]) if 0 <= place < len(options) else Unread(Reason.NOT_A_CHOICE)


def by_count(text: str, options: Sequence[Option], locale: Locale) -> Reading[str]:
    """The place in words: "two", "สอง"."""
    reading = read_integer(text, locale)
    return _by_number(reading.value, options) if isinstance(reading, Read) else Unread(Reason.NOT_A_CHOICE)


def _by_number(number: int, options: Sequence[Option]) -> Reading[str]:
    """ "3" of "1", "2", "3 or more" may be the third option or the one that begins so."""
    begins = re.compile(rf"{number}(?![\d.,])")
    labels = [(key, folded_label(label)) for key, label in options]
    same = [key for key, label in labels if label == str(number)]
    at_place = [options[number - 1][0]] if 1 <= number <= len(options) else []
    return settle(same or [key for key, label in labels if begins.match(label)] + at_place, Reason.NOT_A_CHOICE)


@cache
def _ordinals() -> dict[str, int]:
    tables = (language_table(language)["words"]["ordinals"] for language in languages())
    return {fold(word): place for words in tables for place, word in enumerate(words)}


@lru_cache(maxsize=8192)
def folded_label(label: str) -> str:
    """Labels of forms and places come again and again."""
    return bare(label)
