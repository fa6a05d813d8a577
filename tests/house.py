"""A whole house for tests: the real bot over real HTTP against the simulator, with a clock that the test turns."""

import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bot.app import MEDIA, House, Way
from bot.i18n import Catalogues, load_catalogues
from bot.packs import Pack, load_pack
from bot.services import programmes
from bot.services.loaded_packs import LoadedPacks
from bot.services.recordings import Recordings
from bot.store import Store
from bot.store.schema import metadata
from simulator.server import Simulator
from tests.due import next_moment
from tests.patience import PATIENCE

PACKS = Path(__file__).parent.parent / "programmes"
COUNTRIES = ("malawi-ovop", "nepal-odop", "thailand-otop")
TOKEN = "4242:TEST-TOKEN-OF-THE-SIMULATOR"


@cache
def pack(code: str) -> Pack:
    """A pack, loaded once for all tests."""
    return load_pack(PACKS / code)


@dataclass(slots=True)
class TestClock:
    """A clock that stands where the test puts it, or runs on from there when `runs`: retries wait for it."""

    __test__ = False

    at: datetime = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    runs: bool = False
    began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self.began) if self.runs else self.at

    def steady(self) -> float:
        """Time that is turned has passed, for everybody: Telegram's clock is this one too."""
        return self.now().timestamp()

    def turn(self, **by: float) -> None:
        """Forward, by days=, hours= …"""
        self.at += timedelta(**by)


@dataclass(slots=True)
class Stage:
    """A simulator, a house in it, and the clock of both."""

    simulator: Simulator
    house: House
    clock: TestClock
    results: list[dict[str, str]] = field(default_factory=list)
    tokens: Sequence[str] = field(default_factory=lambda: (TOKEN,))

    async def settle(self, timeout: float = PATIENCE) -> None:
        """Until everything that came in has been answered, and all that was said has arrived or waits for a retry."""
        async with asyncio.timeout(timeout):
            while not self._quiet() or not await self._empty():
                await asyncio.sleep(0.005)

    def _quiet(self) -> bool:
        """What needs no look into the database: every look costs more than the answer to an update."""
        unread = any(len(self.simulator.bot(token).updates) for token in self.tokens)
        return not unread and not any(line.delivery.in_hand for line in self.house.lines)

    async def _empty(self) -> bool:
        async with self.house.store.transaction() as tx:
            return await tx.run(_nothing_waits)

    async def walk(self, days: int) -> None:
        """Days pass, with a tick at every third hour, except where it would find nothing to do."""
        due = await self._due()
        for _ in range(days * 8):
            self.clock.turn(hours=3)
            if self.clock.now() >= due:
                await self.house.tick()
                due = await self._due()
        await self.house.tick()
        await self.settle()

    async def _due(self) -> datetime:
        async with self.house.store.transaction() as tx:
            return await tx.run(next_moment, self.clock.now(), tips=True)


def _nothing_waits(connection: object) -> bool:
    from bot.store.wire import outbox

    counts = outbox.counts(connection)  # type: ignore[arg-type]
    return not counts.get("waiting") and not counts.get("sending")


@contextlib.asynccontextmanager
async def stage(
    database: str,
    *,
    codes: Sequence[str] = COUNTRIES,
    tokens: Sequence[str] = (TOKEN,),
    rate: float = 0,
    runs: bool = False,
    packs: Mapping[str, Pack] | None = None,
    catalogues: Catalogues | None = None,
) -> AsyncIterator[Stage]:
    """The curtain rises: packs loaded, bot polling."""
    clock = TestClock(runs=runs)
    known = packs or {code: pack(code) for code in codes}
    data = Path(tempfile.mkdtemp(prefix="ovop-data-"))
    simulator = Simulator(tokens, now=clock.now, languages={"en": "English"})
    simulator.lift_limits()
    store = Store(database)
    try:
        root = await simulator.start()
        async with store.transaction() as tx:
            await tx.run(metadata.create_all)
            for code in codes:
                await tx.run(programmes.record, known[code], clock.now())
        loaded = LoadedPacks(known, catalogues or load_catalogues(), recordings=Recordings(data / MEDIA))
        house = House(store, loaded, clock.now, data / MEDIA, steady=clock.steady)
        for token in tokens:
            house.add_bot(Way(root, token, rate=rate, long_poll=2))
        # in a test they leave when its clock ticks
        async with house.open(announcing=False):
            yield Stage(simulator, house, clock, tokens=tokens)
    finally:
        await store.close()
        await simulator.stop()
        shutil.rmtree(data)
