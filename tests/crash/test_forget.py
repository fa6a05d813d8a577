"""kill -9 while people ask to be forgotten: each is erased whole or not at all, and in the end no file holds a name."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.clock import wall_clock
from bot.services import programmes
from bot.store import Store
from bot.store.engine.sync import sync_engine
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE, Actor
from tests.crash.test_crash import CODE, TOKEN, Victim
from tests.house import pack
from tests.nightly import times

Act = Callable[[Phone, int], Coroutine[Any, Any, None]]

PEOPLE = 8
KILLS = times(12, 60)


@pytest.fixture
def prepared(sqlite_url: str) -> Iterator[str]:
    async def record() -> None:
        store = Store(sqlite_url)
        async with store.transaction() as tx:
            await tx.run(programmes.record, pack(CODE), wall_clock())
        await store.close()

    asyncio.run(record())
    yield sqlite_url


def test_kill_while_people_are_forgotten(prepared: str, tmp_path: Path) -> None:
    asyncio.run(story(prepared, PEOPLE, _meet, _forget, 20260302))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM person")]
        left = [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in ("chat", "outbox")]
        states = {row[0] for row in connection.exec_driver_sql("SELECT state FROM erasure")}
    engine.dispose()
    assert (names, left, states) == ([None] * PEOPLE, [0, 0], {"done"})
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"Person " not in path.read_bytes(), path


async def story(url: str, people: int, meet: Act, leave: Act, seed: int) -> None:
    """People meet the bot, each on a phone; then they leave it while it is killed again and again."""
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    phones = [simulator.phone(700 + number) for number in range(people)]
    chance = random.Random(seed)
    victim.live(0)
    await asyncio.gather(*(meet(phone, number) for number, phone in enumerate(phones)))
    async with asyncio.TaskGroup() as group:
        chats = [group.create_task(leave(phone, number)) for number, phone in enumerate(phones)]
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.05, 0.4))
            await asyncio.to_thread(victim.die)
            victim.live(0)
    assert all(chat.done() for chat in chats)
    await asyncio.sleep(3)  # ticks come every second
    await asyncio.to_thread(victim.die)
    await asyncio.to_thread(victim.end)
    await simulator.stop()


async def _meet(phone: Phone, number: int) -> None:
    await Actor(phone, number).meet()


async def _forget(phone: Phone, number: int) -> None:
    await asyncio.sleep(number * 0.3)
    await phone.say("/forget")
    await phone.until("Shall I erase", timeout=PATIENCE)
    await phone.tap("Yes, go on")
    await phone.until("Are you sure?", timeout=PATIENCE)
    await phone.tap("Erase all")
    await phone.until("words are erased", timeout=PATIENCE)
