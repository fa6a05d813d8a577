"""kill -9 while an officer notes what came of follow-ups and changes when somebody is asked: each is whole, once."""

import asyncio
import random
from datetime import timedelta

from sqlalchemy import Connection as Rows
from sqlalchemy import Engine, insert, select, text, update

from bot.clock import wall_clock
from bot.services.evaluation import calendar
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from bot.store.people import people
from bot.store.schema import follow_up, slot
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.crash.doubled import InFlight, Listening
from tests.crash.groups.test_group_book import _say, _tap
from tests.crash.groups.test_lot import _works
from tests.crash.groups.test_report import MET
from tests.crash.test_crash import CODE, TOKEN, harass, prepared
from tests.house import pack
from tests.nightly import times

__all__ = ["prepared"]

PEOPLE = times(2, 4)
KILLS = times(5, 40)
# What each step leaves, in tables of its own: as many rows of the one as of the other, at every instant.
ENDED = (
    "SELECT count(*) FROM follow_up_outcome WHERE what = 'visited'",
    "SELECT count(*) FROM follow_up WHERE done_at IS NOT NULL",
    "SELECT count(*) FROM audit WHERE action = 'follow-up visited'",
)
CHANGED = (
    "SELECT count(*) FROM changed_pace",
    "SELECT count(*) FROM slot WHERE interval_reason = 'staff'",
    "SELECT count(*) FROM audit WHERE action = 'change pace'",
    "SELECT count(DISTINCT producer_id) FROM slot WHERE why = 'moved'",
)


def test_kill_while_an_officer_works_through_her_list(prepared: str) -> None:
    asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        assert {_count(connection, one) for one in (*ENDED, *CHANGED)} == {PEOPLE}
        assert _count(connection, "SELECT count(*) FROM dead_update") == 0
    engine.dispose()


def _count(connection: Rows, statement: str) -> int:
    return int(connection.execute(text(statement)).scalar_one())


async def _story(url: str) -> None:
    ahead = (MET + timedelta(days=1) - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    officer = Listening(simulator.phone(1000, "Grace"), url)
    officer.chat.started = True
    with writing(url) as connection:
        _works(connection, officer)
        for number in range(PEOPLE):
            _is_silent(connection, f"Member {number}")
    chance, engine = random.Random(20261203), sync_engine(url)
    looking = asyncio.create_task(_look(engine))
    await harass(simulator, victim, ahead, [_work(officer)], KILLS, lambda _kills: chance.uniform(0.2, 1.0), 1)
    assert not looking.done(), looking.exception()
    looking.cancel()
    engine.dispose()
    await asyncio.to_thread(victim.end)
    await simulator.stop()


def _is_silent(connection: Connection, name: str) -> None:
    """Her baseline nobody answered."""
    known = pack(CODE)
    here = {"programme": CODE, "created_at": MET, "confirmed_at": MET}
    who = people.add_person(connection, {**here, "name": name, "language": "en"})
    what = {"kind": "household", "area": None, "product": None, "registered": None}
    number = people.add_producer(connection, {**here, **what, "inception": MET.date(), "joined": MET.date()})
    people.let_speak(connection, who, number, MET)
    calendar.begin(connection, number, who, MET.date(), MET.date(), known.programme, MET)
    connection.execute(update(slot).where(slot.c.producer_id == number).values(next_nudge_at=None))
    first = connection.scalars(select(slot.c.id).where(slot.c.producer_id == number, slot.c.number == 0)).one()
    values = {"producer_id": number, "slot_id": first, "reason": "no_answer", "created_at": MET}
    connection.execute(insert(follow_up).values(values))


async def _work(officer: Phone) -> None:
    """Of each she changes the pace, and then she was there."""
    for _ in range(PEOPLE):
        await _say(officer, "/work", "☎️")
        await _tap(officer, "1", "📅 Change when we ask")
        await _tap(officer, "📅 Change when we ask", "🔁 Every 3 months")
        await _tap(officer, "🔁 Every 3 months", "it fits the season of the work")
        await _tap(officer, "it fits the season of the work", "↩️ As it was before")
        await _say(officer, "/work", "☎️")
        await _tap(officer, "1", "✅ Visited")
        await _tap(officer, "✅ Visited", "There is nothing more to do here")


async def _look(engine: Engine) -> None:
    """Each step is there whole or not at all."""
    while True:
        with engine.connect() as connection, connection.begin():
            for same in (ENDED, CHANGED):
                assert len({_count(connection, one) for one in same}) == 1, same
        await asyncio.sleep(0.02)
