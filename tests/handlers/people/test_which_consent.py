"""A yes is a yes to the text that she was shown: where that has changed meanwhile, the new one is asked."""

from collections.abc import AsyncIterator

import pytest

from bot.store.schema import consent, person
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.conversations.transcript import HAPPENS
from tests.handlers.books import nothing_died, rows, say
from tests.house import Stage, stage

CHANGES = HAPPENS["(the consent text changes)"]
AGREE, ON = "✅ Yes, I agree", ("[▶️ Next]", "[▶️ Next]")
# The first screen of a new version ends with this line more each time.
NEW, NEWER = "\n+1", "\n+1\n+1"


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found
        assert await nothing_died(found)


@pytest.fixture
def phone(running: Stage) -> Phone:
    return running.simulator.phone(7001)


async def agreed_to(running: Stage) -> list[str]:
    """The versions that were agreed to, in their order."""
    return [version for (version,) in await rows(running, consent.c.version)]


@pytest.mark.parametrize("yes", ["[✅ Yes, I agree]", "yes", "✅ Yes, I agree"])
async def test_a_yes_to_a_text_that_has_changed_since_it_was_shown(running: Stage, phone: Phone, yes: str) -> None:
    await Actor(phone, 2).meet()
    await CHANGES(running, phone)
    told = await say(running, phone, "/progress")
    assert NEW in told and NEWER not in told
    # only under the last screen it is a yes
    await say(running, phone, *ON)
    await CHANGES(running, phone)
    told = await say(running, phone, yes)
    assert NEWER in told
    assert await agreed_to(running) == ["3"]
    await say(running, phone, *ON, yes)
    assert await agreed_to(running) == ["3", "5"]
    assert await rows(running, person.c.consent_version) == [("5",)]


async def test_what_she_was_shown_at_the_first_meeting_is_what_she_has_agreed_to(running: Stage, phone: Phone) -> None:
    await say(running, phone, "/start", "[English]", *ON)
    await CHANGES(running, phone)
    await Actor(phone, 2).go_on(until="You are registered")
    await running.settle()
    assert await agreed_to(running) == ["3"]
    assert NEW in await say(running, phone, "/menu")
    await say(running, phone, *ON, f"[{AGREE}]")
    assert await agreed_to(running) == ["3", "4"]


async def test_a_text_that_changes_between_its_screens_is_read_from_the_first_on(running: Stage, phone: Phone) -> None:
    await say(running, phone, "/start", "[English]", "[▶️ Next]")
    await CHANGES(running, phone)
    assert NEW in await say(running, phone, "[▶️ Next]")
    await Actor(phone, 2).go_on(until="You are registered")
    await running.settle()
    assert await agreed_to(running) == ["4"]
