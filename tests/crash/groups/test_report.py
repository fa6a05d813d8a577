"""kill -9 while a leader reports for a hundred members and corrects it: each has one figure, and one correction."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.clock import wall_clock
from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState, Contact, Person
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.people import working
from bot.store import Connection, Store
from bot.store.engine.sync import sync_engine
from bot.store.people import people, roles
from bot.store.wire import chats
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.doubled import InFlight, Listening
from tests.crash.test_crash import CODE, TOKEN, harass, prepared
from tests.house import pack
from tests.nightly import times

__all__ = ["prepared"]

MEMBERS = 100
KILLS = times(10, 60)
MET = datetime(2027, 5, 20, 8, 0, tzinfo=UTC)


def test_kill_while_a_hundred_are_reported(prepared: str, tmp_path: Path) -> None:
    asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        sent = connection.execute(text("SELECT producer_id, count(*) FROM submission GROUP BY producer_id")).all()
        said = connection.execute(text("SELECT value FROM answer")).scalars().all()
        changes = connection.execute(text("SELECT submission_id, old, new FROM correction")).all()
        rows = connection.execute(text("SELECT count(*) FROM report_row")).scalar()
        reports = connection.execute(text("SELECT detail FROM audit WHERE action = 'report'")).all()
        dead = connection.execute(text("SELECT count(*) FROM dead_update")).scalar()
    engine.dispose()
    assert [count for _, count in sent] == [1] * MEMBERS and rows == MEMBERS
    assert sorted(said) == sorted(str(2001 + number) for number in range(MEMBERS))
    assert sorted((one.old, one.new) for one in changes) == sorted(
        (str(1001 + number), str(2001 + number)) for number in range(MEMBERS)
    )
    assert len(reports) == 2 and dead == 0


async def _story(url: str) -> None:
    ahead = (MET + timedelta(days=1) - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    leader = Listening(simulator.phone(1000, "Noi"), url)
    leader.chat.started = True
    await _gather(url, leader)
    chance = random.Random(20261129)
    await harass(simulator, victim, ahead, [_report(leader)], KILLS, lambda _kills: chance.uniform(0.05, 0.6), 1)
    await asyncio.to_thread(victim.end)
    await simulator.stop()


async def _gather(url: str, leader: Phone) -> None:
    """Who leads a group of people without a phone."""
    here, store = pack(CODE), Store(url)

    def gather(connection: Connection) -> None:
        today = MET.date()
        group = making.add(connection, here, Wish("Kampini", None, None, today), "command line", today, MET)
        kept = {"programme": CODE, "name": "Noi", "language": "en", "text_only": False, "practice": False}
        agreed = {"consent_version": working.TERMS, "created_at": MET, "confirmed_at": MET}
        number = people.add_person(connection, kept | agreed)
        roles.give(connection, number, Reach(Role.LEADER, group_id=group), MET)
        contact = Contact(leader.bot.id, leader.id, ChatState.ACTIVE, MET, "en", CODE, is_new=True)
        contact.person = Person(
            id=number, programme=CODE, language="en", nudge_hour=None, practice=False, confirmed=True,
            consent_version=working.TERMS,
        )  # fmt: skip
        chats.save(connection, [contact], MET)
        told = Told(today, How.ALOUD, "the teacher")
        for one in range(MEMBERS):
            adding.add(connection, here, group, NewMember(f"Member {one + 1}"), told, "command line", MET)

    async with store.transaction() as tx:
        await tx.run(gather)
    await store.close()


async def _report(leader: Phone) -> None:
    """She reports, sends it twice, and says other figures for all of them."""
    for first in (1001, 2001):
        leader.mark()
        await leader.say("\n".join(f"no {one + 1} {first + one}" for one in range(MEMBERS)))
        await leader.until("Is this right?", timeout=PATIENCE)
        shown = leader.heard[-1].id
        await leader.tap("✅ Send", shown)
        await leader.until("✅ Sent for", timeout=PATIENCE)
