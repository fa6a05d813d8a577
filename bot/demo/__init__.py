"""The demo: simulator, bot and page together, without a token; the page's clock makes a year pass day by day."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import MEDIA, House, Way, load_catalogues
from bot.clock import TurnableClock
from bot.demo.pages import pages_of
from bot.forms import load_form
from bot.i18n import N_
from bot.packs import PROGRAMMES, Pack, find_packs, load_pack, version_of
from bot.services import forms_in_use, outbox, programmes
from bot.services.desk import Desk
from bot.services.recordings import Recordings
from bot.services.work import Connection
from bot.store import Store
from bot.store.migrate import migrate
from jobs.embedded import Clockwork
from simulator.phones import Owner
from simulator.server import Simulator

TOKEN = "1000001:demo-token-of-the-simulator"
NAME = "One Village One Product"
# Shorter than the window in which reminders go out, so that none of them waits for the next morning.
STEP = timedelta(hours=2)
EXAMPLE = PROGRAMMES / "examples" / "everything.md"
TRY = N_("try every kind of question")
PHONES = (
    Owner(1001, "Somsri", "th", "producer"),
    Owner(1002, "Sita", "ne", "producer"),
    Owner(1003, "Grace", "ny", "leader"),
    Owner(1004, "Mary", "en", "staff"),
)


@dataclass(slots=True)
class Demo:
    """A house in a simulator, with one clock for both."""

    simulator: Simulator
    house: House
    clock: TurnableClock

    async def advance(self, moment: datetime) -> None:
        """Let time pass until `moment`, with the bot's jobs run on the way; what they say arrives at its own time."""
        while (here := self.clock.now()) < moment:
            self.clock.turn_to(min(moment, here + STEP))
            await self.house.tick()
            await self._delivered()

    async def _delivered(self) -> None:
        async with asyncio.timeout(30):
            while await self._waiting():  # noqa: ASYNC110 - the outbox is a table, nobody calls when it is empty
                await asyncio.sleep(0.02)

    async def _waiting(self) -> int:
        async with self.house.store.transaction() as tx:
            return await tx.run(outbox.on_their_way)


async def _house(folder: Path, now: Callable[[], datetime]) -> House:
    url = f"sqlite+aiosqlite:///{folder / 'demo.db'}"
    await asyncio.to_thread(migrate, url)
    packs = {path.name: load_pack(path) for path in find_packs()}
    store = Store(url)
    async with store.transaction() as tx:
        for pack in packs.values():
            await tx.run(programmes.record, pack, now())
            await tx.run(_add_example, pack, now())
    media = folder / MEDIA
    desk = Desk(packs, load_catalogues(), recordings=Recordings(media))
    house = House(store, desk, now, media, commands={EXAMPLE.stem: TRY})
    await house.take_up_forms()
    return house


def _add_example(connection: Connection, pack: Pack, now: datetime) -> None:
    """The form to try things out with, as staff would add it."""
    form = load_form(EXAMPLE.read_text("utf-8"), "md", EXAMPLE.stem, programmes.tables(pack))
    version = replace(form, hash=version_of(pack.programme.code, form.xml))
    forms_in_use.add(connection, pack, EXAMPLE.stem, version, "demo", now)


@contextlib.asynccontextmanager
async def demo(port: int) -> AsyncIterator[str]:
    """The demo is running inside; gives the address of its page."""
    clock = TurnableClock()
    with tempfile.TemporaryDirectory(prefix="ovop-demo-") as folder:
        house = await _house(Path(folder), clock.now)
        names = {code: house.desk.catalogues.locale(code).name for code in house.desk.languages}
        told: list[Demo] = []

        async def advance(moment: datetime) -> None:
            await told[0].advance(moment)

        pages = {"verify": pages_of(house.web_app("", webhook=False))}
        simulator = Simulator([TOKEN], now=clock.now, advance=advance, phones=PHONES, languages=names, pages=pages)
        told.append(Demo(simulator, house, clock))
        root = house.public_url = await simulator.start(port)
        house.add_bot(Way(root, TOKEN))
        try:
            async with house.open(), Clockwork(house.tick).running():
                await house.lines[0].api.call("setMyName", {"name": NAME})
                yield root
        finally:
            await simulator.stop()


async def serve(port: int, ready: Callable[[str], None]) -> None:
    """Run the demo until cancelled; `ready` hears the page's address once it answers."""
    async with demo(port) as address:
        ready(address)
        await asyncio.Event().wait()
