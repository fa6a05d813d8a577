"""Housekeeping, once a night."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from bot.domain.programme import Programme
from bot.left_out import LeftOut
from bot.services.keeping.housekeeping import drop_files, forget, old_files, remove_files
from bot.services.staff.checking import unconfirmed
from bot.services.work import Transactions

log = logging.getLogger(__name__)

# Whether what it does on the word of a clock can be undone.
CAN_BE_UNDONE = False


async def housekeeping(
    transactions: Transactions,
    left_out: LeftOut,
    programmes: Sequence[Programme],
    media: Path,
    now: Callable[[], datetime],
) -> None:
    """Forget what nobody needs any more, and what the programmes keep for a time only; `media`: the media folder. What
    leaders have reported and nobody confirms, staff look at from now on.
    """
    moment = now()
    async with transactions() as tx:
        gone = await tx.run(forget, programmes, moment)
        names = await tx.run(old_files, left_out, programmes, moment)
    silent = 1
    while silent:
        async with transactions() as tx:
            silent = await tx.run(unconfirmed.note_all, left_out, programmes, moment)
    await asyncio.to_thread(remove_files, media, names)
    async with transactions() as tx:
        await tx.run(drop_files, names)
    log.info(
        "forgotten: %s keys of updates, %s places of answers, %s messages, %s forms never sent, "
        "%s updates set aside, %s statements, %s files",
        gone.updates,
        gone.typed,
        gone.messages,
        gone.unfinished,
        gone.dead_updates,
        gone.statements,
        len(names),
    )
