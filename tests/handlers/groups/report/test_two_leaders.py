"""Two leaders of one group report the same month at once: nobody's figures go over the other's unseen."""

from collections.abc import AsyncIterator

import pytest

from bot.store.schema import correction, submission
from simulator.world.phones import Phone
from tests.handlers.books import say
from tests.handlers.groups.report.test_edited import sent
from tests.handlers.groups.report.test_report import count, members
from tests.handlers.groups.test_group import CODE, a_group, leads
from tests.house import Stage, stage

FIRST = "Noi Banda has sent this already:\n• Malee Rai: K1,200"


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=(CODE,)) as found:
        found.clock.turn(hours=5)
        yield found


async def two(running: Stage, *names: str) -> tuple[Phone, Phone]:
    """Of a group with these members."""
    group = await a_group(running)
    found = await leads(running, group), await leads(running, group, 7300, "Grace Tembo")
    await members(running, group, names or ("Malee Rai", "Lek Phiri", "Somchai Banda"))
    return found


async def test_who_has_begun_is_shown_what_the_other_has_sent_meanwhile(running: Stage) -> None:
    first, second = await two(running)
    await say(running, second, "Malee 1100, Lek 300")
    await say(running, first, "Malee 1200, Somchai 800", "[Send without them]")
    told = await say(running, second, "[Send without them]")
    assert f"{FIRST}\n• Somchai Banda: K800" in told and "Malee Rai: K1,200 → K1,100" in told
    assert (await sent(running))["Malee Rai"] == ("figures", "1200") and not await count(running, correction)
    assert "Corrected: 1" in await say(running, second, "[✅ Send]")
    assert await count(running, submission) == 3


@pytest.mark.parametrize("yes", ["[✅ Send]", "yes"])
async def test_who_has_named_everybody_is_shown_it_before_she_sends(running: Stage, yes: str) -> None:
    first, second = await two(running)
    await say(running, second, "Malee 1100, Lek 300, Somchai 5")
    await say(running, first, "Malee 1200", "[Send without them]")
    told = await say(running, second, yes)
    assert FIRST in told and "Malee Rai: K1,200 → K1,100" in told
    assert (await sent(running))["Malee Rai"] == ("figures", "1200") and not await count(running, correction)
    assert "Corrected: 1" in await say(running, second, yes)


@pytest.mark.parametrize("begins", [("📊 Report for all",), ("Malee 1100",), ("📊 Report for all", "Lek 5")])
async def test_who_begins_later_is_shown_it_at_once_and_once(running: Stage, begins: tuple[str, ...]) -> None:
    first, second = await two(running)
    await say(running, first, "Malee 1200", "[Send without them]")
    shown = [await say(running, second, words) for words in begins]
    assert [FIRST in told for told in shown] == [True, *(False for _ in begins[1:])]
    assert "Sent for" in await say(running, second, "Lek 300", "[✅ Send]")


async def test_what_she_has_sent_herself_is_not_shown_as_somebody_elses(running: Stage) -> None:
    first, second = await two(running)
    await say(running, first, "Malee 1200", "[Send without them]")
    assert "already:" not in await say(running, first, "📊 Report for all", "Lek 30")
    await say(running, first, "[✅ Send]")
    told = await say(running, second, "/report")
    assert "• Lek Phiri: K30" in told and "• Malee Rai: K1,200" in told
    await say(running, second, "Malee 1100", "[✅ Send]")
    told = await say(running, first, "Malee 1200")
    assert "Grace Tembo has sent this already:\n• Malee Rai: K1,100" in told and "Lek" not in told.split("✔")[0]


async def test_the_same_of_both_is_shown_and_changes_nothing(running: Stage) -> None:
    first, second = await two(running)
    await say(running, second, "Malee 1200")
    await say(running, first, "Malee 1200", "[Send without them]")
    told = await say(running, second, "[Send without them]")
    assert FIRST in told and "All of this is sent already. Nothing has changed." in told
    assert (await count(running, submission), await count(running, correction)) == (1, 0)


async def test_of_a_large_group_a_few_lines_are_shown(running: Stage) -> None:
    names = [f"{first}{last} Banda" for first in ("Mal", "Som", "Kan", "Pras", "Wan") for last in ("ee", "chai", "ida")]
    first, second = await two(running, *names)
    await say(running, first, ", ".join(f"{name.split()[0]} {100 + at}" for at, name in enumerate(names)), "[✅ Send]")
    told = await say(running, second, "Malee 7")
    assert told.count("• ") == 11 and "• and 5 more" in told and told.count("\n") < 40
