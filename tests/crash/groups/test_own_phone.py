"""kill -9 while members get their phones: each is linked once, and nobody without her leader's yes and her own."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from bot.clock import wall_clock
from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState, Contact
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.groups.paper import cards
from bot.services.people import registration
from bot.services.people.registration import Registration
from bot.store import Connection, Store
from bot.store.engine.sync import sync_engine
from bot.store.people import roles
from bot.store.wire import chats
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.test_crash import CODE, TOKEN, Victim, prepared
from tests.house import pack
from tests.nightly import times

__all__ = ["prepared"]

MEMBERS = 6
KILLS = times(12, 80)
# By day: at night a leader is asked in the morning.
BEGAN = datetime(2027, 5, 20, 8, 0, tzinfo=UTC)
TOO_EARLY = (
    "SELECT count(*) FROM chat_person JOIN phone_request USING (bot, chat)"
    " WHERE confirmed_at IS NULL OR outcome IS NULL OR outcome <> 'linked'"
)


def test_kill_while_phones_are_linked(prepared: str, tmp_path: Path) -> None:
    asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT outcome, count(*) FROM phone_request GROUP BY outcome")).all()
        agreed = connection.execute(text("SELECT count(*) FROM consent WHERE how = 'chat'")).scalar()
        theirs = connection.execute(text("SELECT count(DISTINCT person_id), count(*) FROM chat_person")).one()
        people = connection.execute(text("SELECT count(*) FROM person")).scalar()
        deeds = connection.execute(
            text("SELECT action, count(*) FROM audit WHERE action LIKE '%phone' GROUP BY action")
        ).all()
        dead = connection.execute(text("SELECT count(*) FROM dead_update")).scalar()
    engine.dispose()
    assert [tuple(row) for row in found] == [("linked", MEMBERS)]
    # the leader has registered in a chat too
    assert agreed == MEMBERS + 1 and people == MEMBERS + 1 and tuple(theirs) == (MEMBERS + 1, MEMBERS + 1)
    each = {"ask for a phone": MEMBERS, "confirm phone": MEMBERS, "link phone": MEMBERS}
    assert {row[0]: row[1] for row in deeds} == each
    assert dead == 0


async def _story(url: str) -> None:
    ahead = (BEGAN - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    leader = simulator.phone(700, "Noi", "en")
    leader.chat.started = True
    codes = await _gather(url, leader)
    chance, engine = random.Random(20261129), sync_engine(url)
    looking = asyncio.create_task(_look(engine))
    victim.live(ahead)
    async with asyncio.TaskGroup() as group:
        for number, code in enumerate(codes):
            group.create_task(_gets_hers(simulator.phone(800 + number, f"Owner {number}", "en"), code, number))
        group.create_task(_say_yes(leader))
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.05, 0.4))
            await asyncio.to_thread(victim.die)
            victim.live(ahead)
    assert not looking.done(), looking.exception()
    looking.cancel()
    engine.dispose()
    await asyncio.to_thread(victim.die)
    await asyncio.to_thread(victim.end)
    await simulator.stop()


async def _gather(url: str, leader: Phone) -> list[str]:
    """A group with its leader and its members, who have a card each; gives the codes."""
    here, store = pack(CODE), Store(url)
    consent = {"version": str(here.programme.consent.version), "language": "en"}

    def gather(connection: Connection) -> list[str]:
        today = BEGAN.date()
        group = making.add(connection, here, Wish("Kampini", None, None, today), "command line", today, BEGAN)
        contact = Contact(leader.bot.id, leader.id, ChatState.ACTIVE, BEGAN, "en", CODE, is_new=True)
        new = Registration({"name": "Noi"}, consent, here.programme, today)
        contact.person = registration.register(connection, contact, new, BEGAN).person
        chats.save(connection, [contact], BEGAN)
        roles.give(connection, contact.person.id, Reach(Role.LEADER, group_id=group), BEGAN)
        told = Told(today, How.ALOUD, "Esther Phiri")
        for number in range(MEMBERS):
            one = NewMember(f"Member {number}", language="en")
            adding.add(connection, here, group, one, told, "command line", BEGAN)
        cards.make(connection, contact.person.id, group, cards.Which.ALL, BEGAN)
        return [one.code for one in cards.printed(connection, contact.person.id, group, cards.Which.ALL)]

    async with store.transaction() as tx:
        codes = await tx.run(gather)
    await store.close()
    return codes


async def _gets_hers(phone: Phone, code: str, number: int) -> None:
    await asyncio.sleep(number * 0.2)
    await phone.say(f"/start m_{code}")
    await phone.until("Is it yours?", timeout=PATIENCE)
    await phone.tap("This is my card")
    await phone.until("Your leader says that it is you", timeout=PATIENCE)
    await phone.tap("Read it")
    await phone.until("We keep your name", timeout=PATIENCE)
    await phone.tap("Next")
    await phone.until("You and programme staff", timeout=PATIENCE)
    await phone.tap("Next")
    await phone.until("You may say no", timeout=PATIENCE)
    await phone.tap("Yes, I agree")
    await phone.until(f"Member {number}, from now on you write here yourself", timeout=PATIENCE)


async def _say_yes(leader: Phone) -> None:
    """To each who is asked about, once, also where the same was asked twice."""
    done: set[str] = set()
    while len(done) < MEMBERS:
        for shown in leader.screen:
            if "Is it her?" in shown.text and shown.text not in done:
                done.add(shown.text)
                await leader.tap("Yes, it is her", shown.id)
        await asyncio.sleep(0.05)


async def _look(engine: Engine) -> None:
    """At no moment is a chat somebody's of whom her leader and she herself have not both said yes."""
    while True:
        with engine.connect() as connection:
            assert connection.exec_driver_sql(TOO_EARLY).scalar() == 0
        await asyncio.sleep(0.02)
