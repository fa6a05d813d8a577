"""The words that go with dates, as a vocabulary for the lexer: months, weekdays, today, ago, eras."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from bot.i18n.language_data import language_order, language_table
from bot.i18n.locale import Calendar
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.lexer import Phrase, Vocabulary


class Role(StrEnum):
    MONTH_NAME = "month name"
    WEEKDAY = "weekday"
    RELATIVE = "relative"  # today, yesterday
    LAST = "last"
    THIS = "this"
    NEXT = "next"
    AGO = "ago"
    HENCE = "hence"
    IN = "in"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    FILLER = "filler"
    ERA = "era"
    COUNT = "count"
    LATELY = "lately"  # some day not long ago
    PART = "part of a month"  # its begin, its middle, its end: from which day on
    YEARS = "years"  # a year from this one on, in one word


@dataclass(frozen=True, slots=True)
class DateWord:
    """All that a word can be in a date: one may be Sunday and a week."""

    roles: frozenset[Role] = frozenset()
    month: tuple[Calendar, int] | None = None
    weekday: int = 0  # Monday is 0
    offset: int = 0  # days from today, or years from this one
    era: Calendar = Calendar.GREGORIAN
    count: int = 0


NEAR_NAME = 84.0  # likeness of a misspelt name, 0 to 100
ROLES = (
    Role.LAST,
    Role.THIS,
    Role.NEXT,
    Role.AGO,
    Role.HENCE,
    Role.IN,
    Role.DAY,
    Role.WEEK,
    Role.MONTH,
    Role.YEAR,
    Role.LATELY,
    Role.FILLER,
)
ERAS = (("buddhist", Calendar.BUDDHIST), ("christian", Calendar.GREGORIAN), ("bikram_sambat", Calendar.BIKRAM_SAMBAT))


@cache
def date_vocabulary(language: str) -> Vocabulary[DateWord]:
    """All that may stand in a date, the reader's own language first; within a language a word keeps all its roles."""
    found: dict[str, DateWord] = {}
    for code in language_order(language):
        own: dict[str, DateWord] = {}
        for word, meaning in _of_language(language_table(code)):
            own[word] = _merged(own[word], meaning) if word in own else meaning
        found = own | found
    return Vocabulary.of({word: Phrase(meaning) for word, meaning in found.items()})


def near_name(word: str, language: str) -> DateWord | None:
    """The month or weekday that a misspelt word of five letters or more is near to; None when near to two or none."""
    if len(word) < 5:
        return None
    names = _names(language)
    scored = process.extract(word, list(names), scorer=fuzz.ratio, limit=8, score_cutoff=NEAR_NAME)
    meanings = {(names[name].month, names[name].weekday) for name, _, _ in scored}
    return names[scored[0][0]] if len(meanings) == 1 else None


@cache
def _names(language: str) -> Mapping[str, DateWord]:
    named = {Role.MONTH_NAME, Role.WEEKDAY}
    phrases = date_vocabulary(language).phrases
    return {word: phrase.kind for word, phrase in phrases.items() if phrase.kind.roles & named and len(word) > 3}


def _merged(first: DateWord, second: DateWord) -> DateWord:
    """The first meaning with the roles of both, and what the second alone knows."""
    known = first
    for role, name in (
        (Role.MONTH_NAME, "month"),
        (Role.WEEKDAY, "weekday"),
        (Role.RELATIVE, "offset"),
        (Role.YEARS, "offset"),
        (Role.PART, "offset"),
        (Role.ERA, "era"),
        (Role.COUNT, "count"),
    ):
        if role in second.roles and role not in first.roles:
            known = replace(known, **{name: getattr(second, name)})
    return replace(known, roles=first.roles | second.roles)


def _of_language(table: Mapping[str, Any]) -> Iterable[tuple[str, DateWord]]:
    words = table["dates"]["words"]
    for calendar, months in table["months"].items():
        for number, names in enumerate(zip(months["wide"], months["short"], months["also"], strict=True), start=1):
            meaning = DateWord(frozenset({Role.MONTH_NAME}), month=(Calendar(calendar), number))
            yield from ((word, meaning) for word in _folded((names[0], names[1], *names[2])))
    for number, names in enumerate(
        zip(table["weekdays"]["wide"], table["weekdays"]["short"], table["weekdays"]["also"], strict=True)
    ):
        meaning = DateWord(frozenset({Role.WEEKDAY}), weekday=number)
        yield from ((word, meaning) for word in _folded((names[0], names[1], *names[2])))
    for offset, names in words["relative"].items():
        yield from ((word, DateWord(frozenset({Role.RELATIVE}), offset=int(offset))) for word in _folded(names))
    for offset, names in words["years"].items():
        yield from ((word, DateWord(frozenset({Role.YEARS}), offset=int(offset))) for word in _folded(names))
    for day, names in words["parts_of_month"].items():
        yield from ((word, DateWord(frozenset({Role.PART}), offset=int(day))) for word in _folded(names))
    for role in ROLES:
        yield from ((word, DateWord(frozenset({role}))) for word in _folded(words[role]))
    yield from ((word, DateWord(frozenset({Role.FILLER}))) for word in _folded(table["numbers"]["about"]))
    for key, era in ERAS:
        yield from ((word, DateWord(frozenset({Role.ERA}), era=era)) for word in _folded(words[key]))
    yield from ((word, DateWord(frozenset({Role.COUNT}), count=1)) for word in map(fold, table["numbers"]["one"]))
    for value, names in table["numbers"]["words"].items():
        yield from ((word, DateWord(frozenset({Role.COUNT}), count=int(value))) for word in _folded(names))


def _folded(names: Iterable[str]) -> list[str]:
    """Abbreviations of one letter are written but not read: they would match inside other words."""
    return [word for word in map(fold, names) if len(word) > 1]
