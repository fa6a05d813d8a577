"""The sheets of a form written as Markdown tables, with the line of each row: so that a problem says where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class SheetRow:
    row: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Sheet:
    """`row` is the line of the headings."""

    row: int = 1
    headings: tuple[str, ...] = ()
    rows: list[SheetRow] = field(default_factory=list)

    def named(self, name: str) -> SheetRow | None:
        return next((row for row in self.rows if row.get("name") == name), None)


def read_sheets(text: str) -> Mapping[str, Sheet]:
    """survey, choices, settings … A line `| survey |` begins a sheet; the next one has its headings."""
    sheets: dict[str, Sheet] = {}
    sheet = Sheet()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("|"):
            continue
        cells = _cells(line.strip())
        if cells[0]:
            sheet = sheets.setdefault(cells[0], Sheet())
        elif not sheet.headings:
            sheet.row, sheet.headings = number, tuple(cells[1:])
        else:
            sheet.rows.append(SheetRow(number, dict(zip(sheet.headings, cells[1:], strict=False))))
    return sheets


def _cells(line: str) -> list[str]:
    """What is between the bars; a bar inside of a cell is written \\|."""
    parts = _BAR.split(line)[1:]
    closed = parts[:-1] if len(parts) > 1 and not parts[-1].strip() else parts
    return [cell.strip().replace("\\|", "|") for cell in closed]
