"""What comes of a leader's message: a row for each member, the most doubtful first, and what was not understood."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

# One a column, in the order of the form; None where nothing was said of it.
Figures: TypeAlias = tuple[Decimal | None, ...]


class Said(StrEnum):
    """What was said of a member. DASH: a sign that means absent or nothing, and this leader was not asked which."""

    FIGURES = "figures"
    NOTHING = "nothing"
    ABSENT = "absent"
    DASH = "dash"


class State(StrEnum):
    """How sure a row is, the most doubtful first."""

    UNKNOWN = "unknown"  # nobody of that name, or one too near to another
    WHICH = "which"  # several have that name
    UNREADABLE = "unreadable"  # the figure is not sure, or there is none
    TWICE = "twice"  # two figures, and no word says which one counts
    FAR = "far"  # many times what she usually says, or a small part of it
    DASH = "dash"
    MISSING = "missing"  # not mentioned
    CLEAR = "clear"


ORDER = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class Row:
    """`members`: whose row it is; several, likeliest first, where that is to be asked; of UNKNOWN the nearest, or none.

    `choices`: figures that it may be, likeliest first, where they are not sure. `name`: the name as it was typed, where
    it says nobody for certain. `typed`: the lines that say a doubtful row.
    """

    state: State
    members: tuple[int, ...]
    said: Said | None = None
    figures: Figures = ()
    choices: tuple[Figures, ...] = ()
    name: str = ""
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """`month`: its first day; `column`: the key of the one that the whole report is about."""

    month: date | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`others`: what was said of all who are not named, which is asked; `words`: what was not understood."""

    rows: tuple[Row, ...]
    head: Head = Head()
    others: Said | None = None
    words: tuple[str, ...] = ()

    @property
    def asks_dash(self) -> bool:
        """Whether she has to be asked, once, what "-" means."""
        return self.others is Said.DASH or any(row.said is Said.DASH for row in self.rows)
