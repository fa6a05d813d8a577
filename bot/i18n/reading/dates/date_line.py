"""A typed date cut into its parts: numbers in their order, a month's name, an era, and the other words."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from bot.i18n.language_data import language_table
from bot.i18n.languages import languages
from bot.i18n.locale import Calendar
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.dates.date_periods import Period, Piece, period
from bot.i18n.reading.dates.date_words import DateWord, Role, date_vocabulary, near_name
from bot.i18n.reading.dates.day_numbers import in_figures
from bot.i18n.reading.lexer import prepared, tokens
from bot.i18n.scripts import any_of

HARMLESS = frozenset(".,!?;:()[]\"'-/|")
COMPACT = re.compile(r"(?<!\d)((?:19|20|25)\d{2})(\d{2})(\d{2})(?!\d)")


@dataclass(slots=True)
class Line:
    """The parts of a typed date."""

    numbers: list[str] = field(default_factory=list)
    words: list[DateWord] = field(default_factory=list)
    month: tuple[Calendar, int] | None = None
    era: Calendar | None = None
    dotted: bool = False  # 24.11.2026: with dots the day always comes first
    left_over: bool = False
    pieces: list[Piece] = field(default_factory=list)  # numbers and words in their order

    def said(self, unit: Role) -> Period | None:
        return period(self.pieces, unit)

    def outside(self, said: Period) -> list[str]:
        """The numbers that do not say that period."""
        rest = (*self.pieces[: said.start], *self.pieces[said.end :])
        return [piece.number for piece in rest if piece.number]

    @property
    def counted(self) -> bool:
        """A number was said, in digits or words."""
        return bool(self.numbers) or self.has(Role.COUNT)

    def first(self, role: Role) -> DateWord | None:
        return next((word for word in self.words if role in word.roles), None)

    def has(self, *roles: Role) -> bool:
        return any(word.roles & set(roles) for word in self.words)


@dataclass(slots=True)
class Outcome:
    """The days a line can mean. `sure` is False where it is not exact ("last week"); `shaped`: it looks like a date."""

    days: list[date] = field(default_factory=list)
    sure: bool = True
    shaped: bool = False


def cut(text: str, language: str) -> Line:
    """The parts of `text`; a time of day is dropped, a misspelt month or weekday understood."""
    line = Line()
    plain = COMPACT.sub(r"\1-\2-\3", _clock_time().sub(" ", in_figures(prepared(text), language)))
    marks, after = day_marks(language)
    before = ""
    for token in tokens(plain, date_vocabulary(language)):
        if token.text in after and line.pieces and line.pieces[-1].number:
            line.pieces[-1] = replace(line.pieces[-1], marked=True)
        if token.numeral:
            _add_numbers(line, re.findall(r"\d+", token.text), marked=before in marks)
            line.dotted = line.dotted or token.text.count(".") == 2
        elif token.kind is not None:
            _add_word(line, token.kind)
        elif token.text not in HARMLESS:
            near = near_name(token.text, language)
            if near is None:
                line.left_over = True
            else:
                _add_word(line, near)
        before = token.text
    return line


def _add_numbers(line: Line, numbers: list[str], *, marked: bool) -> None:
    line.numbers += numbers
    line.pieces += (Piece(number, marked=marked) for number in numbers)


@cache
def day_marks(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """What says before a number, and after it, that it is a day."""
    words, endings = language_table(language)["dates"]["words"], language_table(language)["numbers"]["ordinal_endings"]
    return frozenset(map(fold, words["before_day"])), frozenset(map(fold, (*words["after_day"], *endings)))


@cache
def day_words(language: str) -> frozenset[str]:
    """What says after a number that it is a day of a month, and no other number."""
    return frozenset(map(fold, language_table(language)["dates"]["words"]["after_day"]))


@cache
def _clock_time() -> re.Pattern[str]:
    halves = any_of(word for language in languages() for word in language_table(language)["times"]["halves_written"])
    return re.compile(rf"\b\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?(?:{halves})\b)?")


def _add_word(line: Line, word: DateWord) -> None:
    if Role.MONTH_NAME in word.roles and line.month is None:
        line.month = word.month
    elif Role.ERA in word.roles:
        line.era = word.era
    elif word.roles != {Role.FILLER}:
        line.words.append(word)
    if word.roles != {Role.FILLER}:
        line.pieces.append(Piece(word=word))
