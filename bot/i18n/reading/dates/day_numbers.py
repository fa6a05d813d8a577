"""Days of a month said in words, as figures: "the fifth of June", and any number beside a mark that it is a day."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache

from bot.i18n.language_data import language_order, language_table
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.dates.date_words import Role, date_vocabulary
from bot.i18n.reading.lexer import tokens
from bot.i18n.reading.numbers.number_words import Kind, number_vocabulary
from bot.i18n.reading.numbers.quantities import Piece, quantity
from bot.i18n.scripts import any_of, is_spaceless

LAST_DAY = 32  # of a month, in any calendar
COUNTING = frozenset({Kind.COUNT, Kind.SCALE})
WHICH = (Role.LAST, Role.THIS, Role.NEXT)


def in_figures(line: str, language: str, before: Collection[str] = ()) -> str:
    """A prepared line with such days as figures; `before`: more phrases after which an ordinal is a day: "on the"."""
    for code in language_order(language):
        line = _ordinals_in_figures(line, code, before) if _ordinals(code) else line
        words = language_table(code)["dates"]["words"]
        for mark in filter(is_spaceless, map(fold, words["before_day"])):
            line = _counted_after(line, mark, language)  # with spaces such a mark stands before prices, too
        if words["after_day"]:
            line = _counted_before(code).sub(lambda match: _counts(language)[match[1]], line)
    return line


def _ordinals_in_figures(line: str, code: str, before: Collection[str]) -> str:
    """Beside a month, after "on the", or alone: "second hand" is no day."""
    ending = language_table(code)["numbers"]["ordinal_endings"][-1]

    def figure(match: re.Match[str]) -> str:
        back, ahead = line[: match.start()], line[match.end() :]
        alone = not _small_words(code).sub(" ", f" {back} {ahead} ").strip()
        lead = any(back.rstrip().endswith(f" {one}") or back.strip() == one for one in before)
        is_day = alone or lead or _month_after(code).match(ahead) or _month_before(code).search(back)
        return f"{_ordinals(code)[match[0].replace('-', ' ')]}{ending}" if is_day else match[0]

    return _ordinal(code).sub(figure, line)


@cache
def _ordinals(code: str) -> Mapping[str, int]:
    """What the days of a month are called, with their numbers."""
    names = language_table(code)["dates"]["words"]["ordinals"]
    return {fold(name): number for number, name in enumerate(names, start=1)}


@cache
def _ordinal(code: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(_ordinals(code)).replace(' ', '[ -]').replace(chr(92) + '[', '[')})\b")


def _said(code: str, *roles: Role) -> str:
    phrases = date_vocabulary(code).phrases
    return any_of(text for text, phrase in phrases.items() if phrase.kind.roles & set(roles))


@cache
def _small_words(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_said(code, Role.FILLER)}|[.,!?])(?!\w)")


@cache
def _month_after(code: str) -> re.Pattern[str]:
    month = rf"{_said(code, Role.MONTH_NAME)}|(?:{_said(code, *WHICH)})\s+(?:{_said(code, Role.MONTH)})"
    return re.compile(rf"\s+(?:(?:{_said(code, Role.FILLER)})\s+)*(?:{month})(?!\w)")


@cache
def _month_before(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_said(code, Role.MONTH_NAME)})\s+(?:(?:{_said(code, Role.FILLER)})\s+)*$")


def _counted_after(line: str, mark: str, language: str) -> str:
    """The number in words that follows a mark, as a figure."""
    head, found, rest = line.partition(mark)
    if not found:
        return line
    pieces, length, start = list[Piece](), 0, len(rest) - len(rest.lstrip())
    for token in tokens(rest, number_vocabulary(language)):
        phrase, together = token.phrase, rest[start + length :].startswith(token.text)
        if not together or phrase is None or phrase.kind not in COUNTING or not isinstance(phrase.value, Decimal):
            break
        pieces.append(Piece(phrase.kind, token.text, phrase.value, phrase.language))
        length += len(token.text)
    values, taken = quantity(pieces) if pieces else ((), 0)
    if len(values) != 1 or taken != len(pieces) or not 1 <= values[0] <= LAST_DAY:
        return line
    return f"{head}{found}{rest[:start]}{values[0]:f} {rest[start + length :]}"


@cache
def _counts(language: str) -> Mapping[str, str]:
    phrases = number_vocabulary(language).phrases
    counts = {text: int(phrase.value) for text, phrase in phrases.items() if phrase.kind is Kind.COUNT and phrase.value}
    return {text: str(value) for text, value in counts.items() if 1 <= value <= LAST_DAY}


@cache
def _counted_before(code: str) -> re.Pattern[str]:
    marks = any_of(map(fold, language_table(code)["dates"]["words"]["after_day"]))
    return re.compile(rf"(?<![^\W\d_])({any_of(_counts(code))})(?=\s*(?:{marks})(?![^\W\d_]))")
