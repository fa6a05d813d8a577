"""Reads the sheets of an XLSForm and remembers on which row of the file each line stands."""

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from io import BytesIO
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform

from bot.forms.errors import FormError, Problem

_BEGINNINGS = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xls"}  # whatever the file's name says
_CELLS = re.compile(r"(?<!\\)\|")
MEDIA = frozenset({"image", "audio", "video", "big-image"})
_SAME = {
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::required": "required",
    "calculate": "calculation",
    "caption": "label",
    "constraint_msg": "constraint_message",
    "list name": "list_name",
    "command": "type",
    "tag": "name",
    "value": "name",
}
_TWICE = re.compile(r"Duplicate column header: (.+)")
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

    def heading(self, sheet: str, column: str) -> str:
        """How a column is spelled in a sheet: `name` may be Name or tag; itself if it is not there."""
        header = self.book.get(f"{sheet}_header")
        return next((name for name in (header[0] if header else ()) if plain_heading(name) == column), column)

    def cell(self, sheet: str, cells: Mapping[str, str], column: str) -> str:
        """What stands in a row under a column, however that is spelled; '' if nothing does."""
        return (cells.get(column) or cells.get(self.heading(sheet, column)) or "").strip()


def read_sheets(source: str | bytes, kind: str) -> Sheets:
    """The sheets in a Markdown text ("md") or a spreadsheet's bytes ("xlsx", "xls"). Raises FormError."""
    text = source.decode(errors="replace") if isinstance(source, bytes) and kind == "md" else source
    data = _without_rules(text).encode() if isinstance(text, str) else text
    kind = next((real for start, real in _BEGINNINGS.items() if data.startswith(start)), kind)
    try:
        with warnings.catch_warnings():  # of drawings and other ornaments of a spreadsheet that are not read
            warnings.filterwarnings("ignore", module="openpyxl")
            found = get_xlsform(BytesIO(data), file_type=f".{kind}")
    except PyXFormError as error:
        sentence = (
            f"The file cannot be read as an XLSForm ({error}). Save it as .xlsx or as a Markdown table and try again."
        )
        raise FormError([_twice(str(error)) or Problem(sentence)]) from error
    book = {one.name: value for one in fields(found) if (value := getattr(found, one.name)) is not None}
    return Sheets(book, _lines(data.decode()) if kind == "md" else {})


def plain_heading(heading: str) -> str:
    """A heading in one spelling: `media:image` and `image` are both media::image, `Label :: English` is
    label::English.
    """
    parts = [part.strip() for part in re.split(r":{1,2}", heading) if part.strip()]
    base = parts[0].lower() if parts else ""
    if base in MEDIA:
        parts = ["media", *parts]
    elif parts:
        parts[0] = base
    whole = "::".join(parts)
    if whole in _SAME:
        return _SAME[whole]
    parts[:1] = [_SAME.get(parts[0], parts[0].replace(" ", "_"))] if parts else []
    return "::".join(parts)


def _twice(message: str) -> Problem | None:
    """A heading that stands there twice, which pyxform does not read."""
    found = _TWICE.search(message)
    if found is None:
        return None
    said = f"Two columns are called {found[1]!r}. Rename one of them, or take the empty one out."
    return Problem(said, None, 1, found[1])


def _without_rules(text: str) -> str:
    """The text with the lines under the headings (| --- | --- |) emptied: pyxform takes them for answers."""
    return "\n".join("" if _RULE.fullmatch(line.strip()) and "-" in line else line for line in text.split("\n"))


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
