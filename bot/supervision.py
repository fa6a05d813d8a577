"""Keeps what has to run running: one that fails begins again, and takes nobody else with it."""

import asyncio
import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from bot.problems import NotPossible
from bot.store.engine.trouble import StoreTrouble

log = logging.getLogger(__name__)

# Before it begins again, in seconds; who fails once more after the last one is not begun again.
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
# So long without a failure, and the next one counts as the first.
WELL_AFTER = 600.0


Failed = Callable[[str], None]


class CannotGoOn(NotPossible):
    """Something that has to run does not: the process ends, so that whatever watches it can begin anew."""


class _Ended(Exception):
    """It was to run for ever, and has returned."""


@dataclass(frozen=True, slots=True)
class Work:
    """What runs beside everything else. `lasting`: until it is cancelled; else once, and nobody depends on it."""

    name: str
    run: Callable[[], Awaitable[None]]
    lasting: bool = True


@contextlib.asynccontextmanager
async def running(works: Sequence[Work], failed: Failed | None = None) -> AsyncIterator[None]:
    """Works run beside the body. When one cannot go on, the body is cancelled and CannotGoOn is raised.

    `failed` is told the name of each that has failed.
    """
    stopping = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_kept(work, stopping, failed)) for work in works]
            try:
                yield
            finally:
                stopping.set()
                for task in tasks:
                    task.cancel()
    except BaseExceptionGroup as failed:
        if not isinstance(failed.exceptions[0], CannotGoOn):
            raise
        raise failed.exceptions[0] from None


async def _kept(work: Work, stopping: asyncio.Event, failed: Failed | None) -> None:
    try:
        await keep(work, failed)
    except asyncio.CancelledError:
        if stopping.is_set() or not work.lasting:
            raise
        # a group takes this for an end in good order: all would go on without it, and nobody would hear of it
        raise CannotGoOn(f"{work.name}: it was stopped, and nothing goes on without it.") from None


async def keep(work: Work, failed: Failed | None = None) -> None:
    """Run it, and again after a pause when it fails. Raises CannotGoOn when it fails again and again."""
    loop, failures = asyncio.get_running_loop(), 0
    while True:
        began = loop.time()
        try:
            await _whole(work)
            return
        except CannotGoOn:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it raises: everybody else goes on
            failures = 1 if loop.time() - began > WELL_AFTER else failures + 1
            if failed is not None and not isinstance(error, StoreTrouble):
                failed(work.name)
            pause = _pause(work, error, failures)
        if pause is None:
            return
        await asyncio.sleep(pause)


async def _whole(work: Work) -> None:
    """Run it to its end; only one that is not lasting has any."""
    try:
        await work.run()
    except asyncio.CancelledError as cancelled:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        # nobody has asked this task to stop: something that it waited for was cancelled
        raise _Ended from cancelled
    if work.lasting:
        raise _Ended


def _pause(work: Work, error: Exception, failures: int) -> float | None:
    """Seconds until it begins again; None: never. Trouble of the store lasts as long as it lasts, and is said there."""
    if isinstance(error, StoreTrouble):
        return PAUSES[min(failures, len(PAUSES)) - 1]
    if failures <= len(PAUSES):
        pause = PAUSES[failures - 1]
        log.error("%s failed and begins again in %.0f s: %s", work.name, pause, kind_of(error))
        return pause
    if work.lasting:
        raise CannotGoOn(f"{work.name} fails again and again: {kind_of(error)}. The log says since when.") from error
    log.error("%s failed and is left: %s", work.name, kind_of(error))
    return None


def kind_of(error: BaseException) -> str:
    """The kind of an error and where it was raised; never what it says, which may be somebody's words."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {'/'.join(PurePath(frames[-1].filename).parts[-2:])}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
