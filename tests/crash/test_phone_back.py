"""kill -9 while a leader takes phones back that were not her members': each is hers whole, or not at all any more."""

import asyncio
import random
from datetime import timedelta

from sqlalchemy import Engine, text

from bot.clock import wall_clock
from bot.store.engine.sync import sync_engine
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.groups.test_own_phone import BEGAN, MEMBERS, _gather, _gets_hers, _say_yes
from tests.crash.test_crash import TOKEN, Victim, prepared
from tests.nightly import times

__all__ = ["prepared"]

KILLS = times(8, 60)
# A chat is somebody's as long as her phone is linked, and so is what she agreed to there.
HALF = (
    "SELECT count(*) FROM phone_request r WHERE (outcome = 'linked') <>"
    " EXISTS (SELECT 1 FROM chat_person c WHERE c.bot = r.bot AND c.chat = r.chat)"
)


def test_kill_while_phones_are_taken_back(prepared: str) -> None:
    asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT outcome, count(*) FROM phone_request GROUP BY outcome")).all()
        deeds = connection.execute(text("SELECT count(*) FROM audit WHERE action = 'take phone back'")).scalar()
        theirs = connection.execute(text("SELECT count(*) FROM chat_person")).scalar()
        members = connection.execute(text("SELECT count(*) FROM membership WHERE until IS NULL")).scalar()
        dead = connection.execute(text("SELECT count(*) FROM dead_update")).scalar()
    engine.dispose()
    assert [tuple(row) for row in found] == [("taken_back", MEMBERS)]
    assert (deeds, theirs, members, dead) == (MEMBERS, 1, MEMBERS, 0)


async def _story(url: str) -> None:
    ahead = (BEGAN - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    leader = simulator.phone(700, "Noi", "en")
    leader.chat.started = True
    codes = await _gather(url, leader)
    phones = [simulator.phone(800 + number, f"Owner {number}", "en") for number in range(MEMBERS)]
    chance, engine = random.Random(20261129), sync_engine(url)
    victim.live(ahead)
    async with asyncio.TaskGroup() as group:
        for number, code in enumerate(codes):
            group.create_task(_gets_hers(phones[number], code, number))
        group.create_task(_say_yes(leader))
    looking = asyncio.create_task(_look(engine))
    async with asyncio.TaskGroup() as group:
        group.create_task(_take_back(leader))
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.05, 0.4))
            await asyncio.to_thread(victim.die)
            victim.live(ahead)
    for phone in phones:
        await phone.until("this card is not yours", timeout=PATIENCE)
    assert not looking.done(), looking.exception()
    looking.cancel()
    engine.dispose()
    await asyncio.to_thread(victim.die)
    await asyncio.to_thread(victim.end)
    await simulator.stop()


async def _take_back(leader: Phone) -> None:
    """Each that is offered, once: a tap is not lost, whatever is killed."""
    for shown in [one for one in leader.screen if "It was not her" in str(one.buttons)]:
        await leader.tap("It was not her", shown.id)


async def _look(engine: Engine) -> None:
    """At no moment is one half taken back, whatever was killed just now."""
    while True:
        with engine.connect() as connection:
            assert connection.exec_driver_sql(HALF).scalar() == 0
        await asyncio.sleep(0.02)
