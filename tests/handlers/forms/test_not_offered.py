"""A tap on the question in front answers it only by what its buttons offer; all else asks it again."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.wire.button_owner import unmarked
from bot.store.schema import dialogue
from tests.actor import Actor
from tests.handlers.books import nothing_died, rows, say
from tests.handlers.test_any_button import Town
from tests.house import Stage, stage

SEVERAL = "two"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as running:
        yield Town(running, running.simulator.phone(7001), ())
        assert await nothing_died(running)


async def answers(running: Stage) -> dict[str, Any]:
    """What the form in front holds."""
    ((state,),) = [one for one in await rows(running, dialogue.c.state) if "session" in one[0]]
    found: dict[str, Any] = state["session"]["answers"]
    return found


def question(town: Town) -> str:
    """The data of a button under the question in front, up to its deed."""
    data = next(button.data for row in town.phone.last.buttons for button in row)
    return unmarked(data)[0].rsplit("|", 2)[0]


async def offered_nothing(town: Town, *told: str) -> None:
    """Whatever is said of the question in front, nothing is answered, and it is asked again."""
    running, asked, before = town.running, question(town), await answers(town.running)
    for one in told:
        await town.tap(f"{asked}|{one}")
        assert await answers(running) == before, one
    assert question(town) == asked


async def test_a_text_is_no_value_of_a_button(town: Town) -> None:
    await say(town.running, town.phone, "/start", "[English]", "[▶️ Next]", "[▶️ Next]", "[✅ Yes, I agree]")
    assert "What is your name?" in town.phone.last.text
    await offered_nothing(town, "v|Forged", "v|", "v|OK", "v|yes", "c|Forged", "c|#0", "y|0", "t|Forged", "k|", "d|")


async def test_a_number_that_was_not_offered(town: Town) -> None:
    running, phone = town.running, town.phone
    await Actor(phone, 2).meet()
    await running.walk(days=34)
    await say(running, phone, "/checkin", "[Yes]")
    assert "How much did you make" in phone.last.text
    await offered_nothing(town, "v|77", "v|-1", "v|0", "c|77", "y|0", "t|77", "k|")


async def test_one_of_several_choices_is_one(town: Town) -> None:
    running, phone = town.running, town.phone
    await Actor(phone, 2).meet()
    await running.walk(days=34)
    await say(running, phone, "/checkin")
    told = [button.data for row in phone.last.buttons for button in row]
    choices = [unmarked(data)[0].rsplit("|", 1)[1] for data in told if "|c|" in data]
    assert len(choices) > 1
    await offered_nothing(town, *(f"t|{choice}" for choice in choices), "d|", f"v|{choices[0]}", "c|maybe")
