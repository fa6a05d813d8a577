"""kill -9 while a leader reminds three hundred members: each is reminded, once; what came twice was in flight."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.clock import wall_clock
from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState, Contact
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.people import registration
from bot.services.people.registration import Registration
from bot.store import Connection, Store
from bot.store.engine.sync import sync_engine
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.wire import chats
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.doubled import InFlight, doubled
from tests.crash.test_crash import CODE, TOKEN, harass, prepared
from tests.house import pack
from tests.nightly import times

__all__ = ["prepared"]

MEMBERS = 300
KILLS = times(10, 60)
# The clock runs ahead to the day after, in the second half of a month: that month is the one the group talks about.
JOINED = datetime(2027, 5, 20, 8, 0, tzinfo=UTC)


def test_kill_while_three_hundred_are_reminded(prepared: str, tmp_path: Path) -> None:
    twice, in_flight, heard = asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        said = connection.execute(text("SELECT person_id FROM outbox WHERE dedupe LIKE 'remind:%'")).scalars().all()
        nudged = connection.execute(text("SELECT count(*) FROM person WHERE last_nudge_on = '2027-05-21'")).scalar()
        deeds = connection.execute(text("SELECT detail FROM audit WHERE action = 'remind members'")).all()
        dead = connection.execute(text("SELECT count(*) FROM dead_update")).scalar()
    engine.dispose()
    assert set(Counter(said).values()) == {1} and len(said) == MEMBERS == nudged
    assert len(deeds) == 1, "the taps after the first found nobody to remind"
    assert dead == 0
    assert min(heard) >= 1 and sum(heard) - MEMBERS <= twice <= in_flight, (sum(heard), twice, in_flight)


async def _story(url: str) -> tuple[int, int, list[int]]:
    ahead = (JOINED + timedelta(days=1) - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    leader, *others = (simulator.phone(1000 + number, f"Noi {number}") for number in range(MEMBERS + 1))
    for phone in others:
        phone.chat.started = True
    await _gather(url, leader, others)
    chance = random.Random(20261129)
    await harass(simulator, victim, ahead, [_remind(leader)], KILLS, lambda _kills: chance.uniform(0.05, 0.6), 3)
    await asyncio.to_thread(victim.end)
    heard = [sum("A reminder from your group" in one.text for one in phone.screen) for phone in others]
    twice = doubled(simulator, url)
    await simulator.stop()
    return twice, victim.in_flight, heard


async def _gather(url: str, leader: Phone, others: Sequence[Phone]) -> None:
    """A group of them all, as if they had met the bot the day before and answered nothing."""
    here, store = pack(CODE), Store(url)
    consent = {"version": str(here.programme.consent.version), "language": "en"}

    def gather(connection: Connection) -> None:
        today = JOINED.date()
        group = making.add(connection, here, Wish("Kampini", None, None, today), "command line", today, JOINED)
        for phone in (leader, *others):
            contact = Contact(phone.bot.id, phone.id, ChatState.ACTIVE, JOINED, "en", CODE, is_new=True)
            new = Registration({"name": phone.owner.name}, consent, here.programme, today)
            registered = registration.register(connection, contact, new, JOINED)
            contact.person = registered.person
            chats.save(connection, [contact], JOINED)
            if phone is leader:
                roles.give(connection, registered.person.id, Reach(Role.LEADER, group_id=group), JOINED)
            else:
                members.join(connection, group, registered.producer_id, JOINED, confirmed=True)

    async with store.transaction() as tx:
        await tx.run(gather)
    await store.close()


async def _remind(leader: Phone) -> None:
    """She taps until she reads that all were reminded, and once more."""
    await leader.say("/group")
    await leader.until("still to answer: 300", timeout=PATIENCE)
    asked = next(one.id for one in leader.screen if not one.mine and "still to answer" in one.text)
    await leader.tap("🔔 Remind all: 300", asked)
    await leader.until("🔔 reminded: 300", timeout=PATIENCE)
    leader.mark()
    await leader.tap("🔔 Remind all: 300", asked)
    await leader.until("🔔 reminded: 0", timeout=PATIENCE)
