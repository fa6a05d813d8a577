"""The words of a cash book line as a vocabulary: verbs, units and markers of data/<language>.toml, then numbers."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from bot.i18n.lexer import Phrase, Vocabulary
from bot.i18n.number_words import Kind as Number
from bot.i18n.number_words import number_vocabulary
from bot.i18n.tables import LANGUAGES, language_order
from bot.i18n.words import fold


class Kind(StrEnum):
    VERB = "verb"
    COST = "cost"  # says "out" and is part of the item
    UNIT = "unit"
    EACH = "each"  # the number before it, else the one after it, is the price of one
    EACH_BEFORE = "each before"
    TOTAL = "total"
    AMOUNT_BEFORE = "amount before"
    AMOUNT_AFTER = "amount after"
    WHO_BEFORE = "who before"
    DAY_BEFORE = "day before"
    PERHAPS_EACH = "perhaps each"
    NOT = "not"
    FILLER = "filler"
    NUMBER = "number"
    CURRENCY = "currency"
    TEXT = "text"
    SIGN = "sign"  # + or -
    BREAK = "break"  # a comma


@dataclass(frozen=True, slots=True)
class Word:
    """`value`: the verb's key, the unit's, the cost's, the currency; `subject`: who does it is said before the verb.

    `money`: the number after it is an amount.
    """

    kind: Kind
    value: str = ""
    subject: bool = False
    money: bool = False
    number: Number | None = None


COUNTING = (
    Number.COUNT,
    Number.SCALE,
    Number.SCALE_BEFORE,
    Number.BEFORE,
    Number.FRACTION,
    Number.AFTER,
    Number.ONE,
    Number.AND,
    Number.POINT,
    Number.MINOR,
)
VERBS = ("in", "got", "buy", "pay", "give", "credit", "paid_back", "repaid", "taken_home")
MARKERS = (
    ("each", Kind.EACH),
    ("each_before", Kind.EACH_BEFORE),
    ("total", Kind.TOTAL),
    ("amount_before", Kind.AMOUNT_BEFORE),
    ("amount_after", Kind.AMOUNT_AFTER),
    ("who_before", Kind.WHO_BEFORE),
    ("day_before", Kind.DAY_BEFORE),
    ("perhaps_each", Kind.PERHAPS_EACH),
    ("not", Kind.NOT),
    ("filler", Kind.FILLER),
)


@cache
def table(language: str) -> Mapping[str, Any]:
    """The data file of a language; English when there is none."""
    name = language if language in LANGUAGES else "en"
    return tomllib.loads((files("bot.domain.cashbook") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def vocabulary(language: str) -> Vocabulary[Word]:
    """Her own language first, verbs and units of the others too (people mix them), then the words of numbers."""
    found: dict[str, Phrase[Word]] = {}
    numbers = number_vocabulary(language).phrases
    order = language_order(language)
    for code in order:
        for text, word in _of_language(code, own=code == order[0]):
            if code == order[0] or text not in numbers:
                found.setdefault(text, Phrase(word, None, code))
    for text, phrase in numbers.items():
        if phrase.kind is Number.CURRENCY:
            found.setdefault(text, Phrase(Word(Kind.CURRENCY, str(phrase.value))))
        elif phrase.kind in COUNTING:
            found.setdefault(text, Phrase(Word(Kind.NUMBER, number=phrase.kind)))
    return Vocabulary.of(found)


@cache
def spellings(language: str) -> tuple[tuple[str, Word], ...]:
    """The words of her own language whose misspellings are understood: verbs and units of four letters or more."""
    return tuple(
        (text, phrase.kind)
        for text, phrase in vocabulary(language).phrases.items()
        if phrase.language == language and phrase.kind.kind in (Kind.VERB, Kind.UNIT) and len(text) > 3
    )


def _of_language(code: str, *, own: bool) -> Iterator[tuple[str, Word]]:
    data = table(code)
    yield from _verbs(data["verbs"])
    for key, words in data["costs"].items():
        yield from ((fold(word), Word(Kind.COST, key)) for word in words)
    if own:
        for marker, kind in MARKERS:
            yield from ((fold(word), Word(kind)) for word in data["markers"][marker])
    for key, words in data["units"].items():
        yield from ((fold(word), Word(Kind.UNIT, key)) for word in words)


def _verbs(data: Mapping[str, Any]) -> Iterator[tuple[str, Word]]:
    subjects, money = ({fold(word) for word in data[key]} for key in ("subject", "money"))
    stems = data.get("stems", {})
    for key in VERBS:
        built = [prefix + stem for prefix in stems.get("prefixes", ()) for stem in stems.get(key, ())]
        for word in map(fold, [*data[key], *built]):
            yield word, Word(Kind.VERB, key, word in subjects, word in money)
