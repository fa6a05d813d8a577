"""Tables of choices: the lists written in a form and the pack's files (areas.csv, products.csv), found by column in
one step.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Row = Mapping[str, str]

_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\)\s*$")


def language_code(name: str) -> str:
    """The code in a language's name as XLSForm writes it: "Wolof (wo)" → "fr"; a name without one stands for itself."""
    found = _CODE.search(name)
    return found[1].lower().replace("_", "-") if found else name.strip()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of columns; `name` is the value, `label` or `label::Language (code)` what is shown, the rest is for filters.

    The indexes are filled when first asked for; they change nothing that can be seen.
    """

    rows: Sequence[Row]
    _indexes: dict[str, dict[str, Sequence[Row]]] = field(default_factory=dict, repr=False, compare=False)
    _columns: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def read_csv(cls, text: str) -> "Table":
        """A table from the text of a CSV file with one line of headings."""
        return cls(tuple(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), restval="")))

    def where(self, column: str, value: str) -> Sequence[Row]:
        """The rows whose `column` is `value`, in the table's order."""
        index = self._indexes.get(column)
        if index is None:
            index = self._indexes[column] = self._index(column)
        return index.get(value, ())

    def _index(self, column: str) -> dict[str, Sequence[Row]]:
        index: dict[str, list[Row]] = {}
        for row in self.rows:
            index.setdefault(row.get(column, ""), []).append(row)
        return dict(index)

    def label(self, row: Row, column: str, languages: Sequence[str]) -> str:
        """The row's text in the first of `languages` that has one, else in any, else its name."""
        for language in languages:
            for heading in self._headings(column, language):
                if text := row.get(heading):
                    return text
        any_language = (row[heading] for heading in self._headings(column, None) if row.get(heading))
        return next(any_language, row.get(column) or row.get("name", ""))

    def _headings(self, column: str, language: str | None) -> tuple[str, ...]:
        key = f"{column}\0{language}"
        found = self._columns.get(key)
        if found is None:
            names = self.rows[0] if self.rows else ()
            found = tuple(name for name in names if _fits(name, column, language))
            self._columns[key] = found
        return found


def _fits(heading: str, column: str, language: str | None) -> bool:
    base, mark, name = heading.partition("::")
    if base.strip() != column:
        return False
    return language is None or (bool(mark) and language_code(name) == language)
