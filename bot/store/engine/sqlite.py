"""SQLite: aiosqlite's thread is lent for a whole unit of work.

A hop to the thread and back costs more than most statements, and the usual way takes four of them a statement (cursor,
execute, fetch, close). So the work itself, synchronous as it is, runs over there: one hop, however many statements.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import aiosqlite
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

P = ParamSpec("P")
T = TypeVar("T")

# FULL: a commit is on the disk before Telegram hears that an update was taken.
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
    "PRAGMA secure_delete=ON",
)


class _Thread(aiosqlite.Connection):
    """aiosqlite's connection, with a way to run anything in its thread."""

    async def lend(self, work: Callable[[], T]) -> T:
        result: T = await self._execute(work)  # type: ignore[no-untyped-call]
        return result

    def raw(self) -> sqlite3.Connection:
        """The connection itself: for the thread only."""
        return self._conn

    async def ended(self) -> None:
        """Wait for the thread's end: when it stops it speaks to the event loop, which must not be closed by then."""
        await asyncio.shield(asyncio.to_thread(self._thread.join))


class Sqlite:
    """One database file, one connection, one thread; transactions queue for it in the order in which they came."""

    def __init__(self, url: URL) -> None:
        self._thread: _Thread | None = None
        self._connection: Connection
        # SQLite has one writer: queueing here is fair, its own busy loop is not.
        self._one_at_a_time = asyncio.Lock()
        # Parameters are what people wrote: they stay out of errors, which are logged.
        self._engine = create_engine(
            url.set(drivername="sqlite"), poolclass=NullPool, creator=self._raw, hide_parameters=True
        )
        # Without BEGIN IMMEDIATE, two that read, then write lose a write.
        event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Callable[..., Any]]:
        """Gives `run(work, …)`, which carries work into the transaction; commits at the end or rolls back."""
        async with self._one_at_a_time:
            thread = self._thread or await self._open()
            try:
                yield partial(self._run, thread)
                await thread.lend(self._connection.commit)
            except BaseException:
                # also when cancelled: the thread does it before anything that comes later
                await asyncio.shield(thread.lend(self._connection.rollback))
                raise

    async def _run(
        self, thread: _Thread, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await thread.lend(partial(work, self._connection, *args, **kwargs))

    async def close(self) -> None:
        """Let go of the file."""
        async with self._one_at_a_time:
            thread, self._thread = self._thread, None
            if thread is not None:
                try:
                    await thread.lend(self._connection.close)
                finally:
                    # a thread that nobody stops keeps the process for ever
                    await thread.close()

    async def _open(self) -> _Thread:
        self._thread = thread = _Thread(partial(_connect, self._engine), iter_chunk_size=64)
        opened: list[Connection] = []
        is_there = False
        try:
            await thread
            is_there = True
            await thread.lend(lambda: opened.append(self._engine.connect()))
            self._connection = opened[0]
        except BaseException as error:
            try:
                if is_there:
                    # told to stop meanwhile, it is opened all the same, and would be left to the collector of garbage
                    await asyncio.shield(thread.lend(partial(_close, opened)))
            finally:
                self._thread = None
                thread.stop()
            await thread.ended()
            if isinstance(error, sqlite3.Error):
                raise OperationalError("connect", None, error) from error
            raise
        return thread

    def _raw(self) -> sqlite3.Connection:
        assert self._thread is not None
        return self._thread.raw()


def _close(opened: Iterable[Connection]) -> None:
    for one in opened:
        one.close()


def _connect(engine: Engine) -> sqlite3.Connection:
    where: Any
    where, how = engine.dialect.create_connect_args(engine.url)
    connection: sqlite3.Connection = sqlite3.connect(*where, **how)
    # transactions are begun by us alone
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection
