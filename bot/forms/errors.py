"""What can go wrong with a form or an answer, in sentences that a person can act on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in a form; sheet, row (counted from 1) and column where they are known."""

    sentence: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = ", ".join(
            f"{word} {value}"
            for word, value in (("sheet", self.sheet), ("row", self.row), ("column", self.column))
            if value is not None
        )
        return f"{place}: {self.sentence}" if place else self.sentence


class FormError(Exception):
    """The form cannot be used; `problems` holds every reason that was found, never empty."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type["FormError"], tuple[Sequence[Problem]]]:
        """Forms are checked in a process of their own: what is wrong has to find its way back."""
        return FormError, (self.problems,)


class ExpressionError(ValueError):
    """An expression cannot be read or uses what this engine does not know; the message says which part."""


class Reason(StrEnum):
    """Why an answer was not taken."""

    TYPE = "type"
    CHOICE = "choice"
    CONSTRAINT = "constraint"
    REQUIRED = "required"


class Refused(Exception):
    """An answer was not taken. `message` is the form's own sentence in the session's language, or None where it has
    none.
    """

    def __init__(self, reason: Reason, message: str | None = None) -> None:
        super().__init__(message or reason.value)
        self.reason = reason
        self.message = message
