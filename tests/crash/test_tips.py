"""kill -9 while tips are read: each is had once, and what came twice was in flight."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.clock import wall_clock
from bot.store.engine.sync import sync_engine
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.doubled import InFlight, doubled
from tests.crash.test_book import _answer, _register
from tests.crash.test_crash import TOKEN, Victim, harass, prepared
from tests.nightly import times

__all__ = ["prepared"]

PEOPLE, EACH = 3, 3
KILLS = times(12, 100)


def test_kill_while_tips_are_read(prepared: str, tmp_path: Path) -> None:
    twice, in_flight = asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        had = connection.exec_driver_sql("SELECT person_id, slug FROM tip").all()
        dead = connection.exec_driver_sql("SELECT count(*) FROM dead_update").scalar()
    engine.dispose()
    assert set(Counter(tuple(row) for row in had).values()) == {1}
    assert set(Counter(person for person, _ in had).values()) == {EACH}
    assert dead == 0
    assert twice <= in_flight, (twice, in_flight)


async def _story(url: str) -> tuple[int, int]:
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    phones = [simulator.phone(970 + number) for number in range(PEOPLE)]
    await _register(url, phones)
    await _harassed(simulator, victim, phones)
    await asyncio.to_thread(victim.end)
    twice = doubled(simulator, url)
    await simulator.stop()
    return twice, victim.in_flight


async def _harassed(simulator: Simulator, victim: Victim, phones: Sequence[Phone]) -> None:
    chance = random.Random(20261128)
    chats = [_read_on(phone) for phone in phones]
    await harass(simulator, victim, 0, chats, KILLS, lambda _kills: chance.uniform(0.05, 0.5), 1)


async def _read_on(phone: Phone) -> None:
    for _ in range(EACH):
        phone.mark()
        await phone.say("/tips")
        course = await _answer(phone, "You have read")
        phone.mark()
        await phone.tap("▶️ Next tip", course)
        tip = await _tip(phone)
        phone.mark()
        await phone.tap("📖 An example", tip)
        await phone.until(1, timeout=PATIENCE)


async def _tip(phone: Phone) -> int:
    """The tip itself: the course, which begins alike, may come a second time below it."""

    def tips(of: Phone) -> list[int]:
        return [one.id for one in of.heard if one.text.startswith("💡") and "You have read" not in one.text]

    await phone.until(tips, timeout=PATIENCE)
    return tips(phone)[0]
