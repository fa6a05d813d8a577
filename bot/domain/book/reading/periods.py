"""A year, a month or a week that a line says in words: beside a day it belongs to it, alone it says no day."""

from collections.abc import Sequence
from functools import cache

from bot.domain.book.reading.numbers.placed import Placed, placed
from bot.i18n.language_data import language_table
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.dates.date_line import day_marks, day_words
from bot.i18n.reading.dates.date_periods import Period, Piece, period
from bot.i18n.reading.dates.date_words import DateWord, Role, date_vocabulary

Tokens = Sequence[Placed[DateWord]]
Span = tuple[int, int]
SMALL = frozenset({Role.FILLER, Role.IN})
FAR = 4  # words from the part of a month to its name


def with_period(line: Tokens, span: Span | None, unit: Role, language: str) -> Span | None:
    """The day with the year or the month that is said beside it: 5 June last year."""
    said = _said(line, unit, language)
    if span is None or said is None:
        return span
    between = line[span[1] : said.start] if said.start >= span[1] else line[said.end : span[0]]
    return (min(span[0], said.start), max(span[1], said.end)) if all(map(_is_small, between)) else span


def day_of_month(line: Tokens, language: str) -> Span | None:
    """The 5th of last month: a number that is said to be a day, and a month."""
    pieces = _pieces(line, language)
    for at, piece in enumerate(pieces):
        if piece.marked and 1 <= int(piece.number) <= 32:
            span = _with_marks(line, at, language)
            found = with_period(line, span, Role.MONTH, language)
            if found != span:
                return found
    return None


def day_said(line: Tokens, at: int, language: str) -> Span | None:
    """A number with a word after it that says a day of a month, whatever month."""
    after = line[at + 1] if at + 1 < len(line) else None
    is_day = (
        line[at].text.isdigit()
        and 1 <= int(line[at].text) <= 32
        and after is not None
        and after.text in day_words(language)
    )
    return (at, at + 2) if is_day else None


def part_of_month(line: Tokens, at: int) -> Span | None:
    """The end of October, and where the month stands first; the end of last month."""
    if not _says(line[at], Role.PART, Role.MONTH_NAME):
        return None
    other = Role.MONTH_NAME if _says(line[at], Role.PART) else Role.PART
    for end in range(at + 1, min(at + FAR, len(line))):
        if _says(line[end], other) or (other is Role.MONTH_NAME and _says(line[end], Role.LAST)):
            return at, end + 2 if end + 1 < len(line) and _says(line[end + 1], Role.MONTH) else end + 1
        if not (_is_small(line[end]) or line[end].glued or _says(line[end], Role.MONTH)):
            return None
    return None


def with_number(line: Tokens, span: Span, language: str) -> Span:
    """A weekday with the day of the month that follows it: Sunday 22nd."""
    before, after = day_marks(language)
    before |= _ordinal_before(language)
    at, marked = span[1], False
    while at < len(line) and (line[at].text in before or _is_small(line[at])):
        at, marked = at + 1, marked or line[at].text in before
    if at >= len(line) or not line[at].text.isdigit() or not 1 <= int(line[at].text) <= 32:
        return span
    if at + 1 < len(line) and line[at + 1].text in after:
        return span[0], at + 2
    return (span[0], at + 1) if marked else span


@cache
def _ordinal_before(language: str) -> frozenset[str]:
    return frozenset(map(fold, language_table(language)["numbers"]["ordinal_before"]))


def without_period(line: str, language: str) -> tuple[str, bool]:
    """The line without "last week", "this year", "lately", and whether it had one: it says no day."""
    tokens = placed(line, date_vocabulary(language))
    found = [span for unit in (Role.YEAR, Role.MONTH, Role.WEEK) if (span := _span(_said(tokens, unit, language)))]
    found += [(at, at + 1) for at, token in enumerate(tokens) if _says(token, Role.LATELY)]
    found += [span for at in range(len(tokens)) if (span := _month_alone(tokens, at))]
    if not found:
        return line, False
    start, end = min(found)
    while end < len(tokens) and tokens[end].glued and _is_small(tokens[end]):
        end += 1  # of last month
    return f"{line[: tokens[start].start]} , {line[tokens[end - 1].end :]}", True


def _span(said: Period | None) -> Span | None:
    return (said.start, said.end) if said else None


def _month_alone(line: Tokens, at: int) -> Span | None:
    """In October, the month of October: a name alone may be any word."""
    if not _says(line[at], Role.MONTH_NAME):
        return None
    before = line[at - 1] if at else None
    after = line[at + 1] if at + 1 < len(line) else None
    if before is not None and _says(before, Role.IN, Role.MONTH):
        return at - 1, at + 1
    if after is not None and (_says(after, Role.MONTH) or (after.glued and _is_small(after))):
        return at, at + 2
    return None


def _said(line: Tokens, unit: Role, language: str) -> Period | None:
    return period(_pieces(line, language), unit)


def _pieces(line: Tokens, language: str) -> list[Piece]:
    before, after = day_marks(language)
    found: list[Piece] = []
    for at, token in enumerate(line):
        earlier, later = line[at - 1].text if at else "", line[at + 1].text if at + 1 < len(line) else ""
        marked = token.numeral and (earlier in before or later in after)
        number = token.text if token.numeral and token.text.isdigit() else ""
        found.append(Piece(number, token.kind or DateWord(), bool(marked and number)))
    return found


def _with_marks(line: Tokens, at: int, language: str) -> Span:
    before, after = day_marks(language)
    start = at - 1 if at and line[at - 1].text in before else at
    return start, at + 2 if at + 1 < len(line) and line[at + 1].text in after else at + 1


def _is_small(token: Placed[DateWord]) -> bool:
    return token.text == "," or _says(token, *SMALL)


def _says(token: Placed[DateWord], *roles: Role) -> bool:
    return token.kind is not None and bool(token.kind.roles & set(roles))
