"""A PIN in the chat: its digits leave the screen and stay nowhere, and what it guards needs it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from simulator.world.phones import Phone
from tests.actor import Actor
from tests.conversations.transcript import HAPPENS
from tests.house import Stage, stage


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found


async def ask(running: Stage, phone: Phone, *acts: str) -> list[str]:
    """What is said and tapped, one after the other; gives what the last one brought."""
    for act in acts:
        phone.mark()
        await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()
    return [message.text for message in phone.heard]


@pytest.fixture
async def phone(running: Stage) -> Phone:
    """Hers, with a PIN, some time after it was set and a check-in sent."""
    phone = running.simulator.phone(7001)
    await Actor(phone, 2).meet()
    await ask(running, phone, "/pin", "739154", "739154")
    running.clock.turn(minutes=11)
    return phone


async def test_typed_digits_do_not_stay(running: Stage, phone: Phone, tmp_path: Path) -> None:
    await ask(running, phone, "/mydata", "111111", "739154")
    assert not any(message.text in ("739154", "111111") for message in phone.screen)
    found = [file for file in tmp_path.rglob("*") if file.is_file() and b"739154" in file.read_bytes()]
    assert found == []


@pytest.mark.parametrize("wanted", ["/progress", "/mydata", "/answers", "/book", "[📈 My progress]", "[📝 My answers]"])
async def test_what_it_guards(running: Stage, phone: Phone, wanted: str) -> None:
    assert await ask(running, phone, wanted) == ["🔒 Please type your PIN."]
    (shown, *_) = await ask(running, phone, "739154")
    assert "PIN" not in shown
    assert "PIN" not in (await ask(running, phone, wanted))[0]


async def test_buttons_of_earlier_messages_are_guarded_too(running: Stage, phone: Phone) -> None:
    assert await ask(running, phone, "[✏️ Change an answer]") == ["🔒 Please type your PIN."]
    (shown, *_) = await ask(running, phone, "739154")
    assert shown.startswith("📝 What you sent on")


async def test_a_form_in_front_is_there_again_afterwards(running: Stage, phone: Phone) -> None:
    await running.walk(32)
    (question, *_) = await ask(running, phone, "[✅ Check-in]")
    await ask(running, phone, "/progress", "739154")
    (again, *_) = await ask(running, phone, "nonsense?!")
    assert question.splitlines()[-1].split(" ", 1)[-1] in again


async def test_silent_or_not_her_data_is_hers(running: Stage, phone: Phone) -> None:
    await ask(running, phone, "stop")
    assert await ask(running, phone, "/mydata") == ["🔒 Please type your PIN."]
    (shown, *_) = await ask(running, phone, "739154")
    assert shown.startswith("What I keep about you")
    assert (await ask(running, phone, "hello"))[0].startswith("I am silent")


async def test_what_is_sent_behind_a_pin_shows_no_progress(running: Stage, phone: Phone) -> None:
    await running.walk(32)
    await Actor(phone, 2).check_in()
    assert "at the start" not in phone.heard[-1].text
    await ask(running, phone, "/progress")
    assert "at the start" in (await ask(running, phone, "739154"))[0]


async def test_digits_in_a_pause_do_not_stay_either(running: Stage, phone: Phone) -> None:
    *_, paused = [await ask(running, phone, "/mydata", *(f"11111{number}" for number in range(5)))]
    assert paused == ["Too many wrong tries. Please try again in 15 minutes.\nForgot your PIN? Ask programme staff."]
    assert await ask(running, phone, "739154") == paused
    assert await ask(running, phone, "/progress") == paused
    assert await ask(running, phone, "739154") == paused
    assert not any(message.text == "739154" for message in phone.screen)
    await ask(running, phone, "[✖️ Not now]")
    assert "PIN" not in (await ask(running, phone, "sold 3 soap 600"))[0]


async def test_another_wish_leaves_the_question_for_it(running: Stage, phone: Phone) -> None:
    await ask(running, phone, "/mydata", "/start")
    assert "PIN" not in (await ask(running, phone, "sold 3 soap 600"))[0]
    await ask(running, phone, "/mydata", "[❓ Help]")
    assert "PIN" not in (await ask(running, phone, "bought flour 300"))[0]


async def test_a_new_consent_text_comes_before_what_a_pin_opens(running: Stage, phone: Phone) -> None:
    await HAPPENS["(the consent text changes)"](running, phone)
    assert (await ask(running, phone, "/mydata")) == ["🔒 Please type your PIN."]
    assert "has changed" in (await ask(running, phone, "/progress"))[0]
    assert "has changed" in (await ask(running, phone, "/mydata", "/checkin"))[0]
    await ask(running, phone, "/mydata")
    assert (await ask(running, phone, "739154"))[0].startswith("What I keep about you")
