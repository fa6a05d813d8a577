"""The words that go with numbers, as a vocabulary: counting words, scales, fractions, units, currencies."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from bot.i18n.language_data import currency_table, language_order, language_table
from bot.i18n.languages import language_file, languages
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.lexer import Phrase, Vocabulary


class Kind(StrEnum):
    COUNT = "count"  # a counting word: seven
    SCALE = "scale"  # multiplies what is before it: hundred, thousand, lakh, k
    SCALE_BEFORE = "scale before"  # multiplies what is after it: tens two
    BEFORE = "before"  # shifts what is after it: a half more than three
    FRACTION = "fraction"  # half, one and a half
    AFTER = "after"  # and a half
    ONE = "one"  # a, an
    ALONE = "alone"  # after a unit: one of it
    AND = "and"
    POINT = "point"  # two point five
    ABOUT = "about"
    TAIL = "tail"  # closes a sentence: is
    RANGE = "range"
    UNIT = "unit"
    CURRENCY = "currency"
    MINOR = "minor"  # satang, paisa
    NEGATIVE = "negative"


NumberPhrase = Phrase[Kind]
NEAR_WORD = 84.0  # likeness of a misspelt word, 0 to 100
VALUED = (
    ("words", Kind.COUNT),
    ("scales", Kind.SCALE),
    ("scales_before", Kind.SCALE_BEFORE),
    ("before", Kind.BEFORE),
    ("fractions", Kind.FRACTION),
)
PLAIN = (
    ("one", Kind.ONE),
    ("alone", Kind.ALONE),
    ("range", Kind.RANGE),
    ("point", Kind.POINT),
    ("negative", Kind.NEGATIVE),
    ("and", Kind.AND),
    ("units", Kind.UNIT),
    ("tail", Kind.TAIL),
    ("about", Kind.ABOUT),
)


@cache
def number_vocabulary(language: str) -> Vocabulary[Kind]:
    """All that may stand around a number, the reader's own language first."""
    found: dict[str, NumberPhrase] = {}
    for code in language_order(language):
        for word, phrase in _of_language(code):
            found.setdefault(word, phrase)
    for word, phrase in _currencies():
        found.setdefault(word, phrase)
    found.update({"%": Phrase(Kind.UNIT), "~": Phrase(Kind.ABOUT)})
    return Vocabulary.of(found)


def near_word(word: str, language: str) -> NumberPhrase | None:
    """The counting word or scale that a misspelt word of five letters or more is near to; None for none or two."""
    if len(word) < 5:
        return None
    phrases = number_vocabulary(language).phrases
    scored = process.extract(word, _countable(language), scorer=fuzz.ratio, limit=8, score_cutoff=NEAR_WORD)
    near = [name for name, _, _ in scored if name[0] == word[0]]  # "weight" is not "eight"
    return phrases[near[0]] if len({phrases[name].value for name in near}) == 1 else None


@cache
def _countable(language: str) -> list[str]:
    phrases = number_vocabulary(language).phrases
    return [word for word, phrase in phrases.items() if phrase.kind in (Kind.COUNT, Kind.SCALE) and len(word) > 3]


@cache
def packs() -> Mapping[str, Decimal]:
    """Words for packs in every language, with how many are in one: scales that are no power of ten."""
    return {word: value for word, value in _scales() if Decimal(10) ** value.adjusted() != value}


def is_pack(word: str) -> bool:
    return word in packs()


def _scales() -> Iterable[tuple[str, Decimal]]:
    tables = (language_table(code)["numbers"]["scales"] for code in languages())
    return ((fold(word), Decimal(value)) for table in tables for value, words in table.items() for word in words)


@cache
def halves_after(language: str) -> frozenset[str]:
    """Phrases that are a half alone and "and a half" after a number."""
    numbers = language_table(language)["numbers"]
    fractions = {fold(word) for words in numbers["fractions"].values() for word in words}
    return frozenset(fold(word) for word in numbers["half_after"] if fold(word) in fractions)


@cache
def half_words() -> frozenset[str]:
    """What adds a half to the number before it, in every language."""
    return frozenset(fold(word) for code in languages() for word in language_table(code)["numbers"]["half_after"])


@cache
def range_words() -> frozenset[str]:
    """What stands between two numbers of which one is meant, in every language."""
    return frozenset(fold(word) for code in languages() for word in language_table(code)["numbers"]["range"])


@cache
def tails(language: str) -> frozenset[str]:
    """Words that close a sentence after a figure though alone they may be a number."""
    return frozenset(fold(word) for word in language_table(language)["numbers"].get("tail", []))


def _of_language(code: str) -> Iterable[tuple[str, NumberPhrase]]:
    numbers: Mapping[str, Any] = language_table(code)["numbers"]
    for key, kind in VALUED:
        for value, words in numbers.get(key, {}).items():
            yield from ((fold(word), Phrase(kind, Decimal(value), code)) for word in words)
    for key, share in (("half_after", Decimal("0.5")), ("quarter_after", Decimal("0.25"))):
        yield from ((fold(word), Phrase(Kind.AFTER, share, code)) for word in numbers[key])
    for key, kind in PLAIN:
        yield from ((fold(word), Phrase(kind, None, code)) for word in numbers.get(key, []))
    book = language_file(code, "book")
    words = (word for listed in book["units"].values() for word in listed)
    latin_too = book["grammar"]["latin_too"]
    yield from ((fold(word), Phrase(Kind.UNIT, None, code)) for word in words if not (latin_too and word.isascii()))


def _currencies() -> Iterable[tuple[str, NumberPhrase]]:
    for currency, table in currency_table().items():
        yield from ((fold(word), Phrase(Kind.CURRENCY, currency)) for word in table["words"])
        yield from ((fold(word), Phrase(Kind.MINOR, currency)) for word in table.get("minor", []))
