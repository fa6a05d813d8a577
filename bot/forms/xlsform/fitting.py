"""Answers made from what a constraint says: patterns, lengths, bounds, words, days, and what was answered before."""

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from bot.forms.errors import ExpressionError
from bot.forms.xform.model import Kind
from bot.forms.xpath import regex_syntax as syntax

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_PATTERN = re.compile(r"regex\(\s*[^,]+,\s*\(?\s*(?:'([^']*)'|\"([^\"]*)\")")
_LENGTH = re.compile(r"string-length\([^()]*\)\s*[<>!=]+\s*(\d+)")
_LETTERS = "0123456789abcxyzABCXYZ@._- +/:,'()#"
_DAYS = (0, 1, -1, 7, -7, 31, -31, 400, -400, -20 * 365, -40 * 365)
_LONGEST = 2_000
_FAR = 1e9


def fitting(source: str, kind: Kind, known: Sequence[str], today: date, chance: random.Random) -> list[str]:
    """Answers that a constraint may take; `known`: what the questions that it looks at hold."""
    if kind in (Kind.INTEGER, Kind.DECIMAL, Kind.RANGE):
        return list(_numbers(source, known, today, whole=kind is Kind.INTEGER))
    if kind in (Kind.DATE, Kind.DATETIME):
        return list(_days(source, known, today, "T08:30:00.000Z" if kind is Kind.DATETIME else ""))
    if kind in (Kind.TEXT, Kind.BARCODE):
        return list(dict.fromkeys(_texts(source, known, today, chance)))
    return []


def _numbers(source: str, known: Sequence[str], today: date, *, whole: bool) -> Iterator[str]:
    written = [*_NUMBER.findall(source), *(one for value in known for one in _NUMBER.findall(value)), str(today.year)]
    found = sorted({float(one) for one in written if float(one) < _FAR})
    lengths = (10.0 ** (int(length) - 1) for length in _LENGTH.findall(source) if 0 < int(length) < 16)
    between = ((one + other) / 2 for one, other in pairwise(found))
    for value in (*found, *between, *lengths, sum(found)):
        for step in (0, 1, -1, 0.1, -0.1, 5):
            for sign in (1, -1):
                number = (value + step) * sign
                yield f"{number:.0f}" if whole else f"{number:.2f}".rstrip("0").rstrip(".")


def _days(source: str, known: Sequence[str], today: date, end: str) -> Iterator[str]:
    written = [one or other for one, other in _WORD.findall(source)]
    beginnings = [today, *(day for one in (*written, *known) if (day := _day(one)) is not None)]
    for beginning in beginnings:
        for days in _DAYS:
            yield f"{(beginning + timedelta(days)).isoformat()}{end}"


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def _texts(source: str, known: Sequence[str], today: date, chance: random.Random) -> Iterator[str]:
    for one, other in _PATTERN.findall(source):
        for _ in range(12):
            yield _matching(one or other, chance)
    for one, other in _WORD.findall(source):
        yield from (one or other, (one or other).upper())
    yield from known
    for length in (int(one) + step for one in _LENGTH.findall(source) for step in (0, 1, -1)):
        yield from ("a" * min(length, _LONGEST), "7" * min(length, _LONGEST), "A" * min(length, _LONGEST))
    yield from _numbers(source, known, today, whole=True)


def _matching(pattern: str, chance: random.Random) -> str:
    """A text that a pattern takes, but for what it only looks ahead to; '' for what is no pattern."""
    try:
        return "".join(_written(syntax.read_pattern(pattern), chance))[:_LONGEST]
    except ExpressionError:
        return ""


def _written(item: syntax.Item, chance: random.Random) -> Iterator[str]:
    match item:
        case syntax.Letter(test):
            fits = [letter for letter in _LETTERS if test(letter)]
            yield chance.choice(fits) if fits else next((one for one in map(chr, range(0x3000)) if test(one)), "")
        case syntax.Row(items):
            for one in items:
                yield from _written(one, chance)
        case syntax.Either(ways):
            yield from _written(chance.choice(ways), chance)
        case syntax.Repeat(inner, fewest, most):
            times = chance.randint(fewest, fewest + 3 if most is None else min(most, fewest + 3))
            for _ in range(min(times, _LONGEST)):
                yield from _written(inner, chance)
