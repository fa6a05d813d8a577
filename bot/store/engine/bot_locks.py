"""On PostgreSQL a bot is held by locks of a session of its own: gone with the session, also after a kill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import make_url, select, text
from sqlalchemy.pool import NullPool

from bot.store.engine.trouble import told_apart
from bot.store.schema import holder

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

# Below zero, where no other lock of ours is.
_TRY = text("SELECT pg_try_advisory_lock(-CAST(:bot AS bigint))")
_LET_GO = text("SELECT pg_advisory_unlock_all()")


class BotLocks:
    """The locks of these bots, all or none. A pooler that gives a session to several makes them worthless."""

    def __init__(self, url: str, bots: Iterable[int]) -> None:
        # here, because it takes some MB that SQLite can do without
        from sqlalchemy.ext.asyncio import create_async_engine

        # the same order in every process: of two that want the same bots, one has them all
        self._bots = sorted(bots)
        self._engine = create_async_engine(
            make_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        self._session: AsyncConnection | None = None

    async def take(self) -> int | None:
        """Take the locks, in a new session; gives the first bot that somebody else holds. Raises StoreTrouble."""
        await self._let_go()
        with told_apart():
            self._session = await self._engine.connect()
            for bot in self._bots:
                if not await self._session.scalar(_TRY, {"bot": bot}):
                    await self._session.execute(_LET_GO)
                    return bot
        return None

    async def numbers(self) -> Mapping[int, int]:
        """The number of who holds each bot, asked by the session that has the locks. Raises StoreTrouble."""
        chosen = select(holder.c.bot, holder.c.number).where(holder.c.bot.in_(self._bots))
        with told_apart():
            assert self._session is not None
            return {row.bot: row.number for row in await self._session.execute(chosen)}

    async def _let_go(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def close(self) -> None:
        """Let go of them."""
        await self._let_go()
        await self._engine.dispose()
