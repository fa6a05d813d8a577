"""Two processes of one bot on one PostgreSQL: one works, one waits and says so, and takes over when that one goes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Row, text

from bot.clock import wall_clock
from bot.services import programmes
from bot.store.engine.sync import sync_engine, writing
from simulator.server import Simulator
from tests.actor import PATIENCE, Actor
from tests.crash.test_crash import CODE, TOKEN
from tests.faults.process import Process
from tests.house import pack
from tests.nightly import times
from tests.system.databases import Cluster, Templates

BOT = int(TOKEN.partition(":")[0])
OTHER = "78:TOKEN-OF-ANOTHER-BOT"
PEOPLE, KILLS = 6, times(2, 4)
WAITS = f"Another process holds bot {BOT} on this database; this one waits until that one ends."
GOES_ON = "Nobody else holds the bot any more; this process goes on."
ENDS = f"Another process holds bot {BOT} now; this one ends"
LOCKED = text("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted")


@pytest.fixture
def clustered(templates: Templates, cluster: Cluster, tmp_path: Path) -> Iterator[Engine]:
    url = templates.copy("postgresql", tmp_path)
    with writing(url) as connection:
        programmes.record(connection, pack(CODE), wall_clock())
    engine = sync_engine(url)
    yield engine
    engine.dispose()
    cluster.drop(url)


@pytest.fixture
async def telegram(clustered: Engine) -> AsyncIterator[Simulator]:
    simulator = Simulator([TOKEN, OTHER], now=wall_clock)
    simulator.lift_limits()
    await simulator.start()
    yield simulator
    await simulator.stop()


def settings(clustered: Engine, telegram: Simulator, token: str) -> dict[str, str]:
    url = clustered.url.render_as_string(hide_password=False)
    return {"DATABASE_URL": url, "TOKEN": token, "API_URL": telegram.url, "RATE": "0"}


@pytest.fixture
async def first(clustered: Engine, telegram: Simulator, tmp_path: Path) -> AsyncIterator[Process]:
    """At work."""
    process = Process.on(tmp_path / "a", **settings(clustered, telegram, TOKEN))
    try:
        await process.start()
        yield process
    finally:
        await process.kill()


@pytest.fixture
async def second(first: Process, clustered: Engine, telegram: Simulator, tmp_path: Path) -> AsyncIterator[Process]:
    """It has come after the first, and waits."""
    process = Process.on(tmp_path / "b", **settings(clustered, telegram, TOKEN))
    try:
        await process.begin()
        await process.until(WAITS)
        yield process
    finally:
        await process.kill()


def found(clustered: Engine, query: str) -> Sequence[Row[Any]]:
    with clustered.connect() as connection:
        return connection.execute(text(query)).all()


async def test_one_works_and_one_waits_however_often_the_first_is_killed(
    first: Process, second: Process, clustered: Engine, telegram: Simulator
) -> None:
    actors = [Actor(telegram.phone(700 + n), n, patience=PATIENCE) for n in range(PEOPLE)]
    meeting = asyncio.gather(*(actor.meet() for actor in actors))
    for kills in range(1, KILLS + 1):
        await asyncio.sleep(0.7)
        assert not second.heard("at work"), second.said
        await first.kill()
        await second.until("bot(s) at work")
        assert (second.heard(WAITS), second.heard(GOES_ON)) == (1, 1)
        await _until_number(clustered, kills + 1)
        await first.begin()
        await first.until(WAITS)
        first, second = second, first
    await asyncio.wait_for(meeting, PATIENCE)
    assert (await second.stop(), await first.stop()) == (0, 0)
    everybody = {f"Person {n}": 1 for n in range(PEOPLE)}
    assert Counter(name for (name,) in found(clustered, "SELECT name FROM person")) == everybody
    sent = found(clustered, "SELECT name FROM submission JOIN person ON person.id = person_id")
    assert Counter(name for (name,) in sent) == everybody
    assert found(clustered, "SELECT traceback FROM dead_update") == []
    assert {state for (state,) in found(clustered, "SELECT DISTINCT state FROM outbox")} == {"sent"}
    for one in (first, second):
        assert not one.heard("ERROR"), one.said


async def test_who_waits_stops_when_told_and_leaves_a_database_alone_that_was_migrated_meanwhile(
    first: Process, second: Process, clustered: Engine
) -> None:
    assert await second.stop() == 0
    assert not second.heard("Traceback"), second.said
    await second.begin()
    await second.until(WAITS)
    with clustered.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await first.kill()
    assert await second.ended() == 1
    assert "newer than this version of ovop" in second.said[-1], second.said


async def test_a_session_that_is_lost_is_had_again_unless_another_process_is_faster(
    first: Process, clustered: Engine
) -> None:
    (before,) = _end_session(clustered)
    async with asyncio.timeout(PATIENCE):
        while (now := _holding(clustered)) in ([], [before]):
            assert first.lives, first.said
            await asyncio.sleep(0.1)
    # it has looked at the new one
    await asyncio.sleep(1.5)
    assert (first.lives, _holding(clustered)) == (True, now), first.said
    with clustered.connect() as other:
        waiting = asyncio.create_task(asyncio.to_thread(other.execute, text(f"SELECT pg_advisory_lock({-BOT})")))
        async with asyncio.timeout(PATIENCE):
            while not found(clustered, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
                await asyncio.sleep(0.05)
        _end_session(clustered)
        await waiting
        assert await first.ended() == 1
    assert ENDS in first.said[-1], first.said


async def test_who_was_away_while_another_had_the_bot_ends_too(first: Process, clustered: Engine) -> None:
    await asyncio.sleep(1.5)
    with clustered.begin() as connection:
        connection.execute(text("UPDATE holder SET number = number + 1"))
        (before,) = connection.scalars(LOCKED)
        connection.execute(text(f"SELECT pg_terminate_backend({before})"))
    assert await first.ended() == 1
    assert ENDS in first.said[-1], first.said


async def test_another_bot_on_the_same_database_does_not_wait(
    clustered: Engine, first: Process, telegram: Simulator, tmp_path: Path
) -> None:
    other = Process.on(tmp_path / "c", **settings(clustered, telegram, OTHER))
    try:
        await other.start()
    finally:
        await other.kill()
    assert first.lives


async def _until_number(clustered: Engine, number: int) -> None:
    """Until somebody sends under this number: at work, a process begins to."""
    async with asyncio.timeout(PATIENCE):
        while (BOT, number) not in (now := found(clustered, "SELECT bot, number FROM holder")):
            assert now == [(BOT, number - 1)]
            await asyncio.sleep(0.05)


def _holding(clustered: Engine) -> list[int]:
    with clustered.connect() as connection:
        return list(connection.scalars(LOCKED))


def _end_session(clustered: Engine) -> list[int]:
    pids = _holding(clustered)
    with clustered.connect() as connection:
        for pid in pids:
            connection.execute(text(f"SELECT pg_terminate_backend({pid})"))
    return pids
