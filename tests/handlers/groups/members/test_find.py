"""A member is found by what her leader types; old pages, a PIN and a leader whose time is over are no way round."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.people.roles import Role
from bot.services.people import working
from bot.services.people.working import Ending
from bot.store import Connection
from bot.store.groups.members import members
from bot.store.schema import dialogue, outbox, person
from bot.store.wire import chats
from simulator.world.phones import Phone
from tests.enrol import enrol
from tests.handlers.books import rows, say
from tests.handlers.groups.test_group import CODE, a_group, leads
from tests.house import Stage, stage

COUNT = 20


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5, days=18)
        yield found


async def join(running: Stage, group: int, number: int) -> None:
    phone = running.simulator.phone(8000 + number, f"Noi {chr(65 + number)}ese", "en")
    phone.chat.started = True
    await enrol(running, phone)

    def into(connection: Connection) -> None:
        (found,) = chats.load(connection, phone.bot.id, [phone.id]).values()
        assert found.acting_for is not None
        members.join(connection, group, found.acting_for, running.clock.now(), confirmed=True)

    async with running.house.store.transaction() as tx:
        await tx.run(into)


def labels(phone: Phone) -> list[str]:
    return [one.text for row in phone.heard[-1].buttons for one in row]


async def test_pages_of_who_is_found_and_back_to_the_page_of_the_list(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    for number in range(COUNT):
        await join(running, group, number)
    await say(running, leader, "/group", "[▶️]")
    third = labels(leader)[0]
    await say(running, leader, f"[{third}]", "[⬅️ Back]")
    assert labels(leader)[0] == third, "on the page where she was"
    await say(running, leader, "[🔎 Find a member]")
    assert f"noi: {COUNT}" in await say(running, leader, "noi")
    await say(running, leader, "[▶️]", "[▶️]")
    assert len(labels(leader)) == COUNT - 16 + 1
    assert "Ask" not in await say(running, leader, "help"), "a word that is none of her members"
    assert not await rows(running, dialogue.c.id)


async def test_who_leads_no_more_finds_and_reminds_nobody(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    for number in range(9):
        await join(running, group, number)
    running.clock.turn(days=1)
    await say(running, leader, "/group")
    every = [one.text for row in leader.heard[-1].buttons for one in row]
    await say(running, leader, "[🔎 Find a member]")
    (number,) = (one for one, name in await rows(running, person.c.id, person.c.name) if name == "Noi Banda")
    async with running.house.store.transaction() as tx:
        ending = Ending(number, Role.LEADER, "command line")
        await tx.run(working.end, ending, running.house.loaded.catalogues, running.clock.now())
    assert "Noi A" not in await say(running, leader, "noi")
    for label in every:
        told = await say(running, leader, f"[{label}]")
        assert "Noi" not in told and "reminded" not in told, label
    assert not [key for (key,) in await rows(running, outbox.c.dedupe) if key and key.startswith("remind")]


async def test_the_pin_is_asked_when_it_is_shut_meanwhile(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    for number in range(9):
        await join(running, group, number)
    await say(running, leader, "/pin", "739154", "739154", "/group", "[🔎 Find a member]")
    running.clock.turn(hours=2)
    told = await say(running, leader, "noi")
    assert "PIN" in told and "Noi" not in told
    assert "Whom?" in await say(running, leader, "739154")
    assert "noi: 9" in await say(running, leader, "noi")
