"""Options by their place: "2", "b", "the second", "two"; and labels that begin with a number themselves."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from bot.i18n.language_data import language_table
from bot.i18n.languages import languages
from bot.i18n.locale import Locale
from bot.i18n.reading.common_words import bare, fold
from bot.i18n.reading.numbers.numbers_read import read_integer
from bot.i18n.reading.outcome import Read, Reading, Reason, Unread, settle
from bot.i18n.scripts import any_of

Option = tuple[str, str]  # (key, label)


def by_place(word: str, options: Sequence[Option]) -> Reading[str]:
    """The option that a folded number, letter or ordinal names; a number that begins another label is asked."""
    word = _before_number().sub("", _ordinal_sign().sub(r"\1", word))
    if word.isascii() and word.isdigit():
        return _by_number(int(word), options)
    place = ord(word) - ord("a") if len(word) == 1 and "a" <= word <= "z" else _ordinals().get(word, -1)
    return Read(options[place][0]) if 0 <= place < len(options) else Unread(Reason.NOT_A_CHOICE)


def by_count(text: str, options: Sequence[Option], locale: Locale) -> Reading[str]:
    """The place in words: "two"."""
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
def _ordinal_sign() -> re.Pattern[str]:
    """2nd"""
    return re.compile(rf"^(\d+)(?:{any_of(_said('ordinal_endings'))})$")


@cache
def _before_number() -> re.Pattern[str]:
    """ "No 2" """
    return re.compile(rf"^(?:{any_of(_said('ordinal_before'))}) ")


def _said(key: str) -> Iterator[str]:
    return (word for language in languages() for word in language_table(language)["numbers"][key])


@cache
def _ordinals() -> dict[str, int]:
    tables = (language_table(language)["words"]["ordinals"] for language in languages())
    return {fold(word): place for words in tables for place, word in enumerate(words)}


@lru_cache(maxsize=8192)
def folded_label(label: str) -> str:
    """Labels of forms and places come again and again."""
    return bare(label)
