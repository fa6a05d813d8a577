"""Housekeeping: once a night, what has done its work is forgotten."""

from collections.abc import Callable
from datetime import datetime

from bot.services import housekeeping as chores
from bot.services.work import Transactions


async def housekeeping(transactions: Transactions, now: Callable[[], datetime]) -> None:
    """Forget old keys and sent messages, each in a transaction of its own."""
    for chore in chores.CHORES:
        async with transactions() as tx:
            await tx.run(chore, now())
