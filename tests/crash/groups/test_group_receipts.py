"""kill -9 between a line of a group's book and the receipt in the chat of who paid it in: one receipt, never none."""

import asyncio
import random
from collections import Counter
from datetime import timedelta

from sqlalchemy import text

from bot.clock import wall_clock
from bot.store.engine.sync import sync_engine
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.doubled import InFlight, Listening, doubled
from tests.crash.groups.test_group_book import _say, _tap
from tests.crash.test_crash import TOKEN, harass, prepared
from tests.crash.test_reminding import JOINED, _gather
from tests.nightly import times

__all__ = ["prepared"]

LINES = 6
KILLS = times(8, 60)
SUMS = [100 * (101 + one) for one in range(LINES)]


def test_kill_between_a_line_and_its_receipt(prepared: str) -> None:
    heard, twice, in_flight = asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        lines = connection.execute(text("SELECT amount FROM entry WHERE source = 'typed' AND stands")).scalars().all()
        paid = connection.execute(text("SELECT receipt FROM paid_in")).scalars().all()
        said = (
            connection.execute(text("SELECT payload FROM outbox WHERE payload LIKE '%from you on%' AND chat = 1001"))
            .scalars()
            .all()
        )
        deeds = connection.execute(text("SELECT count(*) FROM audit WHERE action = 'receipt for who paid in'")).scalar()
        dead = connection.execute(text("SELECT count(*) FROM dead_update")).scalar()
    engine.dispose()
    assert sorted(lines) == SUMS and paid == ["chat"] * LINES
    assert (len(said), len(set(said)), deeds, dead) == (LINES, LINES, LINES, 0), "each is said once"
    assert len(heard) == LINES and min(heard.values()) >= 1, "a receipt may arrive twice, and never not at all"
    assert sum(heard.values()) - LINES <= twice <= in_flight, (heard, twice, in_flight)


async def _story(url: str) -> tuple[Counter[str], int, int]:
    """Gives the receipts that have arrived, how much arrived twice, and how much was on its way at a kill."""
    ahead = (JOINED + timedelta(days=1) - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    phones = (simulator.phone(1000 + number, name) for number, name in enumerate(("Noi", "Malita")))
    leader, payer = (Listening(phone, url) for phone in phones)
    payer.chat.started = True
    await _gather(url, leader, [payer])
    chance = random.Random(20261201)
    await harass(simulator, victim, ahead, [_keep(leader, payer)], KILLS, lambda _kills: chance.uniform(0.1, 0.9), 2)
    await asyncio.to_thread(victim.end)
    heard = Counter(one.text for one in payer.screen if "from you on" in one.text)
    twice = doubled(simulator, url)
    await simulator.stop()
    return heard, twice, victim.in_flight


async def _keep(leader: Phone, payer: Listening) -> None:
    """She begins the book and writes lines, each of a member with a phone; who paid in waits for each receipt."""
    await _say(leader, "/group", "🗂 Members and papers")
    for label, told in (
        ("🗂 Members and papers", "🏠 The group itself"),
        ("🏠 The group itself", "📒 The group's book"),
        ("📒 The group's book", "✅ Begin the book"),
        ("✅ Begin the book", "How much is there?"),
    ):
        await _tap(leader, label, told)
    await _say(leader, "0", "book begins with")
    for amount in SUMS:
        await _tap(leader, "✍️ Write a line", "Write in one line")
        await _say(leader, f"sold mats {amount // 100}", "Who paid this in?")
        await payer.all_heard()
        payer.mark()
        await leader.tap("Malita")
        await payer.until("from you on", timeout=PATIENCE)
