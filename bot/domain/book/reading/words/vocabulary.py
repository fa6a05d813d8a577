"""The words of a cash book line as a vocabulary: verbs, units and markers of a language's book.toml, nouns, numbers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import product
from typing import Any

from bot.domain.book.reading.other_money.words import keepers, paid_by
from bot.domain.book.reading.words.nouns import nouns
from bot.domain.book.reading.words.verbs import verbs
from bot.domain.book.reading.words.words import OUTSIDE, Kind, Word, marked, table
from bot.i18n.language_data import language_order
from bot.i18n.language_hooks import hooks
from bot.i18n.languages import SOURCE
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.lexer import Phrase, Vocabulary
from bot.i18n.reading.numbers.number_words import Kind as Number
from bot.i18n.reading.numbers.number_words import number_vocabulary, packs

# Words are read by the vocabulary of a language: whoever needs it needs these as well.
__all__ = [
    "OUTSIDE",
    "Kind",
    "Word",
    "marked",
    "place_said",
    "spellings",
    "table",
    "unit_said",
    "vocabulary",
    "with_known",
]

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
    Number.RANGE,
)
MARKERS = (
    ("to_pay", Kind.NOT),
    ("not", Kind.NOT),
    ("doubt", Kind.DOUBT),
    ("perhaps_outside", Kind.DOUBT),
    ("they", Kind.THEY),
    ("from_me", Kind.FROM_ME),
    ("and", Kind.AND),
    ("each", Kind.EACH),
    ("each_before", Kind.EACH_BEFORE),
    ("total", Kind.TOTAL),
    ("amount_before", Kind.AMOUNT_BEFORE),
    ("amount_after", Kind.AMOUNT_AFTER),
    ("who_before", Kind.WHO_BEFORE),
    ("who_after", Kind.WHO_AFTER),
    ("day_before", Kind.DAY_BEFORE),
    ("perhaps_each", Kind.PERHAPS_EACH),
    ("clock", Kind.CLOCK),
    ("filler", Kind.FILLER),
    # said of money that is no sale: small words where they are no others
    ("into", Kind.FILLER),
    ("out_of", Kind.FILLER),
    ("customer", Kind.FILLER),
)
TITLE, DESCRIBING, PERSONS = "title", "describing", "persons"
NOUNS = (
    ("household", Word(Kind.HOUSEHOLD)),
    ("titles", Word(Kind.PERSON, TITLE)),
    ("people", Word(Kind.PERSON)),
    ("goods", Word(Kind.GOODS)),
    ("describing", Word(Kind.GOODS, DESCRIBING)),
)
# A name of hers stands before these, not before a verb or a number.
WEAKER = frozenset({Kind.GOODS, Kind.HOUSEHOLD, Kind.PERSON, Kind.COST, Kind.FILLER, Kind.DOUBT, Kind.THEY, Kind.CLOCK})


@cache
def vocabulary(language: str) -> Vocabulary[Word]:
    """Her own language first, verbs and units of the others too (people mix them), then the words of numbers."""
    found: dict[str, Phrase[Word]] = {}
    numbers = {
        text: phrase
        for text, phrase in number_vocabulary(language).phrases.items()
        if phrase.kind in COUNTING or phrase.kind is Number.CURRENCY
    }
    order = language_order(language)
    for code in order:
        latin_too = table(code)["grammar"]["latin_too"]
        for text, word in _of_language(code, own=code == order[0]):
            if code == order[0] or (text not in numbers and not (latin_too and text.isascii())):
                found.setdefault(text, Phrase(word, None, code))
    for text, key, is_verb in paid_by(table(order[0])):
        usual = Phrase(Word(Kind.VERB, "pay") if is_verb else Word(Kind.FILLER), None, order[0])
        known = found.get(text, usual)
        found[text] = replace(known, kind=replace(known.kind, paid=key))
    for text, phrase in numbers.items():
        if phrase.kind is Number.CURRENCY:
            found.setdefault(text, Phrase(Word(Kind.CURRENCY, str(phrase.value))))
        elif phrase.kind in COUNTING:
            found.setdefault(text, Phrase(Word(Kind.NUMBER, number=phrase.kind)))
    for code in dict.fromkeys((order[0], SOURCE)):
        for key, word in NOUNS:
            for text in nouns(code)[key]:
                if code == order[0] or text not in numbers:
                    found.setdefault(text, Phrase(word, None, code))
    return Vocabulary.of(found)


@lru_cache(maxsize=16)
def with_known(language: str, items: frozenset[str], people: frozenset[str]) -> Vocabulary[Word]:
    """The vocabulary with the folded names of her own items and customers."""
    base = vocabulary(language).phrases
    found = dict(base)
    for names, word in ((people, Word(Kind.PERSON)), (items, Word(Kind.KNOWN))):
        for name in names:
            if len(name) > 1 and (name not in base or base[name].kind.kind in WEAKER):
                found[name] = Phrase(word, None, language)
    return Vocabulary.of(found)


@cache
def spellings(language: str) -> Mapping[tuple[str, int], Sequence[tuple[str, Word]]]:
    """The words of her own language whose misspellings are understood, by first letter and length.

    Verbs and units of four letters or more.
    """
    found: dict[tuple[str, int], list[tuple[str, Word]]] = defaultdict(list)
    for text, phrase in vocabulary(language).phrases.items():
        spelt = phrase.kind.kind in (Kind.VERB, Kind.UNIT, Kind.KEEPER)
        shortest = 6 if phrase.kind.value == OUTSIDE or phrase.kind.keeper else 4  # a lawn is no loan
        if phrase.language == language and spelt and len(text) >= shortest:
            found[text[0], len(text)].append((text, phrase.kind))
    return found


def _of_language(code: str, *, own: bool) -> Iterator[tuple[str, Word]]:
    data = table(code)
    yield from verbs(data["verbs"], hooks(code).not_done)
    for key, words in data["beside"].items():
        yield from ((fold(word), Word(Kind.VERB, OUTSIDE, beside=key)) for word in words)
    for key, words in data["costs"].items():
        yield from ((fold(word), Word(Kind.COST, key)) for word in words)
    if own:
        yield from _markers(data, code)
    for key, words in data["units"].items():
        yield from ((fold(word), Word(Kind.UNIT, key)) for word in words)


def _markers(data: Mapping[str, Any], code: str) -> Iterator[tuple[str, Word]]:
    yield from ((fold(word), Word(Kind.UNIT, PERSONS)) for word in data["markers"]["persons"])
    for one in keepers(data):
        yield one.text, Word(Kind.FILLER if one.is_small else Kind.KEEPER, keeper=one)
    for marker, kind in MARKERS:
        yield from ((fold(word), Word(kind)) for word in data["markers"][marker])
    yield from ((text, Word(kind, key)) for text, _, key, kind in _each_of(data, code))
    yield from ((text, Word(Kind.FILLER)) for text, _ in _where(data, nouns(code)["places"], nouns(code)["people"]))
    cost_of = data["grammar"]["cost_of"]
    if cost_of:
        yield from ((cost_of + thing, Word(Kind.COST, "other")) for thing in nouns(code)["goods"])


@cache
def unit_said(language: str) -> Mapping[str, str]:
    """The unit in a word for "each" that has one: "bottle" in "a bottle"."""
    return {text: unit for text, unit, _, _ in reversed(list(_each_of(table(language), language)))}


def _each_of(data: Mapping[str, Any], code: str) -> Iterator[tuple[str, str, str, Kind]]:
    """Words for "each" with a unit or a pack, that unit, its key, and where its price stands."""
    for marker, kind in (("each_unit", Kind.EACH), ("each_unit_before", Kind.EACH_BEFORE)):
        for pattern in data["markers"][marker]:
            yield from ((fold(pattern.format(unit)), unit, key, kind) for unit, key in _counted(data, code, pattern))


def _counted(data: Mapping[str, Any], code: str, pattern: str) -> Iterator[tuple[str, str]]:
    """What has a price of one: units by their keys, and packs by how many are in one. "A dozen" counts, too."""
    yield from ((word, key) for key, words in data["units"].items() for word in words)
    if pattern.split(" ")[0] not in data["markers"]["one_unit"]:
        phrases = number_vocabulary(code).phrases
        yield from ((word, str(many)) for word, many in packs().items() if phrases[word].language == code)


@cache
def place_said(language: str) -> Mapping[str, str]:
    """The place in a small phrase: "shop" in "at the shop"."""
    found = _where(table(language), nouns(language)["places"], nouns(language)["people"])
    return dict(sorted(found, key=lambda one: len(one[1]), reverse=True))


def _where(data: Mapping[str, Any], places: frozenset[str], people: frozenset[str]) -> Iterator[tuple[str, str]]:
    """at the market; the word for "at" may come after the place, or be written together with it."""
    glued, after = data["grammar"]["places_glued"], data["grammar"]["title_after"]
    for place, at in product(sorted(places), data["markers"]["at"]):
        if place in people and at in data["markers"]["who_before"]:
            continue
        if after:
            yield fold(f"{place}{at}"), place
        else:
            yield fold(f"{at}{place}" if glued else f"{at} {place}"), place
