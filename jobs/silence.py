"""Silence, once a night: who has not been heard of for years is forgotten."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.services.loaded_packs import LoadedPacks
from bot.services.people.silence import forget_silent
from bot.services.work import Transactions

log = logging.getLogger(__name__)

# People in one transaction: everybody else waits as long as it takes.
AT_ONCE = 20


async def silence(transactions: Transactions, loaded: LoadedPacks, now: Callable[[], datetime]) -> None:
    """Forget them all, some at a time; after a kill the next night goes on."""
    gone = 0
    while True:
        async with transactions() as tx:
            some = await tx.run(forget_silent, loaded, now(), AT_ONCE)
        if not some:
            break
        gone += some
    if gone:
        log.info("forgotten after a long silence: %s people", gone)
