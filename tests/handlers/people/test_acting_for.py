"""A person with two producers, through the real bot: what she does without naming one is for the one that the rule
chooses; what names one, by a slot or by what was sent, is for that one.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.i18n import load_catalogues
from bot.services.evaluation import calendar as evaluation
from bot.services.people import relinking
from bot.services.people.relinking import Wish
from bot.store import Connection
from bot.store.people import people
from bot.store.schema import (
    audit,
    chat,
    correction,
    dialogue,
    entry,
    person,
    producer,
    speaks_for,
    statement,
    submission,
)
from bot.store.tips import wishes
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import Stage, pack, stage

CODE = "malawi-ovop"


@dataclass(frozen=True, slots=True)
class Two:
    """Her, the producer that she registered, the other one, and which of them she acts for."""

    phone: Phone
    person: int
    own: int
    other: int
    chosen: int


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        yield found


@pytest.fixture(params=["answered for longer", "answered for since later", "since the same moment"])
async def her(running: Stage, request: pytest.FixtureRequest) -> Two:
    """Registered with a baseline; the other producer's baseline is due."""
    phone = running.simulator.phone(7001, "Mary", "en")
    await Actor(phone, 2).meet()
    minutes = {"answered for longer": -1, "since the same moment": 0}.get(request.param, 1)

    def add(connection: Connection) -> Two:
        (own,) = connection.execute(select(producer)).mappings()
        (who, since) = connection.execute(select(speaks_for.c.person_id, speaks_for.c.since)).one()
        values = {name: value for name, value in own.items() if name not in ("id", "registered")}
        other = people.add_producer(connection, {**values, "registered": None})
        people.let_speak(connection, who, other, since + timedelta(minutes=minutes))
        today = running.clock.now().date()
        evaluation.begin(connection, other, who, today, today, pack(CODE).programme, running.clock.now())
        return Two(phone, who, own["id"], other, other if minutes < 0 else own["id"])

    async with running.house.store.transaction() as tx:
        return await tx.run(add)


async def say(running: Stage, phone: Phone, *acts: str) -> str:
    for act in acts:
        await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()
    return phone.last.text


async def rows(running: Stage, *columns: Any) -> list[tuple[Any, ...]]:
    def read(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(select(*columns))]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def test_the_rule_is_asked_once_when_the_chat_is_loaded(running: Stage, her: Two) -> None:
    ((bot, number),) = await rows(running, chat.c.bot, chat.c.chat)
    async with running.house.store.transaction() as tx:
        (here,) = (await tx.run(chats.load, bot, [number])).values()
        known = await tx.run(chats.hers, here.bot, here.chat, her.person)
    assert known is not None and known.person.acting_for == her.chosen
    assert (here.person_id, here.acting_for) == (her.person, her.chosen)


async def test_the_book_and_what_is_made_of_it(running: Stage, her: Two) -> None:
    assert "K600" in await say(running, her.phone, "sold 12 soap 600")
    assert await rows(running, entry.c.producer_id, entry.c.person_id) == [(her.chosen, her.person)]
    assert "K600" in await say(running, her.phone, "/book")
    await say(running, her.phone, "/statement", "[This month]")
    for _ in range(3):
        if not await rows(running, statement.c.id):
            await say(running, her.phone, f"[{her.phone.last.buttons[0][0].text}]")
    assert await rows(running, statement.c.producer_id, statement.c.person_id) == [(her.chosen, her.person)]


async def test_what_is_due_says_for_whom_and_a_correction_stays_with_it(running: Stage, her: Two) -> None:
    await Actor(her.phone, 3).check_in()
    sent = await rows(running, submission.c.producer_id, submission.c.person_id, submission.c.form_name)
    assert sent == [(her.own, her.person, "baseline"), (her.other, her.person, "baseline")]
    await say(running, her.phone, "[✏️ Change an answer]", "[▶️]", "[✏️ 4]", "16", "[✅ Send]", "[I wrote it wrong]")
    joined = select(submission.c.producer_id, correction.c.person_id, correction.c.new).join_from(
        correction, submission
    )
    async with running.house.store.transaction() as tx:
        assert [tuple(row) for row in await tx.run(lambda connection: connection.execute(joined).all())] == [
            (her.other, her.person, "16")
        ]


async def test_practice_progress_and_tips(running: Stage, her: Two) -> None:
    await Actor(her.phone, 3).check_in()
    await say(running, her.phone, "/progress")
    assert her.phone.last.buttons[-1][0].data == f"picture|{her.chosen:x}~{her.person:x}"
    await say(running, her.phone, "/practice", "/checkin")
    begun = await rows(running, dialogue.c.producer_id, dialogue.c.person_id, dialogue.c.form)
    assert [(whose, who) for whose, who, form in begun if form] == [(her.chosen, her.person)]
    async with running.house.store.transaction() as tx:
        assert (await tx.run(wishes, [her.person]))[her.person].producer_id == her.chosen


async def test_a_lost_account_goes_on_for_the_same_producer_and_the_audit_log_says_so(running: Stage, her: Two) -> None:
    again = running.simulator.phone(7002, "Mary", "en")
    await Actor(again, 4).meet()
    await say(running, again, "sold 1 soap 50")
    (new,) = (row[0] for row in await rows(running, func.max(person.c.id)))
    async with running.house.store.transaction() as tx:
        wish = Wish(her.person, new, ("The leader", "The officer"))
        await tx.run(relinking.relink, wish, load_catalogues(), running.clock.now())
    assert await rows(running, audit.c.action, audit.c.acting_for) == [("relink", her.chosen)] * 2
    assert await rows(running, entry.c.producer_id, entry.c.person_id) == [(her.chosen, her.person)]
    await say(running, again, "sold 2 soap 70")
    assert await rows(running, entry.c.producer_id, entry.c.person_id) == [(her.chosen, her.person)] * 2


async def test_who_answers_for_nobody_has_no_book(running: Stage) -> None:
    phone = running.simulator.phone(7003, "Mary", "en")
    await Actor(phone, 5).meet()

    def part(connection: Connection) -> None:
        connection.execute(speaks_for.delete())

    async with running.house.store.transaction() as tx:
        await tx.run(part)
    for typed in ("sold 12 soap 600", "/book", "/progress", "/checkin"):
        await say(running, phone, typed)
    assert await rows(running, entry.c.id) == []
