"""A year or a month that is said in words beside a day: last year, two months ago, this month."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.i18n.reading.dates.date_words import DateWord, Role

# How many on from this one.
STEPS = ((Role.LAST, -1), (Role.THIS, 0), (Role.NEXT, 1))
MOST_YEARS = 110
NO_WORD = DateWord()


@dataclass(frozen=True, slots=True)
class Piece:
    """A number of a date, or a word of it; `marked`: what stands beside the number says that it is a day."""

    number: str = ""
    word: DateWord = NO_WORD
    marked: bool = False

    def says(self, *roles: Role) -> bool:
        return bool(self.word.roles & set(roles))

    @property
    def count(self) -> int:
        """How many, where it may be said of years or months; 0 for a day and for no number."""
        if self.number:
            return int(self.number) if len(self.number) <= 2 and not self.marked else 0
        return self.word.count if self.says(Role.COUNT) else 0


@dataclass(frozen=True, slots=True)
class Period:
    """A year or a month so many `steps` from this one, and the pieces that say it: from `start` to `end`."""

    unit: Role
    steps: int
    start: int
    end: int


def period(pieces: Sequence[Piece], unit: Role) -> Period | None:
    """The first year or month that is said so; None where only its number is, or nothing."""
    for at, piece in enumerate(pieces):
        if unit is Role.YEAR and piece.says(Role.YEARS):
            after = at + 1 < len(pieces) and pieces[at + 1].says(Role.YEAR)
            return Period(unit, piece.word.offset, at, at + 1 + after)
        if piece.says(unit) and (found := _counted(pieces, at, unit) or _next_to(pieces, at, unit)):
            return found
    return None


def _counted(pieces: Sequence[Piece], at: int, unit: Role) -> Period | None:
    """Two years ago; where the noun comes first, years two ago."""
    for number, after in ((at - 1, at + 1), (at + 1, at + 2)):
        if not (0 <= number < len(pieces) and after < len(pieces)) or not pieces[number].count:
            continue
        way = -1 if pieces[after].says(Role.AGO) else 1 if pieces[after].says(Role.HENCE) else 0
        if way and pieces[number].count <= MOST_YEARS:
            return Period(unit, way * pieces[number].count, min(number, at), after + 1)
    return None


def _next_to(pieces: Sequence[Piece], at: int, unit: Role) -> Period | None:
    """Last year, or year last; a phrase may say both."""
    for beside in (at - 1, at + 1, at):
        if 0 <= beside < len(pieces):
            for role, steps in STEPS:
                if pieces[beside].says(role):
                    return Period(unit, steps, min(at, beside), max(at, beside) + 1)
    return None
