"""The words of a message about who is new, as a vocabulary for the lexer: of the languages' folders, of the pack."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.i18n.language_data import language_order, language_table
from bot.i18n.languages import SOURCE, language_file, languages
from bot.i18n.reading.lexer import Phrase, Vocabulary, prepared
from bot.i18n.reading.numbers.number_words import Kind as Number
from bot.i18n.reading.numbers.number_words import number_vocabulary
from bot.i18n.scripts import is_spaceless


class Kind(StrEnum):
    """What a piece of a line is: a word of a list, of the pack, a figure; what nothing knows is a name."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNCLEAR = "unclear"
    OF_WOMEN = "of_women"
    OF_MEN = "of_men"
    OF_ANYBODY = "of_anybody"
    YEARS = "years"
    ABOVE = "above"
    BELOW = "below"
    ABOUT = "about"
    VAGUE = "vague"
    MAKES = "makes"
    AROUND = "around"
    PRODUCT = "product"
    SPOKEN = "spoken"  # a figure in words
    NUMERAL = "numeral"
    RANGE = "range"
    AND = "and"
    ENDS = "ends"  # a comma, the end of a line
    SIGN = "sign"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Word:
    """`value`: the code of a product."""

    kind: Kind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """A product of the pack: its code, and what it is called."""

    code: str
    names: tuple[str, ...]


# The first list that has a word decides what it is.
LISTS = (
    Kind.OF_WOMEN,
    Kind.OF_MEN,
    Kind.OF_ANYBODY,
    Kind.FEMALE,
    Kind.MALE,
    Kind.OTHER,
    Kind.UNCLEAR,
    Kind.YEARS,
    Kind.ABOVE,
    Kind.BELOW,
    Kind.ABOUT,
    Kind.VAGUE,
    Kind.MAKES,
    Kind.AROUND,
)
# Those of the source language that say the same in whoever's message.
MIXED = frozenset({Kind.FEMALE, Kind.MALE, Kind.OTHER, Kind.YEARS, Kind.AROUND})
COUNTING = frozenset({Number.COUNT, Number.SCALE, Number.SCALE_BEFORE})
# What stands beside a name, and is no part of it.
TITLES = frozenset({Kind.OF_WOMEN, Kind.OF_MEN, Kind.OF_ANYBODY})
# A product that is none: "something else".
NO_PRODUCT = "other"
BETWEEN_NAMES = r"[,;/()|]+"


@lru_cache(maxsize=16)
def vocabulary(language: str, goods: Sequence[Goods]) -> Vocabulary[Word]:
    """All that may stand around a name, the leader's own language first."""
    found: dict[str, Phrase[Word]] = {}
    for text, word in (*_of_language(language), *_of_goods(goods), *_of_numbers(language), *_of_source()):
        if text:
            found.setdefault(text, Phrase(word))
    return Vocabulary.of(found)


def _of_language(language: str) -> Iterator[tuple[str, Word]]:
    table = language_file(language, "members")
    for kind in LISTS:
        yield from ((prepared(word), Word(kind)) for word in table[kind])


def _of_source() -> Iterator[tuple[str, Word]]:
    return (item for item in _of_language(SOURCE) if len(item[0]) > 1 and item[1].kind in MIXED)


def _of_goods(goods: Sequence[Goods]) -> Iterator[tuple[str, Word]]:
    for one in goods:
        if one.code != NO_PRODUCT:
            yield from ((prepared(name), Word(Kind.PRODUCT, one.code)) for name in names_of(one))


def names_of(one: Goods) -> Iterator[str]:
    """What a product is called, and each of the things that its label joins: "Baskets and mats"."""
    for name in one.names:
        yield name
        parts = re.split(BETWEEN_NAMES, name)
        for words in _joining():
            parts = [piece for part in parts for piece in re.split(rf"\s{re.escape(words)}\s", part)]
        yield from parts
        yield from (word for part in parts for word in part.split() if is_spaceless(word))


def _joining() -> list[str]:
    return [word for code in languages() for word in language_table(code)["numbers"]["and"]]


def _of_numbers(language: str) -> Iterator[tuple[str, Word]]:
    kinds: Mapping[Number, Kind] = {Number.AND: Kind.AND, Number.RANGE: Kind.RANGE}
    known = (language, SOURCE, "")
    for text, phrase in number_vocabulary(language).phrases.items():
        if phrase.kind in COUNTING and phrase.language in known and len(text) > 1:
            yield text, Word(Kind.SPOKEN)
        elif phrase.kind in kinds and phrase.language in language_order(language):
            yield text, Word(kinds[phrase.kind])
