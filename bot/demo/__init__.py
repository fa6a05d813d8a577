"""The demo: simulator, bot and page together, without a token; the page's clock makes a year pass day by day."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import MEDIA, House, Way
from bot.clock import TurnableClock, wall_clock
from bot.demo import at_work
from bot.demo.arriving import A_YEAR, LEADER, OFFICER, Arriving
from bot.demo.pages import pages_of
from bot.demo.scenes import load_scenes
from bot.forms import load_form
from bot.i18n import N_, load_catalogues
from bot.packs import PROGRAMMES, Pack, find_packs, load_pack, version_of
from bot.services import programmes
from bot.services.evaluation.outages import sign_of_life
from bot.services.forms import forms_in_use
from bot.services.loaded_packs import LoadedPacks
from bot.services.recordings import Recordings
from bot.services.wire import outbox
from bot.services.work import Connection
from bot.store import Store
from bot.store.engine import lock
from bot.store.engine.migrate import migrate
from bot.store.keeping import health
from jobs.embedded import Clockwork
from simulator.server import Simulator
from simulator.world.phones import Phone

TOKEN = "1000001:demo-token-of-the-simulator"
NAME = "One Village One Product"
# Shorter than the window in which reminders go out, so that none of them waits for the next morning.
STEP = timedelta(hours=2)
# Messages of a demo that is taken up again are numbered by the seconds since, so that no number comes twice.
NUMBERS_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
# What a real bot's data folder has.
REAL = "ovop.db"
EXAMPLE = PROGRAMMES / "examples" / "everything.md"
TRY = N_("try every kind of question")
ROLES = {
    "producer": "a producer",
    A_YEAR: "a producer, here for a year",
    LEADER: "a leader of a group",
    at_work.MEMBER: "a member of that group",
    OFFICER: "an officer of the programme",
    "staff": "staff of the programme, who opens a link",
}
SCENES = load_scenes()
PHONES = tuple(owner for scene in SCENES for owner in scene.phones)
FOR_A_YEAR = next(one for one in PHONES if one.role == A_YEAR)


class NotADemo(Exception):
    """The folder holds something else; the message is one sentence for the operator."""


@dataclass(slots=True)
class Demo:
    """The house behind the simulator, with one clock for both."""

    house: House
    clock: TurnableClock

    async def advance(self, moment: datetime) -> None:
        """Let time pass until `moment`, with the bot's jobs run on the way; what they say arrives at its own time."""
        while (here := self.clock.now()) < moment:
            self.clock.turn_to(min(moment, here + STEP))
            await self.house.tick()
            await self.delivered()

    def evening(self, moment: datetime) -> datetime:
        """When quiet hours have begun on that day in all programmes: who had to be reminded on it, was."""
        ends = [moment]
        for pack in self.house.loaded.packs.values():
            zone = ZoneInfo(pack.programme.timezone)
            day = moment.astimezone(zone).date()
            ends.append(datetime.combine(day, time(pack.programme.nudges.latest), zone).astimezone(UTC))
        return max(ends)

    async def delivered(self) -> None:
        """Wait until all that was said has come to the phones."""
        async with asyncio.timeout(30):
            while await self._waiting():  # noqa: ASYNC110 - the outbox is a table, nobody calls when it is empty
                await asyncio.sleep(0.02)

    async def _waiting(self) -> int:
        async with self.house.store.transaction() as tx:
            return await tx.run(outbox.on_their_way)


async def _house(store: Store, media: Path, clock: TurnableClock) -> House:
    packs = {path.name: load_pack(path) for path in find_packs()}
    async with store.transaction() as tx:
        last = (await tx.run(health.traffic, clock.now())).last_sign
        if last is not None and last > clock.now():
            clock.turn_to(last)
        for pack in packs.values():
            await tx.run(programmes.record, pack, clock.now())
            await tx.run(_add_example, pack, clock.now())
        old = await tx.run(programmes.old_forms, packs)
    loaded = LoadedPacks(packs, load_catalogues(), old, Recordings(media))
    house = House(store, loaded, clock.now, media, commands={EXAMPLE.stem: TRY}, steady=clock.steady)
    await house.take_up_forms()
    return house


def _add_example(connection: Connection, pack: Pack, now: datetime) -> None:
    """The form to try things out with, as staff would add it."""
    form = load_form(EXAMPLE.read_text("utf-8"), "md", EXAMPLE.stem, programmes.tables(pack))
    version = replace(form, hash=version_of(pack.programme.code, form.xml))
    forms_in_use.add(connection, pack, EXAMPLE.stem, version, "demo", now)


@contextlib.asynccontextmanager
async def demo(port: int, data: Path | None = None) -> AsyncIterator[str]:
    """The demo is running inside; gives the address of its page. `data`: a folder that keeps its database.

    Raises lock.InUse when another demo runs on it, NotADemo when the folder is a real bot's.
    """
    clock = TurnableClock()
    async with _store(data) as (store, folder):
        house = await _house(store, folder / MEDIA, clock)
        names = {code: house.loaded.catalogues.locale(code).name for code in house.loaded.languages}
        world = Demo(house, clock)
        arriving = Arriving(house, clock, SCENES, world.delivered)
        pages = {"verify": pages_of(house.web_app("", webhook=False))}
        simulator = Simulator(
            [TOKEN], now=clock.now, advance=world.advance, evening=world.evening,
            scenes=SCENES, languages=names, roles=ROLES, arrived=arriving.arrived, opened=arriving.opened, pages=pages,
        )  # fmt: skip
        if data is not None:
            simulator.bot().number_from(int((clock.now() - NUMBERS_SINCE).total_seconds()))
        root = house.public_url = await simulator.start(port)
        house.add_bot(Way(root, TOKEN))
        try:
            ticking = Clockwork(house.tick, now=wall_clock, believed=house.believed.now)
            async with house.open(), ticking.running():
                await house.lines[0].api.call("setMyName", {"name": NAME})
                first, later = _by_scene(simulator.phones)
                await arriving.everybody(first)
                try:
                    async with _meanwhile(arriving.everybody(later)):
                        yield root
                finally:
                    # the next demo on this folder goes on from here; since the last tick half a minute may have passed
                    async with store.transaction() as tx:
                        await tx.run(sign_of_life, clock.now())
        finally:
            await simulator.stop()


def _by_scene(phones: Sequence[Phone]) -> tuple[list[Phone], list[Phone]]:
    """Those of the first scene, which the page opens on, and the others: nobody waits for them."""
    at_once = {owner.id for owner in SCENES[0].phones}
    return [one for one in phones if one.id in at_once], [one for one in phones if one.id not in at_once]


@contextlib.asynccontextmanager
async def _meanwhile(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """It goes on while the page is there. What goes wrong in it ends the demo, as it would have before the page."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        yield
        task.cancel()


@contextlib.asynccontextmanager
async def _store(data: Path | None) -> AsyncIterator[tuple[Store, Path]]:
    """The demo's own database and the folder that it is in."""
    with _folder(data) as folder:
        url = f"sqlite+aiosqlite:///{folder / 'demo.db'}"
        with lock.hold(url):
            await asyncio.to_thread(migrate, url)
            store = Store(url)
            try:
                yield store, folder
            finally:
                await store.close()


@contextlib.contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is None:
        with tempfile.TemporaryDirectory(prefix="ovop-demo-") as folder:
            yield Path(folder)
    elif (data / REAL).exists():
        raise NotADemo(f"{data} holds the data of a real bot; give the demo a folder of its own.")
    else:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield data


async def serve(port: int, ready: Callable[[str], None], data: Path | None = None) -> None:
    """Run the demo until cancelled; `ready` hears the page's address once it answers."""
    async with demo(port, data) as address:
        ready(address)
        await asyncio.Event().wait()
