"""The lot on phones: an officer's taps, those of others and old ones, and what her no stops on the leader's phone."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import update

from bot.services.groups.members import adding, lot
from bot.services.groups.members.adding import How, NewMember, Told
from bot.store import Connection
from bot.store.schema import lot as drawn
from bot.store.schema import person, role
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.leaders.test_hand_over import an_officer
from tests.handlers.groups.test_group import CODE, a_group, forged, leads
from tests.house import Stage, pack, stage

NAMES = ("Agnes Moyo", "Mercy Tembo")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def two_drawn(running: Stage, group: int) -> list[int]:
    now = running.clock.now()

    def draw(connection: Connection) -> None:
        for name in NAMES:
            told = Told(now.date(), How.ALOUD, "The teacher")
            adding.add(connection, pack(CODE), group, NewMember(name), told, "command line", now)
        assert lot.draw_for(connection, pack(CODE), now) == len(NAMES)

    async with running.house.store.transaction() as tx:
        await tx.run(draw)
    return [number for (number,) in await rows(running, drawn.c.id)]


ERASED = ("/followups", "[🎲 Ask 1 whether she agreed]", "[🗑 Agnes Moyo]", "[🗑 Erase what was kept]")
BUTTONS = ("lot|l|0", "lot|p|{0:x}", "lot|q|{0:x}", "lot|a|{0:x}", "lot|n|{0:x}", "lot|u|{0:x}", "lot|e|{0:x}")


async def test_her_no_stops_all_and_only_the_officer_of_the_area_says_it(running: Stage) -> None:
    group = await a_group(running)
    officer, leader = await an_officer(running), await leads(running, group)
    numbers = await two_drawn(running, group)
    before = await rows(running, drawn.c.id, drawn.c.said)
    for data in [one.format(number) for one in BUTTONS for number in numbers]:
        assert "Agnes" not in await forged(running, leader, data), data
    assert await rows(running, drawn.c.id, drawn.c.said) == before
    leader.mark()
    told = await say(running, officer, "/followups", "[🎲 Ask these 2 whether they agreed]")
    assert "Agnes Moyo, Kampini" in told and "before The teacher" in told
    told = await say(running, officer, "[👤 Agnes Moyo]", "[✖️ She did not agree]")
    assert await rows(running, drawn.c.id, drawn.c.said) == before, "it is asked once more"
    assert "Shall I erase what was kept of her?" in await say(running, officer, "[✖️ Yes, she did not agree]")
    await running.settle()
    assert "Agnes Moyo says to staff: I did not agree" in leader.heard[-1].text
    told = await say(running, leader, "/group")
    assert "Mercy" in str(leader.last.buttons) + told and "Agnes" not in str(leader.last.buttons) + told
    (number,) = [one for one, said in await rows(running, drawn.c.id, drawn.c.said) if said == "not_agreed"]
    for data in ("lot|a|{0:x}", "lot|n|{0:x}"):
        await forged(running, officer, data.format(number))
        assert "answered already" in officer.toasts[-1].text, data
    assert "is erased" in await say(running, officer, *ERASED)
    assert "Agnes Moyo" not in [name for (name,) in await rows(running, person.c.name)]
    assert await nothing_died(running)


async def test_an_officer_of_elsewhere_and_one_whose_role_has_ended_do_nothing(running: Stage) -> None:
    group = await a_group(running)
    officer = await an_officer(running)
    numbers = await two_drawn(running, group)
    before = await rows(running, drawn.c.id, drawn.c.said, drawn.c.person_id)
    for values in ({"area": "MW-N"}, {"until": running.clock.now()}):
        async with running.house.store.transaction() as tx:
            await tx.run(lambda connection, values=values: connection.execute(update(role).values(values)))
        for data in BUTTONS:
            assert "Agnes" not in await forged(running, officer, data.format(numbers[0])), data
    assert await rows(running, drawn.c.id, drawn.c.said, drawn.c.person_id) == before
    assert await nothing_died(running)
