"""The records of what can be done: which are guarded, which are heard when most is not; each is walked in a chat."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from handlers.conversations import COMMANDS, KEYS, LISTED, TAPS
from handlers.records import Command, Heard, by_name
from handlers.wire import menu
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.house import Stage, stage

ASKED, SILENT = "🔒 Please type your PIN.", "I am silent"
# What shows her figures or what is kept about her. Whoever adds a record that does adds it here, and guards it.
PRIVATE_COMMANDS = {"progress", "answers", "book", "debts", "statement", "mydata"}
PRIVATE_TAPS = {"book": "book|s", "picture": "picture|1", "fix": "fix|l|0", "statement": "statement|start"}
HERS_ALL_THE_SAME = {"start", "mydata", "forget", "verify", "who"}
TAPPED_ALL_THE_SAME = {"pin", "forget", "who"}
# They change the PIN or forget her: what they ask is their own.
ASK_BY_THEMSELVES = {"pin", "forget", "stop"}


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found


@pytest.fixture
async def phone(running: Stage) -> Phone:
    """Hers, with a PIN that was set some time ago."""
    phone = running.simulator.phone(7001)
    await Actor(phone, 2).meet()
    for typed in ("/pin", "739154", "739154"):
        await phone.say(typed)
        await running.settle()
    running.clock.turn(minutes=11)
    return phone


async def type_in(running: Stage, phone: Phone, text: str) -> str:
    phone.mark()
    await phone.say(text)
    await running.settle()
    return "\n".join(one.text for one in phone.heard)


async def tap(running: Stage, phone: Phone, number: int, data: str) -> str:
    """A tap on a button of any old message, also one that is on no screen any more."""
    user = {"id": phone.id, "is_bot": False, "first_name": "Mary", "language_code": "en"}
    message = {"message_id": 1, "date": 1, "chat": {"id": phone.id, "type": "private"}, "text": "…"}
    query: dict[str, Any] = {"id": str(number), "from": user, "message": message, "chat_instance": "1", "data": data}
    phone.mark()
    await running.house.lines[0].driver.handle([{"update_id": 10**6 + number, "callback_query": query}])
    await running.settle()
    return "\n".join(one.text for one in phone.heard)


async def test_what_is_private_asks_for_the_pin_and_nothing_else_does(running: Stage, phone: Phone) -> None:
    for name in sorted(COMMANDS.keys() - ASK_BY_THEMSELVES):
        told = await type_in(running, phone, f"/{name}")
        assert (ASKED in told) is (name in PRIVATE_COMMANDS), (name, told)
        await type_in(running, phone, "/menu")


async def test_old_buttons_of_what_is_private_ask_for_the_pin(running: Stage, phone: Phone) -> None:
    for number, data in enumerate(PRIVATE_TAPS.values()):
        assert await tap(running, phone, number, data) == ASKED, data
        await type_in(running, phone, "/menu")


async def test_who_said_stop_is_heard_for_what_is_hers_alone(running: Stage, phone: Phone) -> None:
    await type_in(running, phone, "stop")
    for name in sorted(COMMANDS.keys() - {"start", "stop"}):
        told = await type_in(running, phone, f"/{name}")
        assert told.startswith(SILENT) is not (name in HERS_ALL_THE_SAME), (name, told)
        # a PIN that is asked would be heard next
        await type_in(running, phone, "stop")
    for number, prefix in enumerate(sorted(TAPS.keys() - TAPPED_ALL_THE_SAME)):
        data = PRIVATE_TAPS.get(prefix, f"{prefix}|x")
        assert (await tap(running, phone, number, data)).startswith(SILENT), data


def test_flags_are_those_of_the_tables() -> None:
    assert {one.prefix for one in TAPS.values() if one.guarded} == PRIVATE_TAPS.keys()
    assert {name for name, one in COMMANDS.items() if Heard.SILENT in one.heard} == HERS_ALL_THE_SAME | {"stop"}
    assert {one.prefix for one in TAPS.values() if Heard.SILENT in one.heard} == TAPPED_ALL_THE_SAME
    assert {name for name, one in COMMANDS.items() if Heard.BEFORE_CONSENT in one.heard} == {
        "language", "textonly", "help", "mydata", "forget", "verify", "who", "stop",
    }  # fmt: skip
    assert {one.prefix for one in TAPS.values() if Heard.BEFORE_CONSENT in one.heard} == {*TAPPED_ALL_THE_SAME, "voice"}


def test_every_key_of_the_menu_has_a_record_and_every_listed_command_its_words() -> None:
    on_screen = {key for row in menu.MENU.rows for key in row} | {menu.MENU.shared}
    assert set(KEYS) == on_screen
    assert set(LISTED) <= set(COMMANDS)
    assert all(LISTED.values())


def test_two_records_are_never_called_alike() -> None:
    with pytest.raises(ValueError, match="called help"):
        by_name([COMMANDS["help"], Command("help", COMMANDS["menu"].does)], lambda one: one.name)
