"""The tick: every so often slots open and close and people are reminded, until nothing is left that is due."""

from collections.abc import Callable
from datetime import datetime

from bot.services import evaluation
from bot.services.desk import Desk
from bot.services.work import Transactions


async def tick(transactions: Transactions, desk: Desk, now: Callable[[], datetime], wake: Callable[[], None]) -> None:
    """One transaction a chunk, so that updates find room between them; `wake` tells delivery that something was said.

    After a long outage those with an open form are asked again before anything else is decided.
    """
    moment = now()
    async with transactions() as tx:
        outage = await tx.run(evaluation.heartbeat, moment)
        said = await tx.run(evaluation.asked_again, desk, outage, moment) if outage else 0
        done = await tx.run(evaluation.tick, desk, moment)
    if said or done.nudged:
        wake()
    while done.left:
        async with transactions() as tx:
            done = await tx.run(evaluation.tick, desk, moment)
        if done.nudged:
            wake()
