"""Checks the forms that staff have sent: each in a child process, outside any transaction, off the event loop."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.forms import FormError
from bot.left_out import LeftOut
from bot.patience import Patience
from bot.services import programmes
from bot.services.forms import form_files, form_uploads
from bot.services.forms.form_files import FormFile
from bot.services.forms.form_uploads import Arrived, Outcome
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import StoreTrouble, Transactions
from bot.spells import Spells
from bot.supervision import kind_of

log = logging.getLogger(__name__)

# Whether what it does on the word of a clock can be undone.
CAN_BE_UNDONE = True

LOOK_EVERY = 5.0


class FormChecks:
    """Checks what has arrived, one after the other. Stopped in the middle, it begins with the same form again."""

    def __init__(
        self,
        transactions: Transactions,
        loaded: LoadedPacks,
        folder: Path,
        now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._transactions, self._loaded, self._folder = transactions, loaded, folder
        self._now, self._wake = now, wake
        self._patience, self._spells, self._left_out = Patience(), Spells(), LeftOut()

    async def run(self) -> None:
        """Check until cancelled."""
        while True:
            if not await self.round():
                await asyncio.sleep(LOOK_EVERY)

    async def round(self) -> int:
        """Check what is there now; gives how many forms that were."""
        async with self._transactions() as tx:
            arrived = await tx.run(form_uploads.arrived, self._left_out)
        now = [one for one in arrived if self._patience.may_try(one.upload.media)]
        for one in now:
            await self._try(one)
        return len(now)

    async def _try(self, one: Arrived) -> None:
        """Check one; whatever stands in its way, the others are checked."""
        try:
            await self._check(one)
        except StoreTrouble:
            self._patience.failed(one.upload.media)
        except Exception as error:  # noqa: BLE001 - a form that cannot be looked at now must not hold up the others
            self._patience.failed(one.upload.media)
            kind = error.strerror if isinstance(error, OSError) and error.strerror else kind_of(error)
            if self._spells.is_news((one.upload.media, kind)):
                log.error("form %s in %s cannot be checked, trying again: %s", one.upload.media, self._folder, kind)
        else:
            self._patience.done(one.upload.media)

    async def _check(self, one: Arrived) -> None:
        outcome = await asyncio.to_thread(self._examine, one)
        async with self._transactions() as tx:
            await tx.run(form_uploads.tell, self._loaded, one.upload, outcome, self._now())
        self._wake()

    def _examine(self, one: Arrived) -> Outcome:
        file, pack = self._folder / one.upload.media, self._loaded.pack(one.upload.programme)
        content = _content(file) if one.is_there else None
        if content is None:
            return Outcome()
        given = FormFile(file.name, content)
        try:
            return Outcome(form_files.examine(given, one.upload.name, programmes.tables(pack), self._now()))
        except FormError as error:
            return Outcome(problems=error.problems)


def _content(file: Path) -> bytes | None:
    """What is in it; None when it is gone. A folder that is away as a whole is an OSError: the file may come back."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        if not file.parent.is_dir():
            raise
        return None
