"""Announcements leave: piece by piece, as fast as the outbox gives room, and only while the clock is believed."""

import asyncio
from collections.abc import Callable

from bot.domain.clock_trust import Doubted, Reading
from bot.left_out import LeftOut
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.announcing import live, sending
from bot.services.staff.announcing.sending import Stepped
from bot.services.work import Transactions

# Whether what it does on the word of a clock can be undone.
CAN_BE_UNDONE = False

# In seconds: how often it looks where something is under way, and where nothing is.
SOON, IDLE = 0.2, 5.0
# Of the time no more than one part in so many goes into showing how announcements stand: to count a large one is work.
PARTS = 20


class Announcing:
    """Has announcements gathered, sent and changed. Stopped in the middle, it goes on where it was."""

    def __init__(
        self,
        transactions: Transactions,
        loaded: LoadedPacks,
        left_out: LeftOut,
        read: Callable[[], Reading],
        wake: Callable[[], None],
    ) -> None:
        self._transactions, self._loaded, self._left_out = transactions, loaded, left_out
        self._read, self._wake = read, wake
        # by the clock of the loop
        self._shows_from = 0.0

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            done = await self.step()
            await self.show()
            await asyncio.sleep(0 if done.more else SOON if done.soon else IDLE)

    async def round(self) -> None:
        """All that can be done now."""
        while (await self.step()).more:
            pass

    async def step(self) -> Stepped:
        """One piece, in one transaction, so that updates find room between them. While the clock is doubted nothing
        leaves.
        """
        try:
            now = self._read().believed
        except Doubted:
            async with self._transactions() as tx:
                await tx.run(sending.hold)
            return Stepped()
        async with self._transactions() as tx:
            done = await tx.run(sending.step, self._loaded, self._left_out, now)
        if done.written:
            self._wake()
        return done

    async def show(self) -> None:
        """Messages that show how an announcement stands follow it, each every few seconds, in a transaction of their
        own. While the clock is doubted they stay as they are.
        """
        began = asyncio.get_running_loop().time()
        if began < self._shows_from:
            return
        try:
            now = self._read().believed
        except Doubted:
            return
        async with self._transactions() as tx:
            written = await tx.run(live.bring_up_to_date, self._loaded, self._left_out, now)
        ended = asyncio.get_running_loop().time()
        self._shows_from = ended + (ended - began) * (PARTS - 1)
        if written:
            self._wake()
