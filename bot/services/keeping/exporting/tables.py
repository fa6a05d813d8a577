"""The tables of an export being written: each value as what it is, labels beside codes where they are wanted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.services.keeping.exporting.code_labels import CodeLabels
from bot.services.keeping.exporting.export_columns import LABEL, Column, export_files
from bot.services.keeping.exporting.values import Kind, typed

Record = Mapping[str, Any]


class Sheet(Protocol):
    """A file or a sheet that takes rows."""

    def write(self, rows: Iterable[Sequence[Any]]) -> None: ...


class Sheets(Protocol):
    """Where the files of an export go: a folder, or a workbook."""

    def sheet(self, name: str, headings: Sequence[str]) -> Sheet: ...


def label_of(column: Column, language: str) -> Column:
    """The column that stands beside one of codes."""
    return Column(f"{column.name}{LABEL}", Kind.TEXT, f"What {column.name} stands for, in the language {language}.")


class Table:
    """One file. Records may have more than its columns; `programme` among it says whose codes they are."""

    def __init__(self, sheets: Sheets, name: str, columns: Sequence[Column], labels: CodeLabels, language: str | None):
        self.columns: list[Column] = []
        # the column of codes that a label is about, None for other columns
        self._about: list[Column | None] = []
        for column in columns:
            self._add(column, None)
            if language is not None and column.codes:
                self._add(label_of(column, language), column)
        self._labels, self._language = labels, language or ""
        self._sheet = sheets.sheet(name, [column.name for column in self.columns])

    def _add(self, column: Column, about: Column | None) -> None:
        self.columns.append(column)
        self._about.append(about)

    def write(self, records: Iterable[Record]) -> None:
        self._sheet.write(map(self._row, records))

    def _row(self, record: Record) -> list[Any]:
        return [
            typed(record.get(column.name), column.kind) if about is None else self._label(record, about)
            for column, about in zip(self.columns, self._about, strict=True)
        ]

    def _label(self, record: Record, about: Column) -> str | None:
        code = record.get(about.name)
        return self._labels.label(about.codes, record.get("programme") or "", code, self._language) if code else None


@dataclass(slots=True)
class Tables:
    """Opens the tables of an export, and knows which columns each has, for the codebook."""

    sheets: Sheets
    labels: CodeLabels
    with_names: bool
    language: str | None
    columns: dict[str, list[Column]] = field(default_factory=dict)

    def open(self, name: str, more: Sequence[Column] = (), answers: Sequence[str] = ()) -> Table:
        """A table of ours with `more` columns; `answers`: columns of answers, whose labels the records bring along."""
        own = export_files()[name].leaving(self.with_names)
        named = [column for column in own if column.named]
        columns = [*(column for column in own if not column.named), *more, *named]
        if self.language is not None:
            columns = [one for column in columns for one in self._with_label(column, answers, self.language)]
        made = Table(self.sheets, name, columns, self.labels, self.language)
        self.columns[name] = made.columns
        return made

    def _with_label(self, column: Column, answers: Sequence[str], language: str) -> list[Column]:
        return [column, label_of(column, language)] if column.name in answers else [column]
