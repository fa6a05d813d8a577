"""The seam to the database: one transaction, synchronous work inside, on SQLite and PostgreSQL alike."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Dialect, Select, make_url, select

from bot.spells import Spells
from bot.store.engine.sqlite import Sqlite
from bot.store.engine.trouble import StoreTrouble, names_nothing, trouble_of
from bot.store.engine.whole import require_sound, require_whole

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

    def __init__(self, url: str, advised: Callable[[str], str] = str) -> None:
        """`advised`: makes of a sentence for the operator one that also names the backup to restore."""
        self.url, self._advised = url, advised
        parsed = make_url(url)
        self._database = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _Postgresql(parsed)
        self._spells, self._looked = Spells(), Spells()
        self._found: StoreTrouble | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """A transaction that commits at the end, or rolls back when anything is raised. Raises StoreTrouble."""
        try:
            async with self._database.transaction() as carry:
                yield Tx(carry)
        except Exception as error:
            trouble = trouble_of(error)
            if names_nothing(error) or (trouble is not None and trouble.of_one):
                trouble = await self._behind(trouble) or trouble
            if trouble is None:
                raise
            await self._say(trouble)
            # where our own SQL may be at fault, whoever looks for it needs the place
            raise trouble from (error if trouble.of_a_statement else None)

    async def _behind(self, trouble: StoreTrouble | None) -> StoreTrouble | None:
        """The damage that is behind a statement that names nothing, or a value that nobody has written: then it is not
        one person's. A file is read as a whole once a spell, since that takes a while.
        """
        look = require_sound if trouble is not None and trouble.of_a_row else require_whole
        if look is require_sound and not self._looked.is_news(look):
            return self._found
        try:
            async with self._database.transaction() as carry:
                await carry(look)
        except Exception as error:
            found = trouble_of(error)
            if found is None:
                raise
        else:
            found = None
        if look is require_sound:
            self._found = found
        return found

    async def _say(self, trouble: StoreTrouble) -> None:
        """Once a spell, for everybody who is held up by it."""
        if self._spells.is_news(trouble.reason):
            waits = "" if trouble.of_one else "Nothing that needs it is confirmed to Telegram meanwhile. "
            log.error("%s%s", waits, await asyncio.to_thread(self._advised, trouble.sentence))

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
