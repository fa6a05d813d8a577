"""Checks the forms that staff have sent: each in a child process, outside any transaction, off the event loop."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.forms import FormError
from bot.services import form_files, form_uploads, programmes
from bot.services.desk import Desk
from bot.services.form_files import FormFile
from bot.services.form_uploads import Arrived, Outcome
from bot.services.work import Transactions

LOOK_EVERY = 5.0


class FormChecks:
    """Checks what has arrived, one after the other. Stopped in the middle, it begins with the same form again."""

    def __init__(
        self,
        transactions: Transactions,
        desk: Desk,
        folder: Path,
        now: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._transactions, self._desk, self._folder = transactions, desk, folder
        self._now, self._wake = now, wake

    async def run(self) -> None:
        """Check until cancelled."""
        while True:
            if not await self.round():
                await asyncio.sleep(LOOK_EVERY)

    async def round(self) -> int:
        """Check what is there now; gives how many forms that were."""
        async with self._transactions() as tx:
            arrived = await tx.run(form_uploads.arrived)
        for one in arrived:
            outcome = await asyncio.to_thread(self._examine, one)
            async with self._transactions() as tx:
                await tx.run(form_uploads.tell, self._desk, one.upload, outcome, self._now())
            self._wake()
        return len(arrived)

    def _examine(self, one: Arrived) -> Outcome:
        file, pack = self._folder / one.upload.media, self._desk.pack(one.upload.programme)
        if not one.is_there or not file.is_file():
            return Outcome()
        given = FormFile(file.name, file.read_bytes())
        try:
            return Outcome(form_files.examine(given, one.upload.name, programmes.tables(pack), self._now()))
        except FormError as error:
            return Outcome(problems=error.problems)
