"""The words of a report, as a vocabulary for the lexer: of the languages' folders, of the form, of the roster."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from bot.domain.groups.report.roster import Column
from bot.i18n.language_data import language_order, language_table
from bot.i18n.languages import SOURCE, language_file
from bot.i18n.locale import Calendar
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.dates.date_words import Role, date_vocabulary
from bot.i18n.reading.lexer import Phrase, Vocabulary, prepared
from bot.i18n.reading.numbers.number_words import Kind as Number
from bot.i18n.reading.numbers.number_words import number_vocabulary


class Kind(StrEnum):
    """What a piece of a line is: a word of the vocabulary, or one of the last, which no list has."""

    NAME = "name"
    ABSENT = "absent"
    NOTHING = "nothing"
    EACH = "each"
    OTHERS = "others"
    CORRECTS = "corrects"
    CARD = "card"
    UNSURE = "unsure"
    TOTAL = "total"
    HEAD = "heads"
    AROUND = "around"
    TITLE = "title"
    AND = "and"
    COLUMN = "column"
    MONTH = "month"
    NUMBER = "number"
    UNIT = "unit"
    CURRENCY = "currency"
    NUMERAL = "numeral"
    SPOKEN = "spoken"  # a figure with words in it
    DASH = "dash"
    COMMA = "comma"
    STOP = "stop"
    ASKS = "asks"
    SIGN = "sign"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True)
class Word:
    """`value`: the key of a column or a unit, a currency, how many months back, or what a word of correction denies.

    `card`: it may also stand before the number of a card. `month`: which one, also of a name that is one.
    """

    kind: Kind
    value: str = ""
    card: bool = False
    month: tuple[Calendar, int] | None = None
    number: Number | None = None


# The first list that has a word decides what it is.
LISTS = (
    Kind.ABSENT,
    Kind.NOTHING,
    Kind.EACH,
    Kind.OTHERS,
    Kind.CORRECTS,
    Kind.CARD,
    Kind.UNSURE,
    Kind.TOTAL,
    Kind.HEAD,
)
# Words of correction that say of a figure beside them, after them or before, that it does not count.
DENIES_AFTER, DENIES_BEFORE = "not_what_follows", "not_what_was_said"
MONTHS_BACK = (("month_before", "1"), ("this_month", "0"))
# Those that say the same in whoever's message: people mix languages.
MIXED = (Kind.ABSENT, Kind.NOTHING, Kind.EACH, Kind.OTHERS)
COUNTING = frozenset(
    {Number.COUNT, Number.SCALE, Number.SCALE_BEFORE, Number.BEFORE, Number.FRACTION, Number.AFTER, Number.POINT}
)
OF_NUMBERS = {
    Number.AND: Kind.AND,
    Number.UNIT: Kind.UNIT,
    Number.CURRENCY: Kind.CURRENCY,
    Number.RANGE: Kind.UNSURE,
    Number.NEGATIVE: Kind.UNSURE,
    Number.ABOUT: Kind.UNSURE,
    Number.MINOR: Kind.NUMBER,
    Number.ONE: Kind.AROUND,
}


@lru_cache(maxsize=16)
def vocabulary(language: str, columns: tuple[Column, ...]) -> Mapping[str, Phrase[Word]]:
    """All that may stand around names, the reader's own language first."""
    found: dict[str, Phrase[Word]] = {}
    own = (*_of_columns(columns), *_of_language(language))
    for text, word in (*own, *_of_others(language), *_of_numbers(language), *_of_source()):
        if text:
            found.setdefault(text, Phrase(word))
    return found


def with_names(base: Mapping[str, Phrase[Word]], names: Iterable[str]) -> Vocabulary[Word]:
    """Names come first: one that is a word too is a name, and keeps the month that it may be."""
    found = dict(base)
    for name in names:
        month = base[name].kind.month if name in base else None
        found[name] = Phrase(Word(Kind.NAME, month=month))
    return Vocabulary.of(found)


def _of_columns(columns: Sequence[Column]) -> Iterator[tuple[str, Word]]:
    yield from ((prepared(word), Word(Kind.COLUMN, column.key)) for column in columns for word in column.words)


def _of_language(language: str) -> Iterator[tuple[str, Word]]:
    table = language_file(language, "groups")
    cards = {prepared(word) for word in table[Kind.CARD]}
    for kind in LISTS:
        words = map(prepared, table[kind])
        yield from ((word, Word(kind, card=word in cards)) for word in words)
    for denies in (DENIES_AFTER, DENIES_BEFORE):
        yield from ((prepared(word), Word(Kind.CORRECTS, denies)) for word in table[denies])
    for key, back in MONTHS_BACK:
        yield from ((prepared(word), Word(Kind.MONTH, back)) for word in table[key])
    yield from _months(language)
    yield from ((word, Word(Kind.TITLE)) for word in titles(language))
    yield from ((prepared(word), Word(Kind.AROUND)) for word in table[Kind.AROUND])


@cache
def titles(language: str) -> frozenset[str]:
    """What stands before or after a name and is no part of it."""
    nouns = language_file(language, "nouns")["titles"].split(",")
    words = (*language_table(language)["names"]["titles"], *nouns)
    return frozenset(filter(None, map(prepared, words)))


@cache
def endings(language: str) -> tuple[str, ...]:
    """What is written on to a name, the longest first."""
    return tuple(sorted(map(fold, language_file(language, "groups")["endings"]), key=len, reverse=True))


def _months(language: str) -> Iterator[tuple[str, Word]]:
    for text, phrase in date_vocabulary(language).phrases.items():
        if Role.MONTH_NAME in phrase.kind.roles:
            yield text, Word(Kind.MONTH, month=phrase.kind.month)


def _of_numbers(language: str) -> Iterator[tuple[str, Word]]:
    units = unit_keys(language)
    for text, phrase in number_vocabulary(language).phrases.items():
        if phrase.kind in COUNTING and phrase.language not in (language, SOURCE, ""):
            continue  # a word of a third language is sooner a name
        kind = Kind.NUMBER if phrase.kind in COUNTING else OF_NUMBERS.get(phrase.kind)
        if kind is Kind.UNIT:
            yield text, Word(Kind.UNIT, units.get(text, ""))
        elif kind is not None:
            yield text, Word(kind, str(phrase.value or ""), number=phrase.kind)
    yield from ((text, Word(Kind.UNIT, key)) for text, key in units.items())


@cache
def unit_keys(language: str) -> Mapping[str, str]:
    """The key of a unit by its words, the reader's own language first."""
    found: dict[str, str] = {}
    for code in language_order(language):
        for key, words in language_file(code, "book")["units"].items():
            for word in words:
                found.setdefault(fold(word), key)
    return found


def _of_source() -> Iterator[tuple[str, Word]]:
    yield from (item for item in _of_language(SOURCE) if len(item[0]) > 1)


def _of_others(language: str) -> Iterator[tuple[str, Word]]:
    for code in language_order(language):
        table = language_file(code, "groups")
        yield from ((prepared(word), Word(kind)) for kind in MIXED for word in table[kind])
