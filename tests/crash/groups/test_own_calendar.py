"""kill -9 while leaders answer for their groups: each calendar begins once, also where its leader never opens it, and
what is sent is there once.
"""

import asyncio
import random
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.clock import wall_clock
from bot.domain.people.roles import Role
from bot.services import programmes
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.people import invitations
from bot.store.engine.sync import sync_engine, writing
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.groups.test_hand_over import agree, link
from tests.crash.test_crash import CODE, TOKEN, Victim, harass
from tests.house import pack
from tests.nightly import times

# The leaders of the first ones answer; who leads the last only takes it up.
GROUPS, QUIET = 4, 1
KILLS = times(12, 60)
FIGURES = ("12", "9", "4", "50000", "30", "120000", "7", "1")


@pytest.fixture
def links(sqlite_url: str) -> Iterator[tuple[str, list[str]]]:
    """The database, and what is typed by who opens the link of each group."""
    now = wall_clock()
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), now)
        groups = [
            making.add(connection, pack(CODE), Wish(f"Group {number}", None, None, now.date()), "cli", now.date(), now)
            for number in range(GROUPS + QUIET)
        ]
        opened = [link(connection, invitations.Wish(Role.LEADER, group=group)) for group in groups]
    yield sqlite_url, opened


def test_kill_while_groups_are_answered_for(links: tuple[str, list[str]]) -> None:
    url, opened = links
    asyncio.run(_story(url, opened))
    engine = sync_engine(url)
    with engine.connect() as connection:
        count = lambda query: [tuple(row) for row in connection.execute(text(query))]  # noqa: E731
        sent = count("SELECT count(*) FROM submission WHERE form_name = 'group_baseline' GROUP BY producer_id")
        said = count("SELECT value FROM answer GROUP BY submission_id, path ORDER BY value")
        slots = count(
            "SELECT count(*), count(DISTINCT number), sum(state = 'answered') FROM slot GROUP BY producer_id"
            " ORDER BY producer_id"
        )
        deeds = count("SELECT action, count(*) FROM audit WHERE action LIKE '%group%' GROUP BY action ORDER BY action")
        dead = count("SELECT * FROM dead_update")
    engine.dispose()
    assert (sent, dead) == ([(1,)] * GROUPS, [])
    assert [value for (value,) in said] == sorted(FIGURES * GROUPS)
    assert all(all_of == numbers for all_of, numbers, _ in slots)
    assert [answered for _, _, answered in slots] == [1] * GROUPS + [0] * QUIET
    assert {("answer for group", GROUPS), ("begin group calendar", GROUPS + QUIET)} <= set(deeds)


async def _story(url: str, opened: list[str]) -> None:
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    leaders = [simulator.phone(700 + number, "Somebody", "en") for number in range(GROUPS + QUIET)]
    chance = random.Random(20261129)
    stories = [_answer(leader, opened[number], number) for number, leader in enumerate(leaders)]
    await harass(simulator, victim, 0, stories, KILLS, lambda _kills: chance.uniform(0.1, 0.7), 2)
    await asyncio.to_thread(victim.end)
    await simulator.stop()


async def _answer(leader: Phone, opened: str, number: int) -> None:
    """She takes up her group, looks at the group itself, answers, and taps twice to send it."""
    await agree(leader, opened, f"Noi {chr(65 + number)}")
    await leader.until("Choose a PIN", timeout=PATIENCE)
    await leader.tap("Not now")
    if number >= GROUPS:
        return
    await _and(leader, "/group", "Nobody is in it yet")
    await _and(leader, "[The group itself]", "Questions about the group wait")
    await _and(leader, "[Answer for the group]", "1 of 8")
    for place, figure in enumerate(FIGURES, 2):
        await _and(leader, figure, f"{place} of 8" if place <= len(FIGURES) else "Is everything right?")
    shown = leader.heard[-1].id
    await leader.tap("✅ Send", shown)
    await leader.until("✅ Sent for", timeout=PATIENCE)


async def _and(leader: Phone, act: str, expected: str) -> None:
    leader.mark()
    await (leader.tap(act[1:-1]) if act.startswith("[") else leader.say(act))
    await leader.until(expected, timeout=PATIENCE)
