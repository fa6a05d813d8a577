"""What is learnt of how a leader writes, once: it can be taken back, and is asked anew then."""

from collections.abc import AsyncIterator

import pytest

from bot.store.schema import nickname, report_habit
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.groups.report.test_edited import a_leader
from tests.handlers.groups.test_group import CODE, forged
from tests.house import Stage, stage


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def test_a_name_that_was_learnt_wrongly_is_asked_again(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Gift Moyo", "Somchai Banda")
    await say(running, leader, "Bibi 400, Malee 100", "[Gift Moyo]", "later")
    told = await say(running, leader, "/group", "[▫️ Gift Moyo 📵]")
    assert "🏷 In your reports: bibi" in told
    await say(running, leader, "[🏷 That is not her]")
    assert "I ask who it is" in leader.toasts[-1].text and not await rows(running, nickname.c.word)
    assert "bibi" not in await say(running, leader, "/group", "[▫️ Gift Moyo 📵]")
    told = await say(running, leader, "Bibi 450")
    assert "nobody called “bibi 450”" in told or "did not understand" in told
    assert "nobody called “bibi 450”" in await say(running, leader, "Bibi 450, Malee 100")
    await say(running, leader, "[Somchai Banda]")
    assert "Somchai Banda: K500" in await say(running, leader, "Bibi 500") and await nothing_died(running)


async def test_who_is_called_by_her_own_name_has_no_such_line(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai")
    assert "🏷" not in await say(running, leader, "Malee 5", "/group", "[▫️ Malee Rai 📵]")


async def test_an_old_button_forgets_nothing_twice_and_nothing_of_another_group(running: Stage) -> None:
    leader = await a_leader(running, "Malee Rai", "Gift Moyo")
    await say(running, leader, "Bibi 400, Malee 100", "[Gift Moyo]", "/group", "[▫️ Gift Moyo 📵]")
    data = next(one.data for row in leader.screen[-1].buttons for one in row if "not her" in one.text) or ""
    group, member = data.partition("~")[0].split("|")[2:4]
    await forged(running, leader, f"gm|u|{int(group, 16) + 1:x}|{member}")
    assert await rows(running, nickname.c.word) == [("bibi",)]
    for answered in ("I ask who it is", "answered already"):
        await forged(running, leader, data)
        assert answered in leader.toasts[-1].text


@pytest.mark.parametrize(
    ("first", "then", "means"),
    [("Sold nothing", "Was not there", "sold nothing"), ("Was not there", "Sold nothing", "was not there")],
)
async def test_what_a_dash_means_can_be_said_anew(running: Stage, first: str, then: str, means: str) -> None:
    leader = await a_leader(running, "Malee Rai", "Gift Moyo")
    await say(running, leader, "Malee -, Gift 5", f"[{first}]", "later")
    assert f"“-” means that somebody {means}." in await say(running, leader, "/report")
    await say(running, leader, "[➖ “-” means something else]")
    assert "the next time" in leader.toasts[-1].text and not await rows(running, report_habit.c.dash)
    told = await say(running, leader, "Malee -, Gift 5")
    assert "What does “-” mean" in told
    await say(running, leader, f"[{then}]")
    assert ("not there" in leader.heard[-1].text) is (then == "Was not there") and await nothing_died(running)
