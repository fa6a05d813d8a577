"""What an announcement can ask: yes or no, one of some choices, or a short form; and how the answers are counted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

FEWEST, MOST, LONGEST = 2, 8, 40
# What a line of a list begins with.
DOTS = re.compile(r"^(?:[-–•*]+(?:\s+|$))+")


class Asks(StrEnum):
    """How it is answered. The value is what rows keep."""

    YES_NO = "yes_no"
    CHOICES = "choices"
    FORM = "form"


# Of a yes or no: its places.
YES, NO = 0, 1


class Kind(StrEnum):
    """What an announcement is to who gets it: on the first of each kind she is told what we never ask for."""

    PLAIN = "plain"
    QUESTION = "question"
    EMERGENCY = "emergency"

    @classmethod
    def of(cls, *, asks: bool, emergency: bool) -> "Kind":
        """What is urgent is urgent first of all."""
        return cls.EMERGENCY if emergency else cls.QUESTION if asks else cls.PLAIN


@dataclass(frozen=True, slots=True)
class Question:
    """What an announcement asks. `choices`: what is written on the buttons, by language, as many in each; `form`: the
    name of a form of the pack; `ends_on`: the last day on which it is answered; None: until it is stopped.
    """

    asks: Asks
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    form: str | None = None
    ends_on: date | None = None

    @property
    def places(self) -> int:
        """How many answers there are to choose from."""
        if self.asks is Asks.YES_NO:
            return NO + 1
        return len(next(iter(self.choices.values()), ()))

    def words(self, language: str, fallback: str) -> Sequence[str]:
        """The choices in a language, else in the one of who has none of its versions."""
        return self.choices.get(language) or self.choices.get(fallback) or next(iter(self.choices.values()), ())


class Amiss(StrEnum):
    """Why typed lines are no choices."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    ALIKE = "alike"
    NOT_AS_MANY = "not_as_many"


def read_choices(said: str, as_many_as: int | None = None) -> tuple[str, ...] | Amiss:
    """The choices that were typed, a line each; `as_many_as`: how many there are in another language."""
    lines = [" ".join(line.split()) for line in said.splitlines()]
    found = tuple(one for line in lines if (one := DOTS.sub("", line)))
    if as_many_as is not None and len(found) != as_many_as:
        return Amiss.NOT_AS_MANY
    if len(found) < FEWEST:
        return Amiss.TOO_FEW
    if len(found) > MOST:
        return Amiss.TOO_MANY
    if any(len(one) > LONGEST for one in found):
        return Amiss.TOO_LONG
    if len({one.casefold() for one in found}) < len(found):
        return Amiss.ALIKE
    return found


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement as those see it who get it. `areas`: whose office sends it; None: the programme's. `fallback`:
    the language of who has none of its versions. `gone`: it was stopped or taken back.
    """

    number: int
    programme: str
    author: int
    areas: Sequence[str] | None
    fallback: str
    emergency: bool
    question: Question | None
    gone: bool = False

    @property
    def kind(self) -> Kind:
        return Kind.of(asks=self.question is not None, emergency=self.emergency)

    @property
    def asks_form(self) -> bool:
        """It is answered by who makes a product: a form that was sent is of a business."""
        return self.question is not None and self.question.asks is Asks.FORM


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were asked, and how many said what: `each` by the place of a choice; a form has none.

    The law: the choices and those who have not answered are all who were asked.
    """

    asked: int
    answered: int
    each: tuple[int, ...] = ()

    @property
    def not_answered(self) -> int:
        return self.asked - self.answered
