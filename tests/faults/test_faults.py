"""A bad day: a fifth of all calls fail in every way that the simulator knows; every dialogue still ends."""

import asyncio
import statistics
from collections.abc import Awaitable
from datetime import UTC, datetime

from sqlalchemy import text

from bot.domain.wire.outgoing import Lane, Outgoing
from bot.services.wire.inbox import close_batch
from simulator.bot_api.faults import Kind
from tests.actor import PATIENCE, Actor
from tests.house import TOKEN, Stage, stage

PEOPLE = 16
# "blocked" ends a chat, as it should; it has a test of its own
WAYS = (Kind.ERROR, Kind.GATEWAY, Kind.DROPPED, Kind.SWALLOWED, Kind.TOO_MANY, Kind.SLOW)
BOT = int(TOKEN.split(":")[0])


async def test_every_dialogue_ends_although_a_fifth_of_the_calls_fail(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=("malawi-ovop",), runs=True) as running:
        for way in WAYS:
            running.simulator.faults.add("*", way, share=0.2 / len(WAYS), seconds=1)
        actors = [Actor(running.simulator.phone(100 + n), n, patience=PATIENCE) for n in range(PEOPLE)]
        await asyncio.gather(*(actor.meet() for actor in actors))
        hits = {fault.kind: fault.hits for fault in running.simulator.faults}
        running.simulator.faults.clear()
        await running.settle(PATIENCE)
        rows = await _submissions(running)
    assert all(hits[way] for way in WAYS), hits
    assert sorted(name for name, _ in rows) == sorted(f"Person {n}" for n in range(PEOPLE))
    assert {count for _, count in rows} == {1}


async def test_replies_wait_no_more_than_a_second_behind_nudges(sqlite_url: str) -> None:
    async with stage(sqlite_url, codes=("malawi-ovop",), rate=25, runs=True) as running:
        phones = [running.simulator.phone(1000 + n) for n in range(160)]
        talker = running.simulator.phone(1)
        for phone in [*phones, talker]:
            await phone.say("/start")
        await running.settle(PATIENCE)
        await _nudge(running, [phone.id for phone in phones])
        waits = []
        for _ in range(10):
            waits.append(await _timed(_answered(talker)))
            await asyncio.sleep(1)  # a chat takes one message a second
        still_waiting = sum(not any("nudge" in shown.text for shown in phone.screen) for phone in phones)
    assert still_waiting > 0, "the nudges were through before the replies could have waited"
    assert max(waits) < 1.0, statistics.quantiles(waits)


async def _answered(talker: object) -> None:
    await talker.say("/help")  # type: ignore[attr-defined]
    await talker.until("I ask you about your work")  # type: ignore[attr-defined]


async def _timed(deed: Awaitable[None]) -> float:
    began = datetime.now(UTC)  # noqa: TID251
    await deed
    return (datetime.now(UTC) - began).total_seconds()  # noqa: TID251


async def _nudge(running: Stage, chats: list[int]) -> None:
    now = running.clock.now()
    rows = [Outgoing(BOT, one, Lane.NUDGE, "sendMessage", {"chat_id": one, "text": "nudge"}) for one in chats]
    async with running.house.store.transaction() as tx:
        await tx.run(close_batch, [], rows, now)
    running.house.wake()


async def _submissions(running: Stage) -> list[tuple[str, int]]:
    query = text(
        "SELECT person.name, COUNT(submission.id) FROM person "
        "LEFT JOIN submission ON submission.person_id = person.id GROUP BY person.id, person.name"
    )
    async with running.house.store.transaction() as tx:
        return [tuple(row) for row in await tx.run(lambda connection: connection.execute(query).all())]  # type: ignore[misc]
