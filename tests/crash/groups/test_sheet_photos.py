"""kill -9 while a leader sends photos of the sheet and erases them: what stays has its row, what went has no file."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.app import MEDIA
from bot.clock import wall_clock
from bot.services.people.erasure import HALF_FETCHED
from bot.store.engine.sync import sync_engine
from simulator.server import Simulator
from simulator.world.phones import PNG, Phone
from tests.actor import PATIENCE
from tests.crash.doubled import InFlight, Listening
from tests.crash.groups.test_report import MET, _gather
from tests.crash.test_crash import TOKEN, harass, prepared
from tests.nightly import times

__all__ = ["prepared"]

# She erases every second one; six of a month are the most.
PHOTOS = 8
KILLS = times(8, 60)


def test_kill_while_photos_are_kept_and_erased(prepared: str, tmp_path: Path) -> None:
    asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        pages = connection.execute(text("SELECT media FROM sheet_photo WHERE erased_at IS NULL")).scalars().all()
        erased = connection.execute(text("SELECT count(*) FROM sheet_photo WHERE erased_at IS NOT NULL")).scalar()
        files = {name: state for name, state in connection.exec_driver_sql("SELECT name, state FROM media")}
        did = connection.execute(
            text("SELECT action, count(*) FROM audit WHERE action LIKE '% sheet' GROUP BY 1")
        ).all()
        dead = connection.execute(text("SELECT count(*) FROM dead_update")).scalar()
    engine.dispose()
    assert {action: count for action, count in did} == {"keep sheet": PHOTOS, "erase sheet": PHOTOS // 2}
    assert files == dict.fromkeys(pages, "kept") and len(pages) == PHOTOS // 2
    assert erased == 0 and dead == 0
    whole = {path.name for path in (tmp_path / MEDIA).iterdir() if path.suffix != HALF_FETCHED}
    assert whole == set(pages) and all((tmp_path / MEDIA / name).read_bytes() == PNG for name in whole)


async def _story(url: str) -> None:
    ahead = (MET + timedelta(days=1) - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    leader = Listening(simulator.phone(1000, "Noi"), url)
    leader.chat.started = True
    await _gather(url, leader)
    chance = random.Random(20261129)
    await harass(simulator, victim, ahead, [_photograph(leader)], KILLS, lambda _kills: chance.uniform(0.05, 0.6), 1)
    # one more lives until all is fetched, and the tick has come
    victim.live(ahead)
    await _settled(url)
    await asyncio.to_thread(victim.end)
    await simulator.stop()


async def _photograph(leader: Phone) -> None:
    for number in range(PHOTOS):
        leader.mark()
        await leader.photo()
        await leader.until("📷 Kept with", timeout=PATIENCE)
        if number % 2:
            await leader.tap("🗑 Erase the photo", leader.heard[-1].id)
            await leader.until("🗑 The photo is erased", timeout=PATIENCE)


async def _settled(url: str) -> None:
    left = "SELECT (SELECT count(*) FROM media WHERE state = 'waiting') + "
    left += "(SELECT count(*) FROM sheet_photo WHERE erased_at IS NOT NULL)"
    engine = sync_engine(url)
    async with asyncio.timeout(PATIENCE):
        while True:
            with engine.connect() as connection:
                if not connection.execute(text(left)).scalar():
                    break
            await asyncio.sleep(0.2)
    engine.dispose()
