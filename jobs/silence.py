"""Silence, once a night: who has not been heard of for years is told, and a month later forgotten."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.programme import Programme
from bot.left_out import LeftOut
from bot.services.loaded_packs import LoadedPacks
from bot.services.people.silence import due, forget_silent, tell_silent
from bot.services.work import Transactions

log = logging.getLogger(__name__)

# Whether what it does on the word of a clock can be undone.
CAN_BE_UNDONE = False

# People in one transaction: everybody else waits as long as it takes.
AT_ONCE = 10


async def silence(
    transactions: Transactions,
    loaded: LoadedPacks,
    left_out: LeftOut,
    here: Sequence[Programme],
    now: Callable[[], datetime],
) -> None:
    """Tell and forget the people of these programmes, where it is night, some at a time; after a kill the next night
    goes on. Whether there are too many is asked of all programmes.
    """
    await _tell(transactions, loaded, left_out, here, now)
    moment = now()
    async with transactions() as tx:
        everywhere = await tx.run(due, [pack.programme for pack in loaded.packs.values()], moment)
        found = await tx.run(due, here, moment)
    if everywhere.waits:
        told = "%s people would be forgotten after a long silence, more than %s in a night: ovop forget-silent"
        log.warning(told, len(everywhere.everybody), everywhere.at_most)
    gone = found.agreed if everywhere.waits else found.everybody
    await _forget(transactions, loaded, left_out, gone, now)


async def _tell(
    transactions: Transactions,
    loaded: LoadedPacks,
    left_out: LeftOut,
    here: Sequence[Programme],
    now: Callable[[], datetime],
) -> None:
    told = 0
    while True:
        before = len(left_out)
        async with transactions() as tx:
            some = await tx.run(tell_silent, loaded, left_out, here, now(), AT_ONCE)
        # all who were looked at may have been left out
        if not some and len(left_out) == before:
            break
        told += some
    if told:
        log.info("after a long silence told that they will be forgotten: %s people", told)


async def _forget(
    transactions: Transactions,
    loaded: LoadedPacks,
    left_out: LeftOut,
    people: Sequence[int],
    now: Callable[[], datetime],
) -> None:
    gone = 0
    for first in range(0, len(people), AT_ONCE):
        async with transactions() as tx:
            gone += await tx.run(forget_silent, loaded, left_out, people[first : first + AT_ONCE], now())
    if gone:
        log.info("forgotten after a long silence: %s people", gone)
