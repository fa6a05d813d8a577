"""One process holds a bot: on PostgreSQL a second one waits, and says so, until the first is gone."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial

from bot.spells import Spells
from bot.store.engine.bot_locks import BotLocks
from bot.store.engine.migrate import require_current
from bot.store.engine.sync import sqlite_file
from bot.store.engine.trouble import StoreTrouble
from bot.supervision import CannotGoOn, Work, running

log = logging.getLogger(__name__)

# Seconds from look to look: whether the bot is free, whether the session that holds it is still there.
EVERY = 1.0


@contextlib.asynccontextmanager
async def held(url: str, bots: Sequence[int]) -> AsyncIterator[None]:
    """Inside, this process alone holds the bots. On SQLite it does already, by the lock of the whole database."""
    if sqlite_file(url) is not None:
        yield
        return
    locks = BotLocks(url, bots)
    try:
        if await _wait(locks):
            # it may have been for long
            await asyncio.to_thread(require_current, url)
        async with running([Work("Holding the bots", partial(_watch, locks))]):
            yield
    finally:
        await locks.close()


async def _wait(locks: BotLocks) -> bool:
    """Until nobody else holds any of them; whether somebody did."""
    waited = False
    while (bot := await _taken(locks)) is not None:
        if not waited:
            log.warning("Another process holds bot %s on this database; this one waits until that one ends.", bot)
        waited = True
        await asyncio.sleep(EVERY)
    if waited:
        log.info("Nobody else holds the bot any more; this process goes on.")
    return waited


async def _taken(locks: BotLocks) -> int | None:
    """The bot that somebody else holds; None when all are ours. Trouble of the database is waited for."""
    spells = Spells()
    while True:
        try:
            return await locks.take()
        except StoreTrouble as trouble:
            if spells.is_news(trouble.reason):
                log.error("%s", trouble.sentence)
            await asyncio.sleep(EVERY)


async def _watch(locks: BotLocks) -> None:
    """A session that is lost is opened again, and all is well unless somebody else has held a bot meanwhile."""
    known: Mapping[int, int] = {}
    while True:
        try:
            known = await locks.numbers()
        except StoreTrouble:
            await _again(locks, known)
        await asyncio.sleep(EVERY)


async def _again(locks: BotLocks, known: Mapping[int, int]) -> None:
    bot = await _taken(locks)
    if bot is None:
        numbers = await locks.numbers()
        bot = next((one for one, number in known.items() if numbers.get(one) != number), None)
    if bot is not None:
        raise CannotGoOn(f"Another process holds bot {bot} now; this one ends. Was the database out of reach?")
