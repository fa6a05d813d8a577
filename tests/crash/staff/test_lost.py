"""kill -9 while the tick gives lost accounts back, of which two officers have said whose they are: each whole, once."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection as Rows
from sqlalchemy import Engine, text, update

from bot.clock import wall_clock
from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState, Contact, Person
from bot.services.people import working
from bot.services.staff.vouching import lost
from bot.services.staff.vouching.lost import How, Step
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.people import people, relinking, roles
from bot.store.schema import person
from bot.store.wire import chats
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.doubled import InFlight, doubled
from tests.crash.groups.test_report import MET
from tests.crash.test_crash import CODE, TOKEN, harass, prepared
from tests.house import pack
from tests.nightly import times

__all__ = ["prepared"]

LOST = times(3, 12)
KILLS = times(6, 60)
OLD, NEW = 2000, 3000
# What each account that is given back leaves, in tables of their own: as many rows of each, at every instant.
GIVEN = (
    f"SELECT count(*) FROM chat_person JOIN person ON person_id = id WHERE chat >= {NEW} AND name LIKE 'Old %'",
    f"SELECT {LOST} - count(*) FROM chat_person WHERE chat BETWEEN {OLD} AND {NEW - 1}",
    f"SELECT {LOST} - count(*) FROM person WHERE name LIKE 'New %'",
    "SELECT count(*) FROM erasure",
    "SELECT count(*) FROM follow_up WHERE done_at IS NOT NULL",
    "SELECT count(*) / 2.0 FROM lost_word WHERE \"end\" = 'done'",
    "SELECT count(*) / 2.0 FROM audit WHERE action = 'relink'",
    "SELECT count(*) / 2.0 FROM outbox WHERE payload LIKE '%has her account back%'",
    "SELECT count(*) FROM outbox WHERE payload LIKE '%This chat is yours from now on%'",
    "SELECT count(*) FROM outbox WHERE payload LIKE '%has moved to another phone%'",
)


def test_kill_while_lost_accounts_are_given_back(prepared: str) -> None:
    heard, twice, in_flight = asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        assert {_count(connection, one) for one in GIVEN} == {LOST}
        assert _count(connection, "SELECT count(*) FROM lost_word") == 2 * LOST
        assert _count(connection, "SELECT count(*) FROM dead_update") == 0
    engine.dispose()
    assert 2 * LOST <= heard <= 2 * LOST + twice and twice <= in_flight, (heard, twice, in_flight)


def _count(connection: Rows, statement: str) -> float:
    return float(connection.execute(text(statement)).scalar_one())


async def _story(url: str) -> tuple[int, int, int]:
    """Gives how often officers heard of it, how much arrived twice, and how much was on its way at a kill."""
    ahead = (MET + timedelta(days=1) - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    officers = [simulator.phone(1000 + number, "Grace") for number in range(2)]
    phones = [[simulator.phone(first + number, "Mercy") for number in range(LOST)] for first in (OLD, NEW)]
    for phone in (*officers, *phones[0], *phones[1]):
        phone.chat.started = True
    with writing(url) as connection:
        work = [_is_in(connection, phone, "Grace") for phone in officers]
        for who in work:
            roles.give(connection, who, Reach(Role.OFFICER), MET)
        known = [_lost(connection, number, old, new) for number, (old, new) in enumerate(zip(*phones, strict=True))]
    chance, engine = random.Random(20261205), sync_engine(url)
    looking = asyncio.create_task(_look(engine))
    saying = _say(url, engine, work, known, lambda: wall_clock() + timedelta(seconds=ahead))
    await harass(simulator, victim, ahead, [saying], KILLS, lambda _kills: chance.uniform(0.2, 1.2), 2)
    assert not looking.done(), looking.exception()
    looking.cancel()
    engine.dispose()
    await asyncio.to_thread(victim.end)
    twice = doubled(simulator, url)
    heard = sum("has her account back" in one.text for officer in officers for one in officer.screen)
    await simulator.stop()
    return heard, twice, victim.in_flight


def _is_in(connection: Connection, phone: Phone, name: str, confirmed: datetime | None = MET) -> int:
    """Somebody who writes on this phone."""
    kept = {"programme": CODE, "name": name, "language": "en", "text_only": False, "practice": False}
    agreed = {"consent_version": working.TERMS, "created_at": MET, "confirmed_at": confirmed}
    number = people.add_person(connection, kept | agreed)
    contact = Contact(phone.bot.id, phone.id, ChatState.ACTIVE, MET, "en", CODE, is_new=True)
    known = confirmed is not None
    contact.person = Person(number, CODE, "en", None, practice=False, confirmed=known, consent_version=working.TERMS)
    chats.save(connection, [contact], MET)
    return number


def _lost(connection: Connection, number: int, old: Phone, new: Phone) -> int:
    """Who has a business, and a new account with her phone number; gives what staff look at."""
    who, other = _is_in(connection, old, f"Old {number}"), _is_in(connection, new, f"New {number}", None)
    connection.execute(update(person).where(person.c.id.in_((who, other))).values(phone=f"+26599100{number}"))
    what = {"kind": "household", "area": None, "product": None, "registered": None, "confirmed_at": MET}
    days = {"inception": MET.date(), "joined": MET.date()}
    business = people.add_producer(connection, {"programme": CODE, "created_at": MET, **what, **days})
    people.let_speak(connection, who, business, MET)
    relinking.note_lost(connection, business, who, other, MET)
    noted = "SELECT max(follow_up_id) FROM lost_account"
    return int(connection.execute(text(noted)).scalar_one())


async def _say(url: str, engine: Engine, work: list[int], known: list[int], now: Callable[[], datetime]) -> None:
    """Both officers say of one after the other that it is her; the tick does the rest."""
    for done, number in enumerate(known, 1):
        await asyncio.to_thread(_both, url, work, number, now())
        async with asyncio.timeout(PATIENCE):
            while _given(engine) < done:
                await asyncio.sleep(0.05)


def _both(url: str, work: list[int], number: int, now: datetime) -> None:
    with writing(url) as connection:
        said = [lost.is_her(connection, who, pack(CODE), number, How.SEEN, now) for who in work]
    assert said == [Step.FIRST, Step.SECOND]


def _given(engine: Engine) -> float:
    with engine.connect() as connection:
        return _count(connection, GIVEN[0])


async def _look(engine: Engine) -> None:
    """Each is given back whole, or not at all."""
    while True:
        with engine.connect() as connection, connection.begin():
            found = [_count(connection, one) for one in GIVEN]
        assert len(set(found)) == 1, dict(zip(GIVEN, found, strict=True))
        await asyncio.sleep(0.02)
