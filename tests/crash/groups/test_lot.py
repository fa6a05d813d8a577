"""kill -9 between a lot and the asking, and in the middle of a "no": drawn once; all of hers stops, or nothing."""

import asyncio
import random
from datetime import timedelta

from sqlalchemy import Engine, text

from bot.clock import wall_clock
from bot.domain.groups.lot import A_MONTH
from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState, Contact, Person
from bot.services.people import working
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.people import people, roles
from bot.store.wire import chats
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.doubled import InFlight, Listening, doubled
from tests.crash.groups.test_group_book import _say, _tap
from tests.crash.groups.test_report import MET, _gather
from tests.crash.test_crash import CODE, TOKEN, harass, prepared
from tests.nightly import times

__all__ = ["prepared"]

KILLS = times(12, 60)
NO = "SELECT member_id FROM lot WHERE said = 'not_agreed'"
# What stops with a no, each of them by itself: her place in the group, her consent, her calendar; and who hears of it.
STOPPED = (
    "SELECT member_id FROM membership WHERE until IS NOT NULL",
    "SELECT producer_id FROM consent JOIN speaks_for USING (person_id) WHERE NOT agreed",
    "SELECT producer_id FROM person JOIN speaks_for ON person_id = id WHERE consent_version IS NULL",
    "SELECT DISTINCT producer_id FROM slot WHERE why = 'stopped'",
    "SELECT producer_id FROM follow_up WHERE reason = 'not_agreed'",
    "SELECT CAST(substr(subject, 10) AS integer) FROM audit WHERE action = 'ask by lot'",
)
TOLD = "SELECT count(*) FROM outbox WHERE chat = 1000 AND payload LIKE '%I did not agree%'"


def test_kill_while_a_lot_is_drawn_and_who_did_not_agree_is_let_go(prepared: str) -> None:
    heard, twice, in_flight = asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        drawn = connection.execute(text("SELECT said FROM lot")).scalars().all()
        told = connection.execute(text(TOLD)).scalar()
        dead = connection.execute(text("SELECT count(*) FROM dead_update")).scalar()
    engine.dispose()
    assert drawn == ["not_agreed"] * A_MONTH, "whoever was killed has drawn the same, once"
    assert (told, dead) == (A_MONTH, 0)
    assert A_MONTH <= heard <= A_MONTH + twice and twice <= in_flight, (heard, twice, in_flight)


async def _story(url: str) -> tuple[int, int, int]:
    """Gives how often the leader heard of it, how much arrived twice, and how much was on its way at a kill."""
    ahead = (MET + timedelta(days=1) - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    phones = (simulator.phone(1000 + number, name) for number, name in enumerate(("Noi", "Grace")))
    leader, officer = (Listening(phone, url) for phone in phones)
    for phone in (leader, officer):
        phone.chat.started = True
    await _gather(url, leader)
    with writing(url) as connection:
        _works(connection, officer)
    chance, engine = random.Random(20261202), sync_engine(url)
    looking = asyncio.create_task(_look(engine))
    await harass(simulator, victim, ahead, [_ask(officer)], KILLS, lambda _kills: chance.uniform(0.1, 0.9), 2)
    assert not looking.done(), looking.exception()
    looking.cancel()
    engine.dispose()
    await asyncio.to_thread(victim.end)
    twice = doubled(simulator, url)
    heard = sum("I did not agree" in one.text for one in leader.screen)
    await simulator.stop()
    return heard, twice, victim.in_flight


def _works(connection: Connection, phone: Phone) -> None:
    """She is the officer of all of the programme."""
    kept = {"programme": CODE, "name": "Grace", "language": "en", "text_only": False, "practice": False}
    agreed = {"consent_version": working.TERMS, "created_at": MET, "confirmed_at": MET}
    number = people.add_person(connection, kept | agreed)
    roles.give(connection, number, Reach(Role.OFFICER), MET)
    contact = Contact(phone.bot.id, phone.id, ChatState.ACTIVE, MET, "en", CODE, is_new=True)
    contact.person = Person(number, CODE, "en", None, practice=False, confirmed=True, consent_version=working.TERMS)
    chats.save(connection, [contact], MET)


async def _ask(officer: Phone) -> None:
    """She asks all whom the lot has drawn, and each says that she did not agree."""
    async with asyncio.timeout(PATIENCE):
        while "🎲" not in str(officer.heard and officer.heard[-1].buttons):
            await officer.say("/followups")
            await asyncio.sleep(0.5)
    for _ in range(A_MONTH):
        await _say(officer, "/followups", "🎲")
        await _tap(officer, "🎲", "Tap a name")
        await _tap(officer, "👤 Member", "did she agree?")
        await _tap(officer, "✖️ She did not agree", "Did she say so herself?")
        await _tap(officer, "✖️ Yes, she did not agree", "Shall I erase what was kept of her?")


async def _look(engine: Engine) -> None:
    """A lot is drawn whole or not at all; and of who said no all has stopped, of who did not, nothing."""
    while True:
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM lot")).scalar() in (0, A_MONTH)
            no = sorted(connection.execute(text(NO)).scalars())
            for stopped in STOPPED:
                assert sorted(connection.execute(text(stopped)).scalars()) == no, stopped
            assert connection.execute(text(TOLD)).scalar() == len(no)
        await asyncio.sleep(0.02)
