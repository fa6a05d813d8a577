"""kill -9 while groups are handed over: at every moment one leads each, and in the end all have their receipts."""

import asyncio
import random
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.clock import wall_clock
from bot.domain.people.roles import Role
from bot.services import programmes
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.people import invitations
from bot.store import Connection
from bot.store.engine.sync import sync_engine, writing
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.actor import PATIENCE
from tests.crash.test_crash import CODE, TOKEN, Victim
from tests.house import pack
from tests.nightly import times

GROUPS = 5
KILLS = times(15, 80)
LEADERS = "SELECT group_id, count(*) FROM role WHERE role = 'leader' AND until IS NULL GROUP BY group_id"


@pytest.fixture
def links(sqlite_url: str) -> Iterator[tuple[str, list[str]]]:
    """The database, and what is typed by who opens the links: of an officer, and of a leader for each group."""
    now = wall_clock()
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), now)
        opened = [link(connection, invitations.Wish(Role.OFFICER, "MW-S"))]
        for number in range(GROUPS):
            wish = Wish(f"Group {chr(65 + number)}", "MW-BA", None, now.date())
            group = making.add(connection, pack(CODE), wish, "command line", now.date(), now)
            opened.append(link(connection, invitations.Wish(Role.LEADER, group=group)))
    yield sqlite_url, opened


def link(connection: Connection, wish: invitations.Wish) -> str:
    """What is typed by who opens a new link."""
    made = invitations.create(connection, pack(CODE), wish, "command line", wall_clock())
    return f"/start {invitations.payload(made)}"


def test_kill_while_groups_are_handed_over(links: tuple[str, list[str]]) -> None:
    url, opened = links
    officer, leaders = asyncio.run(_story(url, opened))
    engine = sync_engine(url)
    with engine.connect() as connection:
        held = "SELECT name FROM person JOIN role ON person_id = person.id WHERE role = 'leader' AND until IS {}"
        now = connection.exec_driver_sql(held.format("NULL")).scalars().all()
        before = connection.exec_driver_sql(held.format("NOT NULL")).scalars().all()
        changed = connection.exec_driver_sql("SELECT count(*) FROM audit WHERE action = 'change leader'").scalar()
    engine.dispose()
    # the first of each came in nobody's place
    assert (sorted(now), sorted(before), changed) == (_names("New"), _names("Old"), 2 * GROUPS)
    heard = {re.findall("(Group .):.*(New .) leads it, in the place of (Old .)", one)[0] for one in officer}
    assert heard == {(f"Group {letter}", f"New {letter}", f"Old {letter}") for letter in map(_letter, range(GROUPS))}
    for screen in leaders:
        assert any("You lead it no longer" in one for one in screen)


def _letter(number: int) -> str:
    return chr(65 + number)


def _names(which: str) -> list[str]:
    return [f"{which} {_letter(number)}" for number in range(GROUPS)]


async def _story(url: str, opened: list[str]) -> tuple[list[str], list[list[str]]]:
    """Leaders take up their groups; then they hand them over while the bot is killed again and again. Gives what stood
    in the officer's receipts, and on the screens of who led before.
    """
    simulator = Simulator([TOKEN], now=wall_clock)
    simulator.lift_limits()
    victim = Victim(await simulator.start(), url)
    officer = simulator.phone(699, "Grace", "en")
    old, new = ([simulator.phone(first + number, "Somebody", "en") for number in range(GROUPS)] for first in (700, 800))
    chance, engine = random.Random(20261129), sync_engine(url)
    victim.live(0)
    await agree(officer, opened[0], "Grace Banda")
    for number, phone in enumerate(old):
        await agree(phone, opened[1 + number], _names("Old")[number])
        await phone.until("Choose a PIN", timeout=PATIENCE)
        await phone.tap("Not now")
    looking = asyncio.create_task(_look(engine))
    async with asyncio.TaskGroup() as group:
        for number in range(GROUPS):
            group.create_task(_hand_over(old[number], new[number], number))
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.05, 0.4))
            await asyncio.to_thread(victim.die)
            victim.live(0)
    for phone in old:
        await phone.until("You lead it no longer", timeout=PATIENCE)
    await officer.until(lambda phone: len(_receipts(phone)) >= GROUPS, timeout=PATIENCE)
    assert not looking.done(), looking.exception()
    looking.cancel()
    engine.dispose()
    await asyncio.to_thread(victim.die)
    await asyncio.to_thread(victim.end)
    await simulator.stop()
    return _receipts(officer), [[one.text for one in phone.screen] for phone in old]


def _receipts(officer: Phone) -> list[str]:
    return sorted({one.text for one in officer.screen if "in the place of" in one.text})


async def agree(phone: Phone, link: str, name: str) -> None:
    """She opens a link and takes up what it is for."""
    await phone.say(link)
    await phone.until("choose your language", timeout=PATIENCE)
    await phone.tap("English")
    await phone.until("You are invited", timeout=PATIENCE)
    await phone.tap("Yes, I agree")
    await phone.until("What is your name?", timeout=PATIENCE)
    await phone.say(name)
    await phone.until("from now on you", timeout=PATIENCE)


async def _hand_over(old: Phone, new: Phone, number: int) -> None:
    await asyncio.sleep(number * 0.3)
    await old.say("/group")
    await old.until(_has_button, timeout=PATIENCE)
    await old.tap("Hand over my group")
    await old.until("start=join_", timeout=PATIENCE)
    told = next(one.text for one in reversed(old.screen) if "start=join_" in one.text)
    await agree(new, f"/start {told.rpartition('start=')[2].split()[0]}", _names("New")[number])


def _has_button(phone: Phone) -> bool:
    return any("Hand over" in one.text for shown in phone.heard for row in shown.buttons for one in row)


async def _look(engine: Engine) -> None:
    """One leads each group at every moment, whatever was killed just now."""
    while True:
        with engine.connect() as connection:
            led = dict(connection.exec_driver_sql(LEADERS).all())
        assert set(led.values()) == {1} and len(led) == GROUPS, led
        await asyncio.sleep(0.02)
