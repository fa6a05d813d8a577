"""kill -9 while figures are asked back and answers are corrected: each is kept once, with what it was at first."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path

from bot.clock import wall_clock
from bot.store.engine.sync import sync_engine
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE, Actor
from tests.crash.test_crash import TOKEN, Victim, _ahead, harass, prepared
from tests.nightly import times

__all__ = ["prepared"]

PEOPLE = 5
KILLS = times(15, 60)
# What is done, and what is heard then. The actor has said 2 to everything at the baseline.
CHECK_IN = (
    ("/checkin", "Are you still making"),
    ("yes", "How much did you make"),
    ("6", "What is the price"),
    ("11", "How much money did you get"),
    ("5000", "K5,000? You usually say K2."),
    ("[✅ Yes, it is right]", "How much did you spend"),
    ("13", "How many people"),
    ("3", "family's money"),
    ("about half", "What is new"),
    ("1", "Is everything right?"),
    ("[✅ Send]", "Sent. Thank you!"),
    ("[✏️ Change an answer]", "What you sent on"),
    ("[▶️]", "How much money did you get"),
    ("[✏️ 4]", "How much money did you get"),
    ("12", "K12"),
    ("[✅ Send]", "Why do you change it?"),
    ("[I wrote it wrong]", "✅ Changed."),
)


def test_kill_while_answers_are_corrected(prepared: str, tmp_path: Path) -> None:
    asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        changed = connection.exec_driver_sql("SELECT old, new, reason FROM correction").all()
        marked = connection.exec_driver_sql("SELECT reason, done_at IS NULL FROM follow_up").all()
        now = connection.exec_driver_sql("SELECT value FROM answer WHERE path LIKE '%checkin/sales'").all()
        dead = connection.exec_driver_sql("SELECT count(*) FROM dead_update").scalar()
    engine.dispose()
    assert [tuple(row) for row in changed] == [("5000", "12", "mistyped")] * PEOPLE
    assert [tuple(row) for row in marked] == [("unusual_figure", 0)] * PEOPLE
    assert [row[0] for row in now] == ["12"] * PEOPLE
    assert dead == 0


async def _story(url: str) -> None:
    ahead = _ahead(0, 10)
    # Telegram's clock goes with the bot's, or its own would not be believed
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    phones = [simulator.phone(800 + number) for number in range(PEOPLE)]
    victim.live(ahead)
    await asyncio.gather(*(Actor(phone, 90 * number + 1).meet() for number, phone in enumerate(phones)))
    await asyncio.to_thread(victim.die)
    ahead = _ahead(32, 19)
    await _harassed(simulator, victim, phones, ahead)
    await asyncio.to_thread(victim.end)
    await simulator.stop()


async def _harassed(simulator: Simulator, victim: Victim, phones: list[Phone], ahead: float) -> None:
    chance = random.Random(20260302)
    chats = [_correct(phone) for phone in phones]
    await harass(simulator, victim, ahead, chats, KILLS, lambda _kills: chance.uniform(0.05, 0.5), 1)


async def _correct(phone: Phone) -> None:
    """She taps in the message that she was just answered with: an older one may come a second time below it."""
    answered: int | None = None
    for act, heard in CHECK_IN:
        phone.mark()
        await (phone.tap(act[1:-1], answered) if act.startswith("[") else phone.say(act))
        answered = next(shown.id for shown in await phone.until(heard, timeout=PATIENCE) if heard in shown.text)
