"""A leader changes a message that she has sent: what it says now counts, whatever stands open."""

from collections.abc import AsyncIterator

import pytest

from simulator.world.phones import Phone
from tests.handlers.books import nothing_died, say
from tests.handlers.groups.report.test_report import members
from tests.handlers.groups.test_group import CODE, a_group, leads
from tests.house import Stage, stage


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def a_leader(running: Stage, *names: str) -> Phone:
    """Of a group with these members."""
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, names)
    return leader


async def edit(running: Stage, phone: Phone, old: str, new: str) -> str:
    """Changes the newest message that says `old`; gives what the screen shows last."""
    typed = next(one for one in reversed(phone.screen) if one.mine and one.text == old)
    phone.mark()
    await phone.edit(typed.id, new)
    await running.settle()
    return phone.heard[-1].text if phone.heard else ""


@pytest.mark.parametrize(
    "open_",
    [
        ("📊 Report for all", "Malee 1200"),
        ("🤝 My group", "[Malee Rai]", "[✏️ Something has changed]", "[✏️ The name is wrong]", "Malee Raj"),
        ("/add", "Esther f 54"),
        ("/group", "[🗂 Members and papers]"),
    ],
    ids=lambda acts: acts[0],
)
async def test_a_message_that_was_no_report_is_changed(running: Stage, open_: tuple[str, ...]) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri")
    await say(running, leader, "How are you?", *open_)
    assert "I saw that you changed a message" in await edit(running, leader, "How are you?", "How is it going?")
    assert await nothing_died(running)
