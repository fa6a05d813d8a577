"""My data: what is kept about a person, in short for the chat and whole as JSON."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bot.i18n import Money
from bot.services.work import Connection
from bot.store.people.mydata import About, Business, about, everything

__all__ = ["About", "Business", "about", "as_json"]

# What counts in the smallest units of `currency`.
_SUMS = ("amount", "cash")
# Of a line of the book: what only the machine needs.
_INNER = ("first", "cash")
_USUAL = {"stands": True, "source": "typed"}
# More rows are a table: the names of its columns once, and what is the same in all of them once.
_MOST_AS_ROWS = 20


def as_json(connection: Connection, person_id: int) -> bytes:
    """All that is kept about her: moments are UTC, dates Gregorian, codes those of the programme, money as it is said.

    She may pay for each letter of it: what is empty in a row is left out.
    """
    kept = {name: [_row(row) for row in rows] for name, rows in everything(connection, person_id).items()}
    told = kept | {"book": _book(kept["book"])}
    tables = {name: rows if len(rows) <= _MOST_AS_ROWS else _table(rows) for name, rows in told.items()}
    return json.dumps(tables, ensure_ascii=False, separators=(",", ":"), default=_written).encode()


def _written(value: object) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M}Z" if isinstance(value, datetime) else str(value)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if value not in (None, "", [], {})}
    if currency := told.get("currency"):
        told |= {name: _whole(Money(told[name], currency).amount) for name in _SUMS if name in told}
    return told


def _whole(amount: Decimal) -> int | str:
    return int(amount) if amount == amount.to_integral_value() else str(amount)


def _book(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A line has its number only where another one takes its place, and says only what is not so of most: that it does
    not stand, that it was not typed, that it was written down on another day than its own.
    """
    replaced = {row.get("supersedes") for row in rows}
    return [{name: value for name, value in _told(row).items() if name != "id" or value in replaced} for row in rows]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    inner = {*_INNER, *(name for name, usual in _USUAL.items() if row.get(name) == usual)}
    told = {name: value for name, value in row.items() if name not in inner}
    if (at := row["recorded_at"].astimezone(UTC)).date() == row["day"]:
        told["recorded_at"] = f"{at:%H:%M}Z"
    return told


def _table(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What most rows have stands first, so that a row ends with the last that it has."""
    often = Counter(name for row in rows for name in row)
    same = {
        name: rows[0][name] for name, n in often.items() if n == len(rows) and len({str(r[name]) for r in rows}) == 1
    }
    columns = [name for name, _ in often.most_common() if name not in same]
    return {"in_all": same, "columns": columns, "rows": [_cells(row, columns) for row in rows]}


def _cells(row: dict[str, Any], columns: Sequence[str]) -> list[Any]:
    last = max((place for place, name in enumerate(columns) if name in row), default=-1)
    return [row.get(name) for name in columns[: last + 1]]
