"""Housekeeping, once a night."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot.services.housekeeping import forget
from bot.services.work import Transactions

log = logging.getLogger(__name__)


async def housekeeping(transactions: Transactions, now: Callable[[], datetime]) -> None:
    """Forget what nobody needs any more."""
    async with transactions() as tx:
        gone = await tx.run(forget, now())
    log.info("forgotten: %s keys of updates, %s messages", gone.updates, gone.messages)
