"""A workbook with a sheet for each file. Every cell has its type: a text is a text whatever it looks like.

Rows go to disk as they come, so a country's figures never sit in memory.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.problems import NotPossible
from bot.services.keeping.exporting.csv_file import NO_TEXT

FILE = "export.xlsx"
# What a sheet can hold: rows with the headings, columns, UTF-16 units in a cell, digits in a number, its first day.
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 1_048_576, 16_384, 32_767
MOST_DIGITS = 15
FIRST_DAY = date(1900, 3, 1)
CUT = "…"
_LINE_END = re.compile("\r\n?")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class XlsxSheet:
    """A sheet being written. What does not fit into one goes on in the next of the same name with a number."""

    def __init__(self, book: "XlsxFile", name: str, headings: Sequence[str]) -> None:
        if len(headings) > MOST_COLUMNS:
            raise NotPossible(f"{name} has {len(headings)} columns, a sheet holds {MOST_COLUMNS}; use --format csv.")
        self.rows = 0
        self._book, self._name, self._headings = book, name, headings
        self._parts = 0
        self._begin()

    def _begin(self) -> None:
        self._parts += 1
        self._sheet = self._book.add(self._name if self._parts == 1 else f"{self._name} {self._parts}")
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
        self._sheet.freeze_panes(1, 0)
        self._next = 1
        for place, heading in enumerate(self._headings):
            self._sheet.write_string(0, place, heading, self._book.bold)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            if self._next == MOST_ROWS:
                self._begin()
            for place, value in enumerate(row):
                self._cell(self._next, place, value)
            self._next += 1
            self.rows += 1

    def _cell(self, row: int, column: int, value: Any) -> None:
        sheet, book = self._sheet, self._book
        match value:
            case None | "":
                return
            case bool():
                sheet.write_boolean(row, column, value)
            case str():
                sheet.write_string(row, column, _fitting(value), book.text)
            case datetime():
                sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), book.moment)
            case date() if value >= FIRST_DAY:
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), book.day)  # noqa: DTZ001
            case int() | Decimal() if len(Decimal(value).as_tuple().digits) <= MOST_DIGITS:
                sheet.write_number(row, column, value)
            case _:
                sheet.write_string(row, column, str(value), book.text)


def _fitting(text: str) -> str:
    text = _LINE_END.sub("\n", NO_TEXT.sub("", text))
    if len(text) <= MOST_LETTERS // 2 or len(text.encode("utf-16-le")) // 2 <= MOST_LETTERS:
        return text
    return text.encode("utf-16-le")[: 2 * (MOST_LETTERS - 1)].decode("utf-16-le", "ignore") + CUT


class XlsxFile:
    """The workbook, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._book = Workbook(str(folder / FILE), {**_OPTIONS, "tmpdir": str(folder)})
        self._sheets: dict[str, XlsxSheet] = {}
        self.bold: Format = self._book.add_format({"bold": True, "num_format": "@"})
        self.text: Format = self._book.add_format({"num_format": "@"})
        self.day: Format = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment: Format = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def __enter__(self) -> "XlsxFile":
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._book.close()
        except FileCreateError as error:
            raise NotPossible(f"{FILE} cannot be written: {error}.") from None

    def add(self, name: str) -> Worksheet:
        """A new sheet of the workbook."""
        return self._book.add_worksheet(name)

    def sheet(self, name: str, headings: Sequence[str]) -> XlsxSheet:
        """A sheet that begins with these headings."""
        self._sheets[f"{FILE}/{name}"] = made = XlsxSheet(self, name, headings)
        return made

    @property
    def files(self) -> list[str]:
        return [FILE]

    @property
    def rows(self) -> dict[str, int]:
        """How many each sheet has, without the headings."""
        return {name: sheet.rows for name, sheet in self._sheets.items()}
