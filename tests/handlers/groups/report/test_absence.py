"""An absence on phones: its buttons are hers alone, and an old button of figures leads to what stands there now."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import update

from bot.store import Connection
from bot.store.schema import person, report_row, speaks_for
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.report.test_last_word import CODE, member, report, words
from tests.handlers.groups.test_group import a_group, forged, leads
from tests.house import Stage, stage

NO_SUCH = "It says that you did not come to the meeting."


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def is_absent(running: Stage) -> tuple[int, int]:
    """The leader has reported figures for Malee, and then that she was absent; gives the row."""
    await report(running, sales="12000")

    def write(connection: Connection) -> None:
        connection.execute(update(report_row).values(said="absent", told_at=None, word=None))

    async with running.house.store.transaction() as tx:
        await tx.run(write)
    await running.house.tick()
    await running.settle()
    ((number, who),) = await rows(running, report_row.c.report_id, report_row.c.member_id)
    return number, who


async def test_she_is_told_anew_and_the_old_button_shows_what_stands_there_now(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    phone = await member(running)
    phone.mark()
    await is_absent(running)
    told = [one for one in phone.heard if one.text == "Noi Banda reported February 2026 for you."]
    assert len(told) == 2
    for shown, one in enumerate(told, 1):
        phone.bot.ask(phone.chat, phone.owner.user(), one, one.buttons[0][0].data)
        await running.settle()
        assert sum(NO_SUCH in each.text for each in phone.screen) == shown
    leader.mark()
    await say(running, phone, "[✖️ Not right]")
    assert "is not right" in leader.heard[-1].text
    assert await words(running) == ["wrong"]
    assert await nothing_died(running)


async def test_buttons_of_what_is_others_do_nothing(running: Stage) -> None:
    leader = await leads(running, await a_group(running))
    await member(running)
    other = await member(running, 7002, "Grace")
    number, who = await is_absent(running)
    for phone in (other, leader):
        for what in ("s", "right", "wrong", "private"):
            told = await forged(running, phone, f"absent|{what}|{number:x}|{who:x}")
            assert NO_SUCH not in told and "Malee" not in told, (what, told)
    hers = {one for (one,) in await rows(running, speaks_for.c.producer_id)} - {who}
    for key in ((number, 999), (999, who), (number, min(hers))):
        await forged(running, running.simulator.phone(7001), f"absent|wrong|{key[0]:x}|{key[1]:x}")
    assert await words(running) == [None]
    assert len(await rows(running, person.c.id)) >= 3 and await nothing_died(running)
