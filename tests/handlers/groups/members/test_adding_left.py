"""While a leader is asked who is new she may mean something else: figures are her report, later is later."""

import pytest

from bot.store.schema import dialogue, membership
from tests.handlers.books import rows, say
from tests.handlers.groups.report.test_report import members
from tests.handlers.groups.test_group import a_group, leads, running
from tests.house import Stage

__all__ = ["running"]
NAMES = ("Malee Rai", "Somchai Banda", "Gift Moyo", "Gift Kham")


async def kinds(running: Stage) -> list[str]:
    return [kind for (kind,) in await rows(running, dialogue.c.kind)]


async def how_many(running: Stage) -> int:
    return len(await rows(running, membership.c.id))


@pytest.mark.parametrize(
    "said",
    ["Malee 1200", "malee 1200, somchai 800", "Malee Rai K1,200", "1200 Malee", "Gift 500", "Malee -", "Malee not come",
     "Malee 1200\nSomchai 800", "no 1 1200", "Malee 1200, Bibi 500"],
)  # fmt: skip
async def test_figures_of_a_member_are_her_report(running: Stage, said: str) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, NAMES)
    told = await say(running, leader, "/add", said)
    assert told.startswith("📊 Kampini, February 2026"), told
    assert await kinds(running) == ["rp"]
    assert await how_many(running) == len(NAMES)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Malee 54", "Malee is in your group already: Malee Rai, number 1.\nIs it the same person?"),
        ("Malee f 1200", "Malee is in your group already"),
        ("Malee mats 54", "Malee is in your group already"),
        ("Ruth f 54", "New in your group:"),
        ("Ruth 54", "New in your group:"),
        ("Gift", "Gift is in your group already"),
        ("Malee", "Malee is in your group already"),
    ],
)
async def test_who_is_described_is_somebody_new_or_is_asked(running: Stage, said: str, told: str) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, NAMES)
    assert told in await say(running, leader, "/add", said)
    assert await kinds(running) == ["add"]


async def test_after_somebody_stands_in_the_draft_it_is_asked(running: Stage) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, NAMES)
    told = await say(running, leader, "/add", "Ruth f 54", "Malee 1200")
    assert "Malee is in your group already" in told
    assert "1. Ruth" in await say(running, leader, "[The same person]")
    assert "Malee" not in leader.heard[-1].text


@pytest.mark.parametrize("before", [("/add",), ("/add", "Ruth f 54"), ("/add", "Ruth f 54", "[✅ All is right]")])
@pytest.mark.parametrize("later", ["later", "Later", "not now"])
async def test_later_leaves_it(running: Stage, before: tuple[str, ...], later: str) -> None:
    group = await a_group(running)
    leader = await leads(running, group)
    await members(running, group, NAMES)
    assert "Nobody was added." in await say(running, leader, *before, later)
    assert await kinds(running) == []
    assert await how_many(running) == len(NAMES)
