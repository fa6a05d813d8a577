"""A file as rows of cells: a workbook (.xlsx), or text with separators (.csv) as spreadsheets write it."""

import csv
import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias
from zipfile import BadZipFile, ZipFile

from bot.services.groups.importing.columns import meant
from bot.services.groups.importing.values import Value

WORKBOOK, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Of a workbook, unpacked; and of a sheet up to its last formatted cell.
MOST_BYTES, MOST_CELLS = 500_000_000, 3_000_000
SEPARATORS = ",;\t"
# Among so many rows with something in them headings are looked for.
MOST_ABOVE = 10
# A currency that the format of a cell names: [$€-407]
_CURRENCY = re.compile(r"\[\$([^\-\]]+)(?:-[^\]]*)?\]")
# It is no dash by its kind, but nobody sees that.
MINUS = "\N{MINUS SIGN}"
TYPED_AS_TEXT = "Save it as .xlsx, or as CSV UTF-8, and try again."


class Unreadable(Exception):
    """The file is no table that can be read; the message is one sentence with what to do."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell with nothing in it that somebody has written; the sentence says what to do."""

    sentence: str


Cell: TypeAlias = Value | Wrong | None
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that are one, such as A2:A9, and the last of their rows."""

    cells: str
    last: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its rows from 1, with those that are empty."""

    name: str | None
    rows: Sequence[Row]
    merged: tuple[Merged, ...] = ()

    def headings(self, known: Callable[[str], str | None]) -> int | None:
        """Which row has the headings, from 0: most often the first; a title may stand above it. None: there is none."""
        filled = [at for at, row in enumerate(self.rows) if any(cell is not None for cell in row)]
        found = (at for at in filled[:MOST_ABOVE] if _are_headings(self.rows[at], known))
        return next(found, filled[0] if filled else None)

    def merged_below(self, headings: int) -> Iterator[str]:
        """Cells that are one, among headings and what is below: whose they are is not known."""
        return (one.cells for one in self.merged if one.last > headings)


FORMULA = Wrong("is a formula; copy the column, paste it as values only, and save again.")
ERROR = Wrong("shows an error of the spreadsheet; write what is meant, or leave it empty.")
SHARE = Wrong("is a share in per cent; write the figure itself.")


def read(file: Path, known: Callable[[str], str | None] = meant) -> list[Sheet]:
    """The sheets of a file, whatever its name ends in; `known`: which column a heading names. Raises Unreadable."""
    data = file.read_bytes()
    if not data.strip():
        raise Unreadable("The file is empty; save the spreadsheet again, and see that it is the right file.")
    if data.startswith(OLD):
        raise Unreadable("The file is of an old kind (.xls), or has a password. Save it as .xlsx without a password.")
    return _workbook(data) if data.startswith(WORKBOOK) else [_separated(_decoded(data), known)]


def number(value: float) -> Decimal:
    """A number as its cell shows it: a spreadsheet keeps fifteen digits."""
    return Decimal(f"{value:.15g}")


def _workbook(data: bytes) -> list[Sheet]:
    from openpyxl import load_workbook

    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise Unreadable("The workbook is too big to be a roster; take out pictures and other sheets.")
        with warnings.catch_warnings():  # of ornaments that are not read
            warnings.filterwarnings("ignore", module="openpyxl")
            return [_sheet(one) for one in load_workbook(io.BytesIO(data)).worksheets]
    except Unreadable:
        raise
    except BadZipFile:
        raise Unreadable("The file is damaged, or was not saved to its end. Save it again.") from None
    except Exception as error:  # whatever a broken file makes the library raise: it is the file
        kind = type(error).__name__
        raise Unreadable(f"The file cannot be read as a workbook ({kind}). {TYPED_AS_TEXT}") from error


def _sheet(sheet: Any) -> Sheet:
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        reach = f"{sheet.max_row:,} rows and {sheet.max_column:,} columns"
        raise Unreadable(f"The sheet {sheet.title} reaches over {reach}; delete the empty rows and columns.")
    rows = [tuple(map(_of_workbook, row)) for row in sheet.iter_rows()]
    merged = tuple(Merged(str(one), one.max_row) for one in sheet.merged_cells.ranges)
    return Sheet(sheet.title, rows, merged)


def _of_workbook(cell: Any) -> Cell:
    value = cell.value
    match cell.data_type:
        case "f":
            return FORMULA
        case "e":
            return ERROR
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return _figure(number(value), cell.number_format or "")
        case datetime():
            return value.date()
        case date():
            return value
        case time() | timedelta():
            return str(value)
    return _typed(str(value))


def _figure(value: Decimal, shown_as: str) -> Cell:
    """A number; with its sign where the cell shows it as money."""
    if "%" in shown_as:
        return SHARE
    currency = _CURRENCY.search(shown_as)
    return f"{currency[1]} {value:f}" if currency else value


def _typed(text: str) -> Cell:
    """Nothing, where only blanks or dashes stand: so registers say that something is not known."""
    if all(sign.isspace() or sign == MINUS or unicodedata.category(sign) == "Pd" for sign in text):
        return None
    if text.startswith("="):
        return FORMULA
    # what an export writes before a text that a spreadsheet would take for a figure
    return text[1:] if text.startswith("'") and not text[1:2].isalpha() else text


def _decoded(data: bytes) -> str:
    """As spreadsheets save text: UTF-8, or UTF-16 with its mark."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(f"The file is no spreadsheet, or its letters are not in UTF-8. {TYPED_AS_TEXT}") from None
    if "\0" in text:
        raise Unreadable(f"The file is no spreadsheet. {TYPED_AS_TEXT}")
    return text


def _separated(text: str, known: Callable[[str], str | None]) -> Sheet:
    """With the separator by which most headings are known."""
    first = text.partition("\n")[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == len("sep=") + 1:
        named = first[-1]
        # its line is a row, as the spreadsheet counts
        return Sheet(None, [(), *_rows(text.partition("\n")[2], named)])
    tables = [Sheet(None, list(_rows(text, one))) for one in SEPARATORS]
    return max(tables, key=lambda table: _known(table.rows[table.headings(known) or 0], known) if table.rows else 0)


def _rows(text: str, separator: str) -> Iterator[Row]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        yield from (tuple(map(_typed, row)) for row in reader)
    except csv.Error:
        # a separator that is none of this file's makes no sense of its quotes
        yield (Wrong(f"begins a quotation that has no end. {TYPED_AS_TEXT}"),)


def _are_headings(row: Row, known: Callable[[str], str | None]) -> bool:
    """Whether most of what stands there is a heading, and no title that has such a word in it."""
    written = sum(cell is not None for cell in row)
    return 1 < _known(row, known) > written / 2


def _known(headings: Iterable[Cell], known: Callable[[str], str | None]) -> int:
    return sum(isinstance(one, str) and known(one) is not None for one in headings)
