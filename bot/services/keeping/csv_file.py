"""A CSV file that opens in Excel and in R as it is: UTF-8 with a byte-order mark, moments in UTC, days Gregorian."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.\s()-]*$)")


class Sheet:
    """A file being written: headings first, then records, of which only the headings' fields are taken."""

    def __init__(self, file: Path, headings: Sequence[str]) -> None:
        self.file = file
        self.rows = 0
        self._headings = headings

    def __enter__(self) -> "Sheet":
        # utf-8-sig writes the byte-order mark.
        self._open = self.file.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._open)
        self._writer.writerow(self._headings)
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def write(self, records: Iterable[Mapping[str, Any]]) -> None:
        self.write_cells([cell(record.get(name)) for name in self._headings] for record in records)

    def write_cells(self, lines: Iterable[Sequence[str]]) -> None:
        """Lines whose cells are ready, in the order of the headings."""
        for line in lines:
            self._writer.writerow(line)
            self.rows += 1


def cell(value: Any) -> str:
    """A value as it stands in a CSV file."""
    match value:
        case str():
            # A spreadsheet would run what starts like a formula; numbers and phones are left alone.
            return f"'{value}" if _FORMULA.match(value) else value
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            return str(value)
