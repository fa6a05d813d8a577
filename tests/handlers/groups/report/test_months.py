"""The month that a report or a sheet is of: one of long ago is asked back, and nothing is typed twice."""

from collections.abc import AsyncIterator

import pytest

from bot.store.schema import report, sheet_photo
from tests.handlers.books import rows, say
from tests.handlers.groups.report.test_edited import a_leader, sent
from tests.handlers.groups.report.test_sheet_photo import photo
from tests.handlers.groups.test_group import CODE
from tests.house import Stage, stage


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


@pytest.mark.parametrize("open_", [(), ("📊 Report for all",)])
@pytest.mark.parametrize("typed", ["October 2023: Malee 100, Lek 30", "Malee 100\nLek 30\nof January 2019"])
async def test_figures_of_a_month_long_ago_wait_for_the_right_one(
    running: Stage, open_: tuple[str, ...], typed: str
) -> None:
    leader = await a_leader(running, "Malee Rai", "Lek Phiri")
    told = await say(running, leader, *open_, typed)
    assert told.startswith("I can take a report of the last twelve months")
    assert "did not understand" not in told and len(leader.heard) == 1
    assert "Kampini, February 2026" in await say(running, leader, "yes") and not await rows(running, report.c.id)
    told = await say(running, leader, "October")
    assert "Kampini, October 2025" in told and "K100" in told and "K30" in told
    await say(running, leader, "[✅ Send]")
    assert await sent(running) == {"Malee Rai": ("figures", "100"), "Lek Phiri": ("figures", "30")}


@pytest.mark.parametrize("caption", ["sheet of October 2023", "Kampini January 2019", "December 2017", "May 2027"])
async def test_a_sheet_of_long_ago_is_asked_and_kept_nowhere_until_then(running: Stage, caption: str) -> None:
    leader = await a_leader(running, "Malee Rai")
    assert "For which month is this sheet?" in await photo(running, leader, caption)
    assert not await rows(running, sheet_photo.c.media)
    assert "Kept with January 2026" in await say(running, leader, "January")


@pytest.mark.parametrize(
    "head", ["Kampini January 2026\n", "kampini, January: ", "Kampini\nJanuary\n", "Kampini - January\n"]
)
async def test_the_groups_own_name_may_stand_first(running: Stage, head: str) -> None:
    leader = await a_leader(running, "Malee Rai")
    told = await say(running, leader, f"{head}Malee 100")
    assert "Kampini, January 2026" in told and "K100" in told and "did not understand" not in told


async def test_a_member_who_is_called_like_the_group_is_a_member(running: Stage) -> None:
    leader = await a_leader(running, "Kampini Rai")
    assert "Kampini Rai: K100" in await say(running, leader, "Kampini 100")
