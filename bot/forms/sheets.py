"""Reads the sheets of an XLSForm and remembers on which row of the file each line stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from io import BytesIO
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform

from bot.forms.errors import FormError, Problem

_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[|\-\s:]+")


@dataclass(frozen=True, slots=True)
class Sheets:
    """book: as pyxform takes it. lines: for each sheet the file's row of each of its rows."""

    book: dict[str, Any]
    lines: Mapping[str, Sequence[int]]

    def rows(self, sheet: str) -> Sequence[dict[str, str]]:
        return self.book.get(sheet) or ()

    def row(self, sheet: str, at: int) -> int:
        """The file's row of the sheet's row at index `at`: in a spreadsheet the heading is row 1."""
        lines = self.lines.get(sheet)
        return lines[at] if lines is not None and at < len(lines) else at + 2


def read_sheets(source: str | bytes, kind: str) -> Sheets:
    """The sheets in a Markdown text ("md") or a spreadsheet's bytes ("xlsx", "xls"). Raises FormError."""
    data = source.encode() if isinstance(source, str) else source
    try:
        found = get_xlsform(BytesIO(data), file_type=f".{kind}")
    except PyXFormError as error:
        sentence = (
            f"The file cannot be read as an XLSForm ({error}). Save it as .xlsx or as a Markdown table and try again."
        )
        raise FormError([Problem(sentence)]) from error
    book = {one.name: value for one in fields(found) if (value := getattr(found, one.name)) is not None}
    return Sheets(book, _lines(data.decode()) if kind == "md" else {})


def _lines(text: str) -> Mapping[str, Sequence[int]]:
    """For each sheet of a Markdown text the file's lines of its rows, the heading left out."""
    found: dict[str, list[int]] = {}
    sheet = ""
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped.startswith("|") or _RULE.fullmatch(stripped):
            continue
        first, *rest = (cell.strip() for cell in _CELLS.split(stripped)[1:-1])
        if first:
            sheet = first.lower()
            found[sheet] = []
        if sheet and any(rest):
            found[sheet].append(number)
    return {name: numbers[1:] for name, numbers in found.items()}
