"""A CSV file that opens in Excel and in R as it is: UTF-8 with a byte-order mark, moments in UTC, days Gregorian.

A spreadsheet guesses what a cell is, and runs what starts like a formula. Text that it would not give back letter by
letter has an apostrophe in front.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.services.keeping.exporting.values import AsItIs, Exact

# A number that comes back as it was: no zero in front or behind, and no more digits than a cell shows.
_PLAIN = re.compile(r"-?(?=[0-9.]{1,15}$)(?!0$(?<=-0))(0|[1-9][0-9]{0,10})(\.[0-9]*[1-9])?")
_FORMULA = re.compile(r"['=+\-−@\t\r]")
# Of what a number, a date, a time, a share or a sum of money is made.
_FIGURE = re.compile(
    r"(?:[\d\s.,:/%()+\-*^'$€£¥฿₹]|e|am|pm|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)*",
    re.IGNORECASE,
)
_LONGEST_FIGURE = 40
_TRUTH = frozenset({"true", "false"})
# What a spreadsheet's file cannot hold.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Some programs take semicolons and tabs for separators too.
_QUOTED = re.compile(r'[",;\t\r\n]|^\s|\s$')


class CsvSheet:
    """A file being written: headings first, then rows of values in their order."""

    def __init__(self, file: Path, headings: Sequence[str]) -> None:
        self.rows = 0
        self._file, self._headings = file, headings

    def __enter__(self) -> "CsvSheet":
        # utf-8-sig writes the byte-order mark.
        self._open = self._file.open("w", encoding="utf-8-sig", newline="")
        self._open.write(line(self._headings))
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        for row in rows:
            self._open.write(line(map(cell, row)))
            self.rows += 1


class CsvFolder:
    """A folder of CSV files, one for each sheet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._sheets: dict[str, CsvSheet] = {}

    def __enter__(self) -> "CsvFolder":
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)

    def sheet(self, name: str, headings: Sequence[str]) -> CsvSheet:
        """A file that begins with these headings."""
        made = self._open.enter_context(CsvSheet(self._folder / f"{name}.csv", headings))
        self._sheets[f"{name}.csv"] = made
        return made

    @property
    def files(self) -> list[str]:
        return list(self._sheets)

    @property
    def rows(self) -> dict[str, int]:
        """How many each file has, without the headings."""
        return {name: sheet.rows for name, sheet in self._sheets.items()}


def line(cells: Iterable[str]) -> str:
    """A line of a CSV file."""
    return ",".join(f'"{one.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTED.search(one) else one for one in cells) + "\r\n"


_QUOTE = '"'


def cell(value: Any) -> str:
    """A value as it stands in a CSV file."""
    match value:
        case AsItIs():
            return str(value)
        case str():
            text = NO_TEXT.sub("", value)
            return f"'{text}" if _would_change(text, isinstance(value, Exact)) else text
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def _would_change(text: str, is_exact: bool) -> bool:
    """Whether a spreadsheet would run a text, or take it for something else."""
    if _PLAIN.fullmatch(text):
        return is_exact
    # full-width signs and digits count as the others do in some countries
    seen = unicodedata.normalize("NFKC", text)
    if text[:1] in ("\t", "\r") or _FORMULA.match(_begun(seen)):
        return True
    bare = seen.strip()
    if len(bare) > _LONGEST_FIGURE:
        return bare.isdecimal()
    return bare.lower() in _TRUTH or (any(map(str.isdecimal, bare)) and _FIGURE.fullmatch(bare) is not None)


def _begun(text: str) -> str:
    """A text from its first letter that is seen on."""
    start = next((at for at, one in enumerate(text) if unicodedata.category(one)[0] not in "ZC"), len(text))
    return text[start:]
