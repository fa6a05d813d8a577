"""Fetches photos, voice notes and files sent as answers, and recordings, into the media folder, once they are noted."""

import asyncio
import logging
import os
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from telegram.error import BadRequest, TelegramError

from bot.left_out import LeftOut
from bot.patience import Patience
from bot.services.loaded_packs import LoadedPacks
from bot.services.people.erasure import HALF_FETCHED
from bot.services.wire import received_files
from bot.services.wire.received_files import Awaited
from bot.services.work import StoreTrouble, Transactions
from bot.spells import Spells
from bot.supervision import kind_of
from handlers.wire.request import Api

log = logging.getLogger(__name__)

AT_ONCE = 10
LOOK_EVERY = 5.0
LONGEST_PAUSE = 3600
MOST_ATTEMPTS = 20
# How every OGG file begins; voice notes are such.
OGG = b"OggS"


class Fetcher:
    """Fetches the files of one bot; a file that fails is tried again, longer and longer apart."""

    def __init__(
        self, api: Api, transactions: Transactions, now: Callable[[], datetime], folder: Path, loaded: LoadedPacks
    ) -> None:
        self._api, self._transactions, self._now, self._folder = api, transactions, now, folder
        self._loaded = loaded
        self._patience, self._spells, self._left_out = Patience(), Spells(), LeftOut()

    async def run(self) -> None:
        """Fetch until cancelled."""
        while True:
            if not await self.round():
                await asyncio.sleep(LOOK_EVERY)

    async def round(self) -> int:
        """Fetch what is awaited now; gives how many files were tried."""
        async with self._transactions() as tx:
            # those that have to wait do not stand in the way of those behind them
            files = await tx.run(
                received_files.awaited, self._left_out, self._api.bot_id, self._now(), AT_ONCE + len(self._patience)
            )
        now = [file for file in files if self._patience.may_try(file.name)]
        for file in now:
            await self._try(file)
        return len(now)

    async def _try(self, file: Awaited) -> None:
        """Fetch one; whatever stands in its way, the others are fetched."""
        folder = self._path(file).parent
        try:
            await self._fetch(file)
        except OSError as error:
            # ours to mend, not Telegram's: it is kept there, and no try is counted
            self._patience.failed(file.name)
            if self._spells.is_news((folder, error.errno)):
                log.error(
                    "bot %s: file %s cannot be kept in %s, trying again: %s",
                    self._api.bot_id, file.name, folder, error.strerror or type(error).__name__,
                )  # fmt: skip
        except StoreTrouble:
            self._patience.failed(file.name)
        except Exception as error:  # noqa: BLE001 - one file that nothing can be done with must not hold up the others
            self._patience.failed(file.name)
            if self._spells.is_news((file.name, type(error))):
                log.error("bot %s: file %s failed, trying again: %s", self._api.bot_id, file.name, kind_of(error))
        else:
            self._patience.done(file.name)

    def _path(self, file: Awaited) -> Path:
        return self._folder / (file.place or file.name)

    async def _fetch(self, file: Awaited) -> None:
        # before anything is downloaded that could not be put there
        await asyncio.to_thread(self._path(file).parent.mkdir, parents=True, exist_ok=True)
        try:
            content = await self._api.download(file.file_id)
        except BadRequest as error:
            # too large for a bot (20 MB), or no longer there: trying again would change nothing
            await self._lose(file, str(error))
        except TelegramError as error:
            await self._put_off(file, str(error))
        else:
            await self._keep(file, content)

    async def _keep(self, file: Awaited, content: bytes) -> None:
        if file.place is not None and not content.startswith(OGG):
            await self._lose(file, "no OGG file")
            return
        path = self._path(file)
        await asyncio.to_thread(write, path, content)
        async with self._transactions() as tx:
            kept = await tx.run(received_files.keep, file.name)
        if not kept:
            path.unlink(missing_ok=True)

    async def _lose(self, file: Awaited, reason: str) -> None:
        log.warning("bot %s: file %s cannot be had: %s", self._api.bot_id, file.name, reason)
        async with self._transactions() as tx:
            await tx.run(received_files.lose, self._loaded, self._api.bot_id, file, reason, self._now())

    async def _put_off(self, file: Awaited, reason: str) -> None:
        if file.attempts >= MOST_ATTEMPTS:
            await self._lose(file, reason)
            return
        again = self._now() + timedelta(seconds=min(LONGEST_PAUSE, 2.0**file.attempts))
        async with self._transactions() as tx:
            await tx.run(received_files.put_off, file.name, reason, again)


def write(path: Path, content: bytes) -> None:
    """The whole file or none: a half-written one is never under its own name.

    Nor do two writers share one half: a thread that writes goes on when its house is stopped, and the next begins anew.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(suffix=HALF_FETCHED, prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(half).replace(path)
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise
