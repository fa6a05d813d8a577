"""Erasing: after rows are gone, what is left of them in files is cleared; nothing due is forgotten by a kill."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.left_out import LeftOut
from bot.services.groups.report import sheet_photos
from bot.services.keeping.housekeeping import drop_files
from bot.services.people import erasure
from bot.services.people.erasure import UnderWay
from bot.services.work import StoreTrouble, Transactions

log = logging.getLogger(__name__)

# Whether what it does on the word of a clock can be undone.
CAN_BE_UNDONE = True  # people have asked for it, whatever the time is


@dataclass(frozen=True, slots=True)
class Traces:
    """Where traces may be: the database's address and the media folder; and the list that outlives a restore."""

    url: str
    media: Path
    listed: Path


async def clear(transactions: Transactions, left_out: LeftOut, traces: Traces, *, at_night: bool = False) -> int:
    """Clear what erasures have left. At every tick; a large database is written anew at night only.

    Gives how many erasures are done now. The last message to her chat is known by its key: its row is erased as soon as
    its fate is known, and until then the erasure is not done.
    """
    async with transactions() as tx:
        todo = await tx.run(erasure.under_way, left_out)
    if not todo:
        return 0
    try:
        swept = await asyncio.to_thread(_clear_files, traces, todo, at_night)
    except StoreTrouble as trouble:
        # met beside the store, which says it like all others: once for everybody
        async with transactions():
            raise trouble from None
    async with transactions() as tx:
        done = await tx.run(erasure.advance, todo, swept)
    if done:
        log.info("erasures: %s done, %s under way", done, len(todo) - done)
    return done


async def clear_sheets(transactions: Transactions, media: Path) -> None:
    """Remove the photos of paper sheets that leaders have erased: the file before its row, so that a kill in between
    leaves the row, and the next tick finds it again.
    """
    async with transactions() as tx:
        names = await tx.run(sheet_photos.erased)
    if names:
        await asyncio.to_thread(erasure.remove_files, media, names)
        async with transactions() as tx:
            await tx.run(drop_files, names)


def _clear_files(traces: Traces, todo: Sequence[UnderWay], at_night: bool) -> erasure.Swept:
    erasure.note(traces.listed, [one.entry for one in todo])
    for one in todo:
        erasure.remove_files(traces.media, one.files)
    due = any(one.progress is erasure.Progress.DUE for one in todo)
    if not due and not any(one.parted for one in todo):
        return erasure.Swept.NOTHING
    return erasure.sweep(traces.url, whole=due and (at_night or erasure.is_small(traces.url)))
