"""The seam to the database: one transaction, synchronous work inside, on SQLite and PostgreSQL alike."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Dialect, Select, make_url, select

from bot.spells import Spells
from bot.store.engine.sqlite import Sqlite
from bot.store.engine.trouble import StoreTrouble, trouble_of

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

Carry = Callable[..., Awaitable[Any]]


class Tx:
    """A transaction under way; `run` carries synchronous work into it."""

    __slots__ = ("_carry",)

    def __init__(self, carry: Carry) -> None:
        self._carry = carry

    async def run(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work(connection, …)` inside the transaction and give what it returns."""
        result: T = await self._carry(work, *args, **kwargs)
        return result


class Store:
    """A database and its transactions."""

    def __init__(self, url: str) -> None:
        self.url = url
        parsed = make_url(url)
        self._database = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _Postgresql(parsed)
        self._spells = Spells()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """A transaction that commits at the end, or rolls back when anything is raised. Raises StoreTrouble."""
        try:
            async with self._database.transaction() as carry:
                yield Tx(carry)
        except Exception as error:
            if (trouble := trouble_of(error)) is None:
                raise
            self._say(trouble)
            # where our own SQL may be at fault, whoever looks for it needs the place
            raise trouble from (error if trouble.of_a_statement else None)

    def _say(self, trouble: StoreTrouble) -> None:
        """Once a spell, for everybody who is held up by it."""
        if self._spells.is_news(trouble.reason):
            waits = "" if trouble.of_a_statement else "Nothing that needs it is confirmed to Telegram meanwhile. "
            log.error("%s%s", waits, trouble.sentence)

    async def close(self) -> None:
        """Give back every connection."""
        await self._database.close()


def _sqlite(url: URL) -> Sqlite:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return Sqlite(url)


class _Postgresql:
    """Several connections, several processes."""

    def __init__(self, url: URL) -> None:
        # here, because it takes some MB that SQLite can do without
        from sqlalchemy.ext.asyncio import create_async_engine

        self._engine = create_async_engine(url, pool_size=4, max_overflow=0, hide_parameters=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Carry]:
        async with self._engine.begin() as connection:
            yield connection.run_sync

    async def close(self) -> None:
        await self._engine.dispose()


def once(chosen: Select[Any]) -> Select[Any]:
    """Rows with LIMIT and SKIP LOCKED for `IN (…)`: PostgreSQL may run them once for each row of the table otherwise,
    and each time they skip what they have locked before and choose others.
    """
    cte = chosen.cte("chosen", nesting=True).prefix_with("MATERIALIZED", dialect="postgresql")
    return select(*cte.c)


def insert_for(dialect: Dialect) -> Callable[..., Any]:
    """The dialect's own INSERT: both know ON CONFLICT and RETURNING, by the same words."""
    return insert_in(dialect.name)


def insert_in(dialect: str) -> Callable[..., Any]:
    """The same by the dialect's name, for statements that are made once."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert
