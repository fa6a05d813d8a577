"""However the machine's clock jumps, at the start and while the bot runs: nobody is erased, nothing deleted."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from bot.app import House, Way
from bot.domain.wire.contact import ChatState, Contact
from bot.i18n import load_catalogues
from bot.nights import nightly
from bot.services import programmes
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import registration
from bot.services.people.registration import Registration
from bot.settings import read_settings
from bot.store import Store
from bot.store.schema import erasure, heartbeat, slot
from bot.store.wire import chats
from jobs.embedded import Clockwork
from simulator.bot_api.faults import Kind
from simulator.server import Simulator
from tests.handlers.wire.test_clock import CODE, NOW
from tests.house import TOKEN, TestClock, pack
from tests.system.databases import Templates

YESTERDAY = NOW - timedelta(days=1)
# a minute to ten years, as even by orders of magnitude as may be
MINUTES = st.one_of(*(st.integers(1, most) for most in (9, 60, 1440, 43_200, 525_600, 5_256_000)))
JUMPS = st.builds(lambda minutes, way: timedelta(minutes=minutes * way), MINUTES, st.sampled_from((1, -1)))
FRESH = count(1)


def lives(connection: Connection) -> None:
    """Somebody who joined yesterday, with a year of check-ins to come."""
    programmes.record(connection, pack(CODE), YESTERDAY)
    programme = pack(CODE).programme
    consent = {"version": str(programme.consent.version), "language": "en"}
    contact = Contact(4242, 1, ChatState.ACTIVE, YESTERDAY, "en", CODE, is_new=True)
    new = Registration({"name": "Grace"}, consent, programme, YESTERDAY.date())
    contact.person = registration.register(connection, contact, new, YESTERDAY).person
    chats.save(connection, [contact], YESTERDAY)
    connection.execute(heartbeat.insert().values(name="alive", at=NOW - timedelta(minutes=1)))


def harm(connection: Connection) -> tuple[int, int]:
    """How many were erased, and how many slots have ended without an answer."""
    ended = select(func.count()).select_from(slot).where(slot.c.state == "missed")
    return connection.scalar(select(func.count()).select_from(erasure)) or 0, connection.scalar(ended) or 0


@contextlib.asynccontextmanager
async def begun(url: str, folder: Path, jump: timedelta, *, in_reach: bool) -> AsyncIterator[tuple[House, Simulator]]:
    """A house that starts while its clock is off by so much; what the right time is stands still."""
    simulator = Simulator([TOKEN], now=lambda: NOW)
    clock, store = TestClock(NOW), Store(url)
    try:
        root = await simulator.start()
        async with store.transaction() as tx:
            await tx.run(lives)
        loaded = LoadedPacks({CODE: pack(CODE)}, load_catalogues())
        house = House(store, loaded, clock.now, folder / "media", steady=clock.steady)
        house.believed._now = lambda: NOW + jump
        house.add_bot(Way(root, TOKEN))
        async with house.open(polling=False):
            if not in_reach:
                house.believed._sight = None
                simulator.faults.add("*", Kind.DROPPED)
            yield house, simulator
    finally:
        await store.close()
        await simulator.stop()


async def live_through(url: str, folder: Path, jumps: Sequence[timedelta], *, in_reach: bool) -> None:
    old = [folder / "backups" / f"ovop-{NOW - timedelta(days=days):%Y-%m-%d}.tar.gz" for days in (1, 8, 29)]
    old[0].parent.mkdir(parents=True)
    for file in old:
        file.write_bytes(b"a backup")
    async with begun(url, folder, jumps[0], in_reach=in_reach) as (house, simulator):
        jobs = nightly(house, read_settings(token=TOKEN, data_dir=folder, database_url=url))
        works = Clockwork(house.tick, *jobs, now=house.now, believed=house.believed.now)
        for jump in (*jumps, timedelta()):
            house.believed._now = lambda jump=jump: NOW + jump  # type: ignore[misc]
            if jump == timedelta():
                simulator.faults.clear()
            await house.tick()
            await works.at_night(*jobs)
            async with house.store.transaction() as tx:
                assert await tx.run(harm) == (0, 0), jump
            assert all(file.exists() for file in old), jump
        async with house.store.transaction() as tx:
            assert await tx.run(lambda connection: connection.scalar(select(heartbeat.c.at))) == NOW, "ticks go on"


@pytest.mark.parametrize("in_reach", [True, False], ids=["telegram tells", "out of reach at first"])
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(jumps=st.lists(JUMPS, min_size=1, max_size=4))
def test_whatever_the_clock_says(templates: Templates, tmp_path: Path, in_reach: bool, jumps: list[timedelta]) -> None:
    folder = tmp_path / f"{next(FRESH)}"
    folder.mkdir()
    asyncio.run(live_through(templates.copy("sqlite", folder), folder, jumps, in_reach=in_reach))
