"""Whether a database is whole: its pages, and all that this version's tables have.

SQLite finds nothing wrong with a table that is gone, nor with a value that nobody can have written.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Boolean, Connection, Integer, String, Table, inspect
from sqlalchemy.types import TypeEngine

from bot.store.engine.trouble import StoreTrouble
from bot.store.engine.types import Day, Json, Utc
from bot.store.schema import metadata

VERSION = "alembic_version"
FIRST_COMPLAINTS = 5
# So many of a table's odd rows are named.
NAMED = 5
# No moment and no day of ours is in another century than these.
OUR_TIME = range(1900, 2200)


def _is_text(value: bytes) -> bool:
    value.decode()
    return True


def _is_moment(value: bytes) -> bool:
    return datetime.fromisoformat(value.decode()).year in OUR_TIME


def _is_day(value: bytes) -> bool:
    return date.fromisoformat(value.decode()).year in OUR_TIME


def _is_json(value: bytes) -> bool:
    json.loads(value)
    return True


# What tells in SQLite whether a value is of its column's type, which may be one of several, as the readers see it.
_TEXTS: tuple[tuple[type[TypeEngine[Any]], Callable[[bytes], bool]], ...] = (
    (Utc, _is_moment), (Day, _is_day), (Json, _is_json), (String, _is_text),
)  # fmt: skip
_NUMBERS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "{0} IN (0, 1)"), (Integer, "typeof({0}) = 'integer'"),
)  # fmt: skip


def require_sound(connection: Connection) -> None:
    """Raise StoreTrouble when SQLite finds a damage; this reads the whole file. PostgreSQL sees to it by itself."""
    if connection.dialect.name != "sqlite":
        return
    rows = connection.exec_driver_sql(f"PRAGMA quick_check({FIRST_COMPLAINTS})")
    complaints = [line for line in (str(row[0]) for row in rows) if line != "ok"]
    if complaints:
        # a complaint may go over several lines
        raise StoreTrouble(" ".join("; ".join(complaints).split()), damaged=True)


@dataclass(frozen=True, slots=True)
class OddRows:
    """Rows of a table in which something stands that nobody has written: how many, and the first of them, each with
    the number of its row in SQLite and the column.
    """

    table: str
    count: int
    first: Sequence[tuple[int, str]]

    def __str__(self) -> str:
        named = ", ".join(f"row {number}: {column}" for number, column in self.first)
        return f"{self.count} of {self.table} ({named}{', …' if self.count > len(self.first) else ''})"


def odd_rows(connection: Connection) -> Iterator[OddRows]:
    """Tables with rows in which something stands that nobody has written; this reads all of them."""
    if connection.dialect.name != "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    for _, reads in _TEXTS:
        driver.create_function(reads.__name__, 1, partial(_holds, reads), deterministic=True)
    for table in metadata.sorted_tables:
        odd = dict(_odd_in(table))
        which = " ".join(f"WHEN {condition} THEN '{column}'" for column, condition in odd.items())
        rows = connection.exec_driver_sql(
            f"SELECT number, odd FROM (SELECT rowid AS number, CASE {which} END AS odd FROM {table.name})"
            " WHERE odd IS NOT NULL ORDER BY number"
        ).all()
        if rows:
            yield OddRows(table.name, len(rows), [(int(row[0]), str(row[1])) for row in rows[:NAMED]])


def _holds(reads: Callable[[bytes], bool], value: bytes) -> bool:
    try:
        return reads(value)
    except (ValueError, RecursionError):
        return False


def _odd_in(table: Table) -> Iterator[tuple[str, str]]:
    """What is wrong with each column, as a condition."""
    for column in table.columns:
        name = f'"{column.name}"'
        kept = [
            f"typeof({name}) = 'text' AND {reads.__name__}(CAST({name} AS BLOB))"
            for kind, reads in _TEXTS
            if isinstance(column.type, kind)
        ] + [right.format(name) for kind, right in _NUMBERS if isinstance(column.type, kind)]
        yield column.name, f"{name} IS NOT NULL AND NOT ({kept[0]})"


def require_whole(connection: Connection) -> None:
    """Raise StoreTrouble where something of this version's schema is gone from a database that has this version."""
    if gone := _gone(connection):
        raise StoreTrouble(f"{gone} is gone", damaged=True)


def require_none(connection: Connection) -> None:
    """Raise StoreTrouble where a database has our tables, and what says of which version they are is gone."""
    if set(inspect(connection).get_table_names()) & metadata.tables.keys():
        raise StoreTrouble(f"the table {VERSION} is gone", damaged=True)


def _gone(connection: Connection) -> str:
    """The first that is missed; empty when all is there."""
    found = inspect(connection)
    columns = {name: {one["name"] for one in there} for (_, name), there in found.get_multi_columns().items()}
    indexes = {one["name"] for there in found.get_multi_indexes().values() for one in there}
    for table in metadata.sorted_tables:
        if table.name not in columns:
            return f"the table {table.name}"
        if lost := set(table.columns.keys()) - columns[table.name]:
            return f"the column {min(lost)} of {table.name}"
        if lost := {str(index.name) for index in table.indexes} - indexes:
            return f"the index {min(lost)} of {table.name}"
    return ""
