"""kill -9 while questions are asked and answered: nothing is lost, nothing is kept or answered twice."""

import asyncio
import random
from collections import Counter

from sqlalchemy import select

from bot.clock import wall_clock
from bot.domain.people.roles import Role
from bot.services import programmes
from bot.services.people import invitations
from bot.store.engine.sync import sync_engine, writing
from bot.store.schema import inquiry, inquiry_said
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE, Actor
from tests.crash.doubled import Listening
from tests.crash.groups.test_hand_over import agree, link
from tests.crash.test_crash import CODE, TOKEN, Victim
from tests.house import pack
from tests.nightly import times

ASKERS, ROUNDS = times(2, 3), 2
KILLS = times(5, 60)
# At night an answer waits for the morning: what is kept is counted then, not what has arrived.
ASKED = "What would you like to ask"


def test_kill_while_questions_are_asked_and_answered(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), wall_clock())
        opened = link(connection, invitations.Wish(Role.ADMIN))
    asyncio.run(_story(sqlite_url, opened))
    engine = sync_engine(sqlite_url)
    with engine.connect() as connection:
        said = connection.execute(select(inquiry_said.c.words, inquiry_said.c.by_staff)).all()
        waiting = connection.execute(select(inquiry.c.id).where(inquiry.c.waits_since.is_not(None))).all()
    engine.dispose()
    wanted = [_words(who, turn) for who in range(ASKERS) for turn in range(ROUNDS)]
    assert Counter(row.words for row in said if not row.by_staff) == Counter(wanted)
    assert sum(row.by_staff for row in said) == len(wanted) and waiting == []


def _words(who: int, turn: int) -> str:
    return f"Question {turn} of {chr(65 + who)}?"


async def _story(url: str, opened: str) -> None:
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    officer = Listening(simulator.phone(699, "Grace", "en"), url)
    askers = [Listening(simulator.phone(700 + number, "Mary", "en"), url) for number in range(ASKERS)]
    chance = random.Random(20261129)
    victim.live(0)
    await agree(officer, opened, "Grace Banda")
    for number, phone in enumerate(askers):
        await Actor(simulator.phone(phone.id), number).meet()
    async with asyncio.TaskGroup() as group:
        for number, phone in enumerate(askers):
            group.create_task(_ask(phone, number))
        group.create_task(_answer_all(officer))
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.1, 0.5))
            await asyncio.to_thread(victim.die)
            victim.live(0)
    await asyncio.to_thread(victim.die)
    await asyncio.to_thread(victim.end)
    await simulator.stop()


async def _ask(phone: Phone, number: int) -> None:
    for turn in range(ROUNDS):
        phone.mark()
        await phone.say("/ask")
        await phone.until(ASKED, timeout=PATIENCE)
        await phone.say(_words(number, turn))
        await phone.until("This goes to programme staff", timeout=PATIENCE)
        await phone.tap("✅ Send")
        await phone.until("Programme staff answer you here", timeout=PATIENCE)


async def _answer_all(officer: Phone) -> None:
    """One after the other from the list, until all are answered."""
    for number in range(ASKERS * ROUNDS):
        while True:
            officer.mark()
            await officer.say("/questions")
            await officer.until(lambda phone: phone.heard, timeout=PATIENCE)
            if found := [
                one.text for row in officer.heard[-1].buttons for one in row if one.text.startswith("❓ Person")
            ]:
                break
            await asyncio.sleep(0.1)
        await officer.tap(found[0])
        await officer.until("Waits since", timeout=PATIENCE)
        await officer.tap("✍️ Answer")
        await officer.until("Your answer to", timeout=PATIENCE)
        await officer.say(f"Answer {number}")
        await officer.until("Your answer is sent", timeout=PATIENCE)
