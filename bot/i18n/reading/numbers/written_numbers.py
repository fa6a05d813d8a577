"""How numbers in words are written: a comma inside, words written together, and words that leave open how many."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from bot.i18n.language_data import language_table, money_letters
from bot.i18n.languages import SOURCE, languages
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.lexer import Phrase
from bot.i18n.reading.numbers.number_words import Kind, is_pack, number_vocabulary
from bot.i18n.scripts import any_of

SHORTEST = 3  # letters of a number word that is written together with another


@cache
def open_words() -> frozenset[str]:
    """Words beside a scale that leave open how many of it: a few hundred."""
    return frozenset(fold(word) for code in languages() for word in language_table(code)["numbers"]["how_many_open"])


def is_left_open(texts: Sequence[str], at: int) -> bool:
    """Whether a scale stands there, and beside it a word that leaves open how many."""
    if _scale(texts[at : at + 1]) is None:
        return False
    before, after = texts[at - 1] if at else "", texts[at + 1] if at + 1 < len(texts) else ""
    return before in open_words() or after in open_words()


def goes_on(texts: Sequence[str], at: int) -> bool:
    """Whether the comma there stands inside one number: one thousand, two hundred."""
    if texts[at] != "," or not at or at + 1 >= len(texts):
        return False
    before, after = texts[max(at - 2, 0) : at], texts[at + 1 : at + 3]
    larger, smaller = _scale(before), _scale(after)
    words = all(_phrase(text) is not None for text in (before[-1], *after))
    return words and len(after) == 2 and larger is not None and smaller is not None and smaller < larger


def _scale(texts: Sequence[str]) -> Decimal | None:
    """What a scale among the words multiplies by; packs are none."""
    found = (phrase for text in texts if not is_pack(text) and (phrase := _phrase(text)) is not None)
    kinds = (Kind.SCALE, Kind.SCALE_BEFORE)
    return next((one.value for one in found if one.kind in kinds and isinstance(one.value, Decimal)), None)


def _phrase(text: str) -> Phrase[Kind] | None:
    """A counting word or a scale."""
    phrase = number_vocabulary(SOURCE).phrases.get(text)
    counts = (Kind.COUNT, Kind.SCALE, Kind.SCALE_BEFORE)
    return phrase if phrase is not None and phrase.kind in counts else None


def parted(text: str) -> str:
    """Number words that are written together, apart: fivehundred; and money from the word before it: saltK500."""
    return _on_to_a_word().sub(" ", _together().sub(lambda match: " ".join(filter(None, match.groups())), text))


@cache
def _on_to_a_word() -> re.Pattern[str]:
    letters = "".join(money_letters()).upper()
    return re.compile(rf"(?<=[a-z]{{3}})(?=[{letters}]\d)")


@cache
def _together() -> re.Pattern[str]:
    phrases = number_vocabulary(SOURCE).phrases
    words = [(text, one.kind) for text, one in phrases.items() if text.isascii() and text.isalpha()]
    words = [(text, kind) for text, kind in words if len(text) >= SHORTEST and not is_pack(text)]
    counts = any_of(text for text, kind in words if kind is Kind.COUNT)
    scales = any_of(text for text, kind in words if kind in (Kind.SCALE, Kind.SCALE_BEFORE))
    ways = rf"({counts})({scales})|({scales})({counts})({scales})?"
    return re.compile(rf"(?<![^\W\d_])(?:{ways})(?![^\W\d_])", re.IGNORECASE)
