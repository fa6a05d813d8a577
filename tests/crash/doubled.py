"""What came twice, and what may have: messages that were in flight at a kill are sent again."""

import asyncio
import sqlite3
from contextlib import closing

from bot.domain.wire.outgoing import Lane
from bot.store.engine.sync import sqlite_file
from simulator.server import Simulator
from simulator.world.phones import PNG, Phone
from tests.actor import PATIENCE
from tests.crash.test_crash import Victim


class InFlight(Victim):
    """Counts at each kill what was on its way."""

    def __init__(self, root: str, url: str, rate: str = "0") -> None:
        super().__init__(root, url, rate)
        self._url, self.in_flight = url, 0

    def die(self) -> None:
        super().die()
        self.in_flight += _count(self._url, "state = 'sending'")


class Listening(Phone):
    """Somebody who does nothing before all that was said to her has come, and will not come again: what she hears then
    is of what she does then. Whoever counts deeds by words that are said of each of them is one of these.
    """

    def __init__(self, phone: Phone, url: str) -> None:
        super().__init__(phone.bot, phone.owner)
        self._url = url

    async def say(self, text: str) -> int:
        await self.all_heard()
        return await super().say(text)

    async def tap(self, label: str, message_id: int | None = None) -> str | int | None:
        await self.all_heard()
        return await super().tap(label, message_id)

    async def photo(self, data: bytes = PNG, *, caption: str = "", album: str = "") -> int:
        await self.all_heard()
        return await super().photo(data, caption=caption, album=album)

    async def all_heard(self) -> None:
        """Until no reply is on its way to her."""
        on_its_way = f"bot = {self.bot.id} AND chat = {self.id} AND lane = {int(Lane.REPLY)} AND state IN "
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(_count, self._url, on_its_way + "('waiting', 'sending')"):
                await asyncio.sleep(0.02)


def doubled(simulator: Simulator, url: str) -> int:
    """How many messages arrived more often than they were said: each row of the outbox is said once."""
    return len(simulator.sent) - _count(url, "state = 'sent'")


def _count(url: str, where: str) -> int:
    file = sqlite_file(url)
    assert file is not None
    with closing(sqlite3.connect(file, timeout=60)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM outbox WHERE {where}").fetchone()[0])
