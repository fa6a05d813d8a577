"""A table as small JSON, as a dialogue's state keeps it, and back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.domain.groups.report.table import Figures, Head, Row, Said, State, Table


def packed(table: Table) -> dict[str, Any]:
    """The table as JSON: figures are texts, members their numbers."""
    head = [table.head.month.isoformat() if table.head.month else None, table.head.column]
    return {
        "rows": [_packed(row) for row in table.rows],
        "head": head,
        "others": table.others,
        "words": list(table.words),
    }


def unpacked(kept: Mapping[str, Any]) -> Table:
    """The table that was packed."""
    month, column = kept["head"]
    head = Head(date.fromisoformat(month) if month else None, column)
    rows = tuple(_unpacked(row) for row in kept["rows"])
    return Table(rows, head, Said(kept["others"]) if kept["others"] else None, tuple(kept["words"]))


def _packed(row: Row) -> list[Any]:
    figures, choices = _figures(row.figures), [_figures(one) for one in row.choices]
    return [row.state, list(row.members), row.said, figures, choices, row.name, list(row.typed)]


def _figures(figures: Figures) -> list[str | None]:
    return [None if one is None else format(one, "f") for one in figures]


def _unpacked(kept: list[Any]) -> Row:
    state, members, said, figures, choices, name, typed = kept
    return Row(
        State(state),
        tuple(members),
        Said(said) if said else None,
        _read(figures),
        tuple(_read(one) for one in choices),
        name,
        tuple(typed),
    )


def _read(figures: list[str | None]) -> Figures:
    return tuple(None if one is None else Decimal(one) for one in figures)
