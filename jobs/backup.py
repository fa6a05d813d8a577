"""The nightly backup: a file a day in the data folder, and none older than the consent texts say."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.services.keeping.backup import Place
from bot.services.keeping.copies import advised
from bot.services.keeping.nightly import TROUBLE, Nightly, make_nightly
from bot.services.work import StoreTrouble

log = logging.getLogger(__name__)

# Whether what it does on the word of a clock can be undone.
CAN_BE_UNDONE = False


async def nightly_backup(place: Place, keep: timedelta, now: Callable[[], datetime]) -> None:
    """Write today's, delete what is older than `keep`; says in the log what it did, or in one line why it did not."""
    moment = now()
    try:
        night = await asyncio.to_thread(make_nightly, place, keep, moment)
    except TROUBLE as problem:
        log.error("no backup tonight: %s", await asyncio.to_thread(_line, problem, place))
        return
    await asyncio.to_thread(_tell, night, keep, place)


def _line(problem: Exception | None, place: Place) -> str:
    """What a database complains of goes over several lines."""
    told = problem.sentence if isinstance(problem, StoreTrouble) else str(problem)
    return advised(" ".join(told.split()) or type(problem).__name__, place.data)


def _tell(night: Nightly, keep: timedelta, place: Place) -> None:
    if night.made is None:
        log.error("no backup tonight: %s", _line(night.trouble, place))
    else:
        made = night.made
        log.info("backup: %s, %.1f MB with %s media files", made.file.name, made.size / 1e6, made.media_files)
        if made.gone:
            log.info("backup: %s media files went away meanwhile and are not in it", made.gone)
    if night.gone:
        log.info("backup: deleted after %s days: %s", keep.days, ", ".join(night.gone))
    if night.renewed is not None:
        told = "backup: %s is the last good one; written anew without %s people who were erased since"
        log.warning(told, night.renewed.name, night.renewed.erased)
    if night.left is not None:
        log.error("backup: the last good one is too old and cannot be written anew: %s", _line(night.left, place))
