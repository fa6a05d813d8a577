"""What is wrong with a pack: where it is, and a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.problems import NotPossible


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. `row` is the line of the file, from 1; `column` a table's heading or a setting's name."""

    file: str
    row: int | None
    column: str | None
    sentence: str

    def __str__(self) -> str:
        row = "" if self.row is None else f", row {self.row}"
        column = "" if self.column is None else f", {self.column}"
        return f"{self.file}{row}{column}: {self.sentence}"


class PackError(NotPossible):
    """A pack that cannot be used; `problems` has every reason that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Report:
    """The problems found so far in one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, sentence: str, row: int | None = None, column: str | None = None) -> None:
        self.problems.append(Problem(self.file, row, column, sentence))
