"""kill -9 while people answer what an announcement asks: each has one answer, the one that she sees marked."""

import asyncio
import random

from sqlalchemy import Engine, select, text

from bot.clock import wall_clock
from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announced import Asks, Question
from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState, Contact
from bot.domain.wire.message import Message, Recipient
from bot.domain.wire.outgoing import Lane
from bot.i18n import escaped, load_catalogues
from bot.services.people import registration
from bot.services.staff.announced.around import To, around
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.people import people, roles
from bot.store.schema import announcement_answer, announcement_to
from bot.store.staff.announced import answers
from bot.store.wire import chats, outbox
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.test_crash import CODE, TOKEN, Victim, harass, prepared
from tests.house import pack
from tests.nightly import times
from tests.services.staff.announced.sent import an_announcement

__all__ = ["prepared"]

KILLS, PEOPLE, TAPS = times(5, 60), 3, times(3, 6)
DAYS = ("Monday", "Tuesday", "Friday")
CHOICES = Question(Asks.CHOICES, {"en": DAYS})


def test_kill_while_people_answer(prepared: str) -> None:
    last = asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        kept = connection.execute(select(announcement_answer.c.person_id, announcement_answer.c.choice)).all()
        dead = connection.execute(text("SELECT count(*) FROM dead_update")).scalar()
        counts = answers.counted(connection, 1, len(DAYS), None)
    engine.dispose()
    assert dead == 0 and len(kept) == PEOPLE
    assert dict(tuple(row) for row in kept) == last
    assert (counts.asked, counts.answered, sum(counts.each)) == (PEOPLE, PEOPLE, PEOPLE)


async def _story(url: str) -> dict[int, int]:
    """Gives what each has answered last, and sees marked, by her number."""
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    phones = [simulator.phone(1000 + number, f"Person {number}", "en") for number in range(PEOPLE)]
    for phone in phones:
        phone.chat.started = True
    with writing(url) as connection:
        known = _announce(connection, phones)
    chance, engine = random.Random(20261204), sync_engine(url)
    await _arrive(victim, engine)
    looking = asyncio.create_task(_look(engine))
    last: dict[int, int] = {}
    stories = [_answers(phone, person, last, random.Random(person)) for person, phone in known.items()]
    await harass(simulator, victim, 0, stories, KILLS, lambda _kills: chance.uniform(0.1, 0.9), 2)
    assert not looking.done(), looking.exception()
    looking.cancel()
    engine.dispose()
    await asyncio.to_thread(victim.end)
    assert all(_marks(phone, DAYS[last[person]]) for person, phone in known.items())
    await simulator.stop()
    return last


async def _arrive(victim: Victim, engine: Engine) -> None:
    """It is on every screen once, before anything is killed."""
    victim.live(0)
    async with asyncio.timeout(PATIENCE):
        waiting = PEOPLE
        while waiting:
            await asyncio.sleep(0.05)
            with engine.connect() as connection:
                waiting = connection.execute(text("SELECT count(*) FROM outbox WHERE state <> 'sent'")).scalar()
    await asyncio.to_thread(victim.die)


def _announce(connection: Connection, phones: list[Phone]) -> dict[int, Phone]:
    """All are registered, and an announcement with a question waits for each."""
    now, known, catalogues = wall_clock(), pack(CODE), load_catalogues()
    office = people.add_person(connection, {"programme": CODE, "name": "Office", "language": "en", "created_at": now})
    roles.give(connection, office, Reach(Role.ADMIN), now)
    number = an_announcement(connection, office, CHOICES, programme=CODE)
    consent = {"version": str(known.programme.consent.version), "language": "en"}
    found = {}
    for phone in phones:
        new = registration.Registration({"name": phone.owner.name}, consent, known.programme, now.date())
        contact = Contact(phone.bot.id, phone.id, ChatState.ACTIVE, now, "en", CODE, is_new=True)
        contact.person = registration.register(connection, contact, new, now).person
        chats.save(connection, [contact], now)
        her = contact.person.id
        (dressed,) = around(connection, catalogues, known, number, [To(her, "en")])
        to = Recipient(phone.bot.id, phone.id, "en", her)
        message = dressed.put(Message(escaped("On which day?")))
        outbox.add(connection, [bot_api.outgoing(catalogues, to, message, Lane.NUDGE)], now)
        row = {"announcement_id": number, "person_id": her, "bot": phone.bot.id, "chat": phone.id, "state": "delivered"}
        connection.execute(announcement_to.insert().values(row))
        found[her] = phone
    return found


def _marks(phone: Phone, day: str) -> bool:
    return any(f"✔️ {day}" in key.text for one in phone.screen for row in one.buttons for key in row)


async def _answers(phone: Phone, person: int, last: dict[int, int], chance: random.Random) -> None:
    """She changes her mind, over and over."""
    for _ in range(TAPS):
        day = chance.choice([day for day in DAYS if not _marks(phone, day)])
        last[person] = DAYS.index(day)
        await phone.tap(day)
        async with asyncio.timeout(PATIENCE):
            while not _marks(phone, day):
                await asyncio.sleep(0.02)


async def _look(engine: Engine) -> None:
    """At every instant those who have answered and those who have not are all who were asked."""
    while True:
        with engine.connect() as connection:
            counts = answers.counted(connection, 1, len(DAYS), None)
            rows = connection.execute(text("SELECT count(*) FROM announcement_answer")).scalar()
        assert counts.asked == PEOPLE and sum(counts.each) + counts.not_answered == PEOPLE
        assert rows == counts.answered
        await asyncio.sleep(0.02)
