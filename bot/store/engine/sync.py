"""The database without a loop: for the command line, migrations and long readings."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

from bot.problems import NotPossible
from bot.store.engine.trouble import RESTORE, StoreTrouble, told_apart

# WAL stays in the file: without it a long reading would hold up every commit. The last one reads the file: what is no
# database is found out here.
SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout=30000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA schema_version",
)


class CannotOpen(NotPossible):
    """The database does not let us in; the message is one sentence for the operator."""


class EmptyFile(CannotOpen):
    """A file of 0 bytes: none of ours ever is, for SQLite makes it with its first page. Something has emptied it."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is empty (0 bytes). Was there a database? Then {RESTORE}."
            " For a new one delete the empty file, then run: ovop init PACK"
        )


class NoFile(CannotOpen):
    """Something else stands under the name of the database's file."""

    def __init__(self, file: Path) -> None:
        what = "a folder" if file.is_dir() else "no plain file"
        super().__init__(
            f"{file} is {what}, not a database. Check OVOP_DATABASE_URL and OVOP_DATA_DIR;"
            f" or move it away, then {RESTORE}."
        )


class NotWritable(CannotOpen):
    """The database can be read at most: whoever started on it would take messages that nobody can keep."""

    def __init__(self, path: Path) -> None:
        on = os.statvfs(path).f_flag & os.ST_RDONLY
        why = "its disk is read-only" if on else "this user may not"
        do = "Mount it for writing" if on else "Give it to the user that runs the bot (chown -R)"
        super().__init__(f"Nothing can be written in {path}: {why}. {do}, or set OVOP_DATA_DIR, then start again.")


def require_writable(url: str) -> None:
    """Raise NotWritable where a SQLite database that is there, its log, or the folder of both cannot be written."""
    file = sqlite_file(url)
    if file is None or not file.is_file():
        return
    for path in (file.parent, file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
        if path.exists() and not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise NotWritable(path)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def sync_engine(url: str, *, foreign_keys: bool = True, begin: str = "BEGIN IMMEDIATE") -> Engine:
    """An engine whose connections are closed after each use; `url` as in the settings."""
    # Parameters are what people wrote: they stay out of errors, which are logged.
    engine = create_engine(make_url(url).set(drivername=_driver(url)), poolclass=NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        _prepare(engine, foreign_keys, begin)
    return engine


def _driver(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgresql+psycopg"


def _prepare(engine: Engine, foreign_keys: bool, begin: str) -> None:
    keys = f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}"

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (*SQLITE_PRAGMAS, keys):
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """A connection, closed with its engine at the end. Raises CannotOpen, StoreTrouble."""
    if engine.dialect.name == "sqlite":
        refuse_odd(Path(engine.url.database or ""))
    try:
        with told_apart():
            connection = engine.connect()
    except StoreTrouble as trouble:
        require_writable(engine.url.render_as_string())
        check = "check OVOP_DATABASE_URL and OVOP_DATA_DIR"
        advice = f"{RESTORE}; or {check}" if trouble.damaged else check
        raise CannotOpen(f"The database cannot be opened: {trouble.reason}. {advice[0].upper()}{advice[1:]}.") from None
    with told_apart(), connection:
        yield connection
    engine.dispose()


def refuse_odd(file: Path) -> None:
    """Raise where something else stands than a database, or nothing: SQLite would take an empty file for a new one, and
    an empty register would be begun over the old one.
    """
    if file.is_file() and not file.stat().st_size:
        raise EmptyFile(file)
    if file.exists() and not file.is_file():
        raise NoFile(file)


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """A transaction that commits at the end, or rolls back when anything is raised. Raises CannotOpen."""
    with connected(sync_engine(url)) as connection, connection.begin():
        yield connection


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """One moment's view of the database, for as long as it takes: the bot goes on writing meanwhile.

    Raises CannotOpen.
    """
    with connected(sync_engine(url, begin="BEGIN")) as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextmanager
def opened(url: str) -> Iterator[Connection | None]:
    """As `reading`, but None where a SQLite file does not exist: looking must not make it."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        yield None
        return
    with reading(url) as connection:
        yield connection
