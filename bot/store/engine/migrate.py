"""From whatever the database is now to the schema of this code, or one sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.problems import NotPossible
from bot.store.engine.sync import connected, opened, reading, sqlite_file, sync_engine
from bot.store.engine.whole import VERSION, require_none, require_sound, require_whole

# Alembic is imported by who migrates: a bot that only asks whether it may start does without its ten MB.
if TYPE_CHECKING:
    from alembic.config import Config

# Any number, the same in every process: two that migrate one PostgreSQL database go one after the other.
MIGRATION_LOCK = 7_410_303


class SchemaState(StrEnum):
    """How the database stands to the code."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"


class SchemaProblem(NotPossible):
    """The database cannot be used by this code as it is; the message is one sentence for the operator."""


class NotMigrated(SchemaProblem):
    """The database waits for `ovop migrate`."""

    def __init__(self, state: SchemaState) -> None:
        what = "has no tables yet" if state is SchemaState.EMPTY else "is older than this version of ovop"
        super().__init__(f"The database {what}; run: ovop migrate")


class NewerDatabase(SchemaProblem):
    """The database was written by a later version."""

    def __init__(self) -> None:
        super().__init__("The database is newer than this version of ovop; install the newer version, then try again.")


class BrokenReferences(SchemaProblem):
    """After a migration rows point at rows that are not there; everything was rolled back."""

    def __init__(self, tables: list[str]) -> None:
        names = ", ".join(tables)
        super().__init__(f"Rows of {names} point at rows that do not exist; nothing was changed. Restore a backup.")


def schema_state(url: str) -> SchemaState:
    """How the database at `url` stands to this code; a missing SQLite file is empty and is not made."""
    with opened(url) as connection:
        return state_of(connection) if connection is not None else SchemaState.EMPTY


def state_of(connection: Connection) -> SchemaState:
    """How an open database stands to this code. Raises StoreTrouble where a table of ours is gone from it."""
    revision = _revision(connection)
    known = steps()
    if revision is None:
        require_none(connection)
        return SchemaState.EMPTY
    if revision == known[-1]:
        require_whole(connection)
        return SchemaState.CURRENT
    return SchemaState.OLDER if revision in known else SchemaState.NEWER


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def steps() -> list[str]:
    """The numbers of all steps, oldest first; the name of a step's file begins with its number."""
    folder = files("bot.store.migrations").joinpath("versions")
    numbers = (file.name.partition("_")[0] for file in folder.iterdir())
    return sorted(number for number in numbers if number.isdecimal())


def require_current(url: str) -> None:
    """Raise SchemaProblem unless the database has exactly this code's schema."""
    state = schema_state(url)
    if state is SchemaState.NEWER:
        raise NewerDatabase
    if state is not SchemaState.CURRENT:
        raise NotMigrated(state)


def check(url: str) -> None:
    """As `require_sound`, of a database that nobody has open yet."""
    with reading(url) as connection:
        require_sound(connection)


def migrate(url: str) -> SchemaState:
    """Bring the database to this code's schema, all steps or none; gives what it was before.

    Raises NewerDatabase, BrokenReferences, and StoreTrouble when it is damaged: steps would write into the damage.
    Foreign keys are off meanwhile, since copying a table with them on deletes its children silently, and the PRAGMA
    does nothing inside a transaction: hence an engine of its own.
    """
    if (file := sqlite_file(url)) is not None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _whole_database(url) as connection:
        require_sound(connection)
        before = state_of(connection)
        if before is SchemaState.NEWER:
            raise NewerDatabase
        if before is not SchemaState.CURRENT:
            from alembic import command

            command.upgrade(config(connection), "head")
            _check_references(connection)
        return before


@contextmanager
def _whole_database(url: str) -> Iterator[Connection]:
    with connected(sync_engine(url, foreign_keys=False)) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATION_LOCK})
        yield connection


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = sorted({str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")})
    if broken:
        raise BrokenReferences(broken)


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file: the steps are found where this package is installed."""
    from alembic.config import Config

    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", "bot.store:migrations")
    made.set_main_option("path_separator", "os")
    return made
