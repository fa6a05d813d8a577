"""Whether a database is whole: its pages, and all that this version's tables have.

SQLite finds nothing wrong with a table that is gone, nor with a value that nobody can have written.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, inspect

from bot.store.engine.trouble import StoreTrouble
from bot.store.schema import metadata

VERSION = "alembic_version"
FIRST_COMPLAINTS = 5
# Of a value in SQLite that is not of its column's type, by the type's name; {0}: the column.
_ODD = {
    "Utc": "typeof({0}) <> 'text' OR {0} NOT GLOB '????-??-??[ T]??:??*' OR julianday({0}) IS NULL",
    "Day": "typeof({0}) <> 'text' OR {0} NOT GLOB '????-??-??' OR julianday({0}) IS NULL",
    "Json": "typeof({0}) <> 'text' OR NOT json_valid({0})",
}


def require_sound(connection: Connection) -> None:
    """Raise StoreTrouble when SQLite finds a damage; this reads the whole file. PostgreSQL sees to it by itself."""
    if connection.dialect.name != "sqlite":
        return
    rows = connection.exec_driver_sql(f"PRAGMA quick_check({FIRST_COMPLAINTS})")
    complaints = [line for line in (str(row[0]) for row in rows) if line != "ok"]
    if complaints:
        # a complaint may go over several lines
        raise StoreTrouble(" ".join("; ".join(complaints).split()), damaged=True)


def odd_rows(connection: Connection) -> Iterator[tuple[str, int]]:
    """Tables with rows in which something stands that nobody has written, and how many; this reads all of them."""
    if connection.dialect.name != "sqlite":
        return
    for table in metadata.sorted_tables:
        where = " OR ".join(f"({name} IS NOT NULL AND ({odd}))" for name, odd in _odd_in(table))
        count = connection.exec_driver_sql(f"SELECT count(*) FROM {table.name} WHERE {where}").scalar() if where else 0
        if count:
            yield table.name, int(count)


def _odd_in(table: Table) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        if odd := _ODD.get(type(column.type).__name__):
            name = f'"{column.name}"'
            yield name, odd.format(name)


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
