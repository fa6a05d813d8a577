"""The sheets of a form while they are put right, and what is told of it."""

from dataclasses import dataclass, field
from typing import Any

from bot.forms.errors import Problem
from bot.forms.xlsform.sheets import Sheets

Cells = dict[str, str]


@dataclass(slots=True)
class Repairs:
    """The sheets being put right, what was done, and what is only to be known."""

    sheets: Sheets
    book: dict[str, Any]
    done: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    external: set[str] = field(default_factory=set)  # lists that came from a sheet of their own

    def rows(self, sheet: str) -> list[Cells]:
        return self.book.get(sheet) or []

    def headings(self, sheet: str) -> list[str]:
        header = self.book.get(f"{sheet}_header")
        return list(header[0]) if header else []

    def cell(self, sheet: str, cells: Cells, column: str) -> str:
        return self.sheets.cell(sheet, cells, column)

    def put(self, sheet: str, cells: Cells, column: str, value: str) -> None:
        cells[self.sheets.heading(sheet, column)] = value

    def tell(self, sentence: str, sheet: str, at: int | None = None, column: str | None = None) -> None:
        self.done.append(self._problem(sentence, sheet, at, column))

    def warn(self, sentence: str, sheet: str, at: int | None = None, column: str | None = None) -> None:
        self.warnings.append(self._problem(sentence, sheet, at, column))

    def _problem(self, sentence: str, sheet: str, at: int | None, column: str | None) -> Problem:
        return Problem(sentence, sheet, 1 if at is None else self.sheets.row(sheet, at), column)

    def drop(self, sheet: str, heading: str) -> None:
        for cells in self.rows(sheet):
            cells.pop(heading, None)
        self.book[f"{sheet}_header"] = [{name: None for name in self.headings(sheet) if name != heading}]
