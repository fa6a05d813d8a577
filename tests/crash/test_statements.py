"""kill -9 while statements are asked for: every tap gives one code, every page arrives, and each code is good."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.clock import wall_clock
from bot.domain.book.statement_code import dashed
from bot.services.book import statements
from bot.services.book.statements import Verdict
from bot.store.engine.sync import reading
from bot.store.schema import dead_update, outbox, statement
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.test_book import _answer, _register
from tests.crash.test_crash import TOKEN, Victim, harass, prepared
from tests.nightly import times

__all__ = ["prepared"]

PEOPLE = 5
EACH = times(2, 4)
KILLS = times(12, 100)


def test_kill_while_statements_are_issued(prepared: str, tmp_path: Path) -> None:
    phones = asyncio.run(_story(prepared))
    with reading(prepared) as connection:
        made = connection.execute(statement.select().order_by(statement.c.id)).all()
        verdicts = {statements.verify(connection, row.code).verdict for row in made}
        states = {row.state for row in connection.execute(outbox.select())}
        dead = connection.execute(dead_update.select()).all()
    assert dead == []
    assert states == {"sent"}
    assert Counter(row.person_id for row in made) == dict.fromkeys((row.person_id for row in made), EACH)
    assert len(made) == PEOPLE * EACH == len({row.code for row in made})
    assert verdicts == {Verdict.GOOD}
    assert {code for phone in phones for code in _pages(phone)} == {dashed(row.code) for row in made}


def _pages(phone: Phone) -> set[str]:
    """The codes of the pages that have arrived."""
    shown = [one for one in phone.screen if one.file is not None]
    assert all(one.file is not None and one.file.data.startswith(b"%PDF-") for one in shown)
    return {one.text.splitlines()[0].removeprefix("Its code: ") for one in shown}


async def _story(url: str) -> Sequence[Phone]:
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    phones = [simulator.phone(950 + number) for number in range(PEOPLE)]
    await _register(url, phones)
    await _harassed(simulator, victim, phones)
    await asyncio.to_thread(victim.end)
    await simulator.stop()
    return phones


async def _harassed(simulator: Simulator, victim: Victim, phones: Sequence[Phone]) -> None:
    chance = random.Random(20261124)
    chats = [_ask_for_pages(phone) for phone in phones]
    # long enough for a page now and then: drawing the first one loads the fonts
    await harass(simulator, victim, 0, chats, KILLS, lambda _kills: chance.uniform(0.1, 1.2), 3)


async def _ask_for_pages(phone: Phone) -> None:
    await phone.say("sold 12 soap 600")
    await phone.until("K600", timeout=PATIENCE)
    for number in range(1, EACH + 1):
        phone.mark()
        await phone.say("/statement")
        await phone.tap("This month", await _answer(phone, "For how long?"))
        async with asyncio.timeout(PATIENCE):
            while len(_pages(phone)) < number:
                await asyncio.sleep(0.05)
