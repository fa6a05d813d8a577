"""The seam to the database: one transaction, synchronous work inside, on SQLite and PostgreSQL alike."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Dialect, Engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

P = ParamSpec("P")
T = TypeVar("T")

# FULL: a commit is on the disk before Telegram hears that an update was taken.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
    "PRAGMA secure_delete=ON",
)


class Tx:
    """A transaction under way; `run` carries synchronous work into it."""

    __slots__ = ("_connection",)

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(connection, …)` inside the transaction and give what it returns."""
        return await self._connection.run_sync(work, *args, **kwargs)


class Store:
    """A database and its transactions."""

    def __init__(self, url: str) -> None:
        self.url = url
        if url.startswith("sqlite"):
            database = make_url(url).database
            if database:
                Path(database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: AsyncEngine = create_async_engine(url, pool_size=4, max_overflow=0)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite has one writer: queueing here is fair, its own busy loop is not.
        self._one_writer = asyncio.Lock() if self.is_sqlite else None
        if self.is_sqlite:
            prepare_sqlite(self.engine.sync_engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """A transaction that commits at the end, or rolls back when anything is raised."""
        async with self._one_writer or nullcontext(), self.engine.begin() as connection:
            yield Tx(connection)

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()


def prepare_sqlite(engine: Engine) -> None:
    """Make the driver leave transactions to us: without BEGIN IMMEDIATE two that read, then write lose a write."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def insert_for(dialect: Dialect) -> Callable[..., Any]:
    """The dialect's own INSERT: both know ON CONFLICT and RETURNING, by the same words."""
    if dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert
