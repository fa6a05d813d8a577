"""kill -9 while a leader writes lines for her group, says who paid in, and prints receipts: each is there once."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.clock import wall_clock
from bot.store.engine.sync import sync_engine
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.doubled import InFlight, Listening
from tests.crash.groups.test_report import MET, _gather
from tests.crash.test_crash import TOKEN, harass, prepared
from tests.nightly import times
from tests.render.pdf import has, pages

__all__ = ["prepared"]

LINES = 6
COPY = ("Copy", "Kopi")
KILLS = times(6, 40)


def test_kill_while_lines_are_written_for_a_group(prepared: str, tmp_path: Path) -> None:
    printed = asyncio.run(_story(prepared))
    engine = sync_engine(prepared)
    with engine.connect() as connection:
        lines = connection.execute(text("SELECT amount FROM entry WHERE source = 'typed' AND stands")).scalars().all()
        paid = connection.execute(text("SELECT entry_id, receipt, number FROM paid_in ORDER BY at")).all()
        deeds = connection.execute(text("SELECT action, count(*) FROM audit GROUP BY action")).all()
        dead = connection.execute(text("SELECT count(*) FROM dead_update")).scalar()
    engine.dispose()
    assert sorted(lines) == [100 * (101 + one) for one in range(LINES)]
    assert [one.receipt for one in paid] == ["aloud"] * LINES and dead == 0
    assert [one.number for one in paid] == list(range(1, LINES + 1)), "each has its number"
    assert len(printed) >= LINES, "a file may arrive twice, and never not at all"
    for number in range(1, LINES + 1):
        assert any(has(page, f"K{100 + number}") for page in printed)
    assert not any(has(page, word) for page in printed for word in COPY), "what arrives twice is no copy"
    done = dict(tuple(one) for one in deeds)
    assert (done["write for group"], done["receipt for who paid in"], done["begin group book"]) == (LINES, LINES, 1)
    assert done["print receipts"] == LINES


async def _story(url: str) -> list[str]:
    """Gives the receipts that have arrived, as pages."""
    ahead = (MET + timedelta(days=1) - wall_clock()).total_seconds()
    simulator = Simulator([TOKEN], now=lambda: wall_clock() + timedelta(seconds=ahead))
    simulator.lift_limits()
    victim = InFlight(await simulator.start(), url)
    leader = Listening(simulator.phone(1000, "Noi"), url)
    leader.chat.started = True
    await _gather(url, leader)
    chance = random.Random(20261130)
    await harass(simulator, victim, ahead, [_keep(leader)], KILLS, lambda _kills: chance.uniform(0.3, 1.2), 1)
    await asyncio.to_thread(victim.end)
    await simulator.stop()
    files = [one.file for one in leader.screen if one.file is not None]
    return ["".join(pages(one.data)) for one in files]


async def _keep(leader: Phone) -> None:
    """She begins the book, and writes lines that her first member paid in."""
    await _say(leader, "/group", "🗂 Members and papers")
    for label, told in (
        ("🗂 Members and papers", "🏠 The group itself"),
        ("🏠 The group itself", "📒 The group's book"),
        ("📒 The group's book", "✅ Begin the book"),
        ("✅ Begin the book", "How much is there?"),
    ):
        await _tap(leader, label, told)
    await _say(leader, "0", "book begins with")
    for one in range(LINES):
        await _tap(leader, "✍️ Write a line", "Write in one line")
        await _say(leader, f"sold mats {101 + one}", "Who paid this in?")
        await _tap(leader, "Member 1", "Read this out")
        await _tap(leader, "🖨 Receipt on paper", "Print this")


async def _say(leader: Phone, words: str, told: str) -> None:
    leader.mark()
    await leader.say(words)
    await _shows(leader, told)


async def _tap(leader: Phone, label: str, told: str) -> None:
    leader.mark()
    await leader.tap(label)
    await _shows(leader, told)


async def _shows(leader: Phone, told: str) -> None:
    """Until it is on the screen, in words or on a button."""
    async with asyncio.timeout(PATIENCE):
        while not any(told in one.text or told in str(one.buttons) for one in leader.heard):
            await asyncio.sleep(0.02)
