"""kill -9 at any moment: no answer is lost, none is recorded twice, and every dialogue can go on."""

import asyncio
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.clock import wall_clock
from bot.services import programmes
from bot.store import Store
from bot.store.engine.sync import sync_engine
from simulator.server import Simulator
from tests.actor import PATIENCE, Actor
from tests.house import pack
from tests.nightly import times

TOKEN = "77:TOKEN-OF-THE-CRASH-TEST"
CODE = "malawi-ovop"
PEOPLE = times(8, 12)
KILLS = times(24, 200)


class Victim:
    """The bot's process, with many lives."""

    def __init__(self, root: str, url: str, rate: str = "0") -> None:
        command = [sys.executable, "-m", "tests.crash.runner", root, TOKEN, url, CODE, rate]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        self._hear("ready")

    def _hear(self, word: str) -> None:
        said = self._process.stdout.readline().strip()  # type: ignore[union-attr]
        assert said == word, f"the bot said {said!r}, not {word!r}"

    def _tell(self, word: str) -> None:
        self._process.stdin.write(word + "\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]

    def live(self, ahead: float) -> None:
        self._tell(f"live {ahead}")

    def die(self) -> None:
        self._tell("die")
        self._hear("dead")

    def end(self) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait(10)
        self._process.stdout.close()  # type: ignore[union-attr]


@pytest.fixture
def prepared(sqlite_url: str) -> Iterator[str]:
    async def record() -> None:
        store = Store(sqlite_url)
        async with store.transaction() as tx:
            await tx.run(programmes.record, pack(CODE), wall_clock())
        await store.close()

    asyncio.run(record())
    yield sqlite_url


def test_kill_at_random_moments(prepared: str) -> None:
    kills = asyncio.run(_story(prepared))
    assert kills >= KILLS
    rows = _rows(prepared)
    assert Counter(row["name"] for row in rows["people"]) == {f"Person {n}": 1 for n in range(PEOPLE)}
    per_person = Counter((row["name"], row["form_name"]) for row in rows["submissions"])
    assert set(per_person.values()) == {1}
    assert {name for name, form in per_person if form == "baseline"} == {f"Person {n}" for n in range(PEOPLE)}
    for row in rows["answers"]:
        number = int(row["name"].split()[1])
        if row["value"].isdecimal() and row["path"].endswith(("people", "sales", "costs")):
            assert int(row["value"]) == number % 90 + 1, row
    checkins = {name for name, form in per_person if form == "checkin"}
    assert checkins == {f"Person {n}" for n in range(PEOPLE)}
    assert [(row["state"], row["nudges_sent"]) for row in rows["slots"]] == [("answered", 1)] * PEOPLE
    assert rows["dead"] == []
    assert not [row for row in rows["outbox"] if row["state"] not in ("sent", "waiting")], rows["outbox"]


async def _story(url: str) -> int:
    """People register and answer the baseline; a month later they are reminded, and answer the check-in."""
    ahead = morning = _ahead(0, 10)
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    people = [Actor(simulator.phone(500 + n), n) for n in range(PEOPLE)]
    chance = random.Random(20260302)

    def life(_kills: int) -> float:
        return chance.uniform(0.05, 0.6)

    kills = await harass(simulator, victim, morning, [_slowly(actor) for actor in people], KILLS // 2, life, 3)
    # Telegram's clock goes with the bot's, or nobody would be reminded
    ahead = _ahead(32, 19)
    kills += await harass(simulator, victim, ahead, [_reminded(actor) for actor in people], KILLS // 2, life, 3)
    await asyncio.to_thread(victim.end)
    await simulator.stop()
    return kills


def _ahead(days: int, hour: int) -> float:
    """How far the bot's clock runs ahead so that it is this hour in Malawi, so many days from now."""
    now = wall_clock()
    there = now.astimezone(ZoneInfo("Africa/Blantyre")).replace(hour=hour, minute=50) + timedelta(days=days)
    return (there - now).total_seconds()


async def harass(
    simulator: Simulator,
    victim: Victim,
    ahead: float,
    stories: list[Coroutine[Any, Any, None]],
    most: int,
    life: Callable[[int], float],
    rest: float,
) -> int:
    """Kill and revive while people chat, until all are done and it has been killed often enough.

    life: how many seconds each lasts, by the number of kills before it; rest: how many the last one has. Where others
    need the machine too, a life may end before it has said a word, again and again: the next ones are longer.
    """
    kills = silent = 0
    victim.live(ahead)
    async with asyncio.TaskGroup() as group:
        chats = [group.create_task(story) for story in stories]
        while kills < most or not all(chat.done() for chat in chats):
            said = len(simulator.sent)
            # killed often enough, it lives a little longer each time: what takes a while has to come to its end
            await asyncio.sleep(life(kills) * _stretch(silent) * (1 + max(0, kills - most) / 5))
            await asyncio.to_thread(victim.die)
            kills += 1
            silent = (
                max(0, silent - 1) if len(simulator.sent) > said or all(chat.done() for chat in chats) else silent + 1
            )
            victim.live(ahead)
    await asyncio.sleep(rest * _stretch(silent))
    await asyncio.to_thread(victim.die)
    return kills


def _stretch(silent: int) -> float:
    return 2.0 ** min(silent // 3, 4)


async def _slowly(actor: Actor) -> None:
    await asyncio.sleep(actor.number * 0.4)
    await actor.meet()


async def _reminded(actor: Actor) -> None:
    await actor.phone.until("It is time for your check-in.", timeout=PATIENCE)
    await actor.go_on(until="Sent. Thank you!")


def _rows(url: str) -> dict[str, list[dict[str, Any]]]:
    """What is in the database, read through a connection of its own."""
    queries = {
        "people": "SELECT name FROM person",
        "submissions": "SELECT person.name, form_name FROM submission JOIN person ON person.id = person_id",
        "answers": "SELECT person.name, path, value FROM answer JOIN submission s ON s.id = submission_id "
        "JOIN person ON person.id = s.person_id",
        "slots": "SELECT state, nudges_sent FROM slot WHERE number = 1",
        "dead": "SELECT * FROM dead_update",
        "outbox": "SELECT state, reason, method FROM outbox",
    }
    engine = sync_engine(url)
    with engine.connect() as connection:
        found = {name: [dict(row._mapping) for row in connection.execute(text(sql))] for name, sql in queries.items()}
    engine.dispose()
    return found
