"""Every record is walked in a chat: before registration, before a new consent, behind the PIN, beside a question."""

from collections.abc import AsyncIterator

import pytest

from handlers.commands import COMMANDS
from handlers.conversations import TAPS
from handlers.menu_keys import KEYS
from handlers.people import consent
from handlers.wire import menu
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.conversations.transcript import HAPPENS
from tests.handlers.books import nothing_died, opened
from tests.handlers.test_records import ASKED, SILENT, tap, type_in
from tests.house import Stage, stage

FIRST, CONSENT = "Let us get to know each other first", "We keep your name"
LAPSED, QUESTION = "This is not written down", "Did the money come in, or go out?"
# Tables by hand: whoever adds a record says here who is heard.
BY_ANYBODY = {"start", "language", "textonly", "help", "mydata", "forget", "verify", "who", "stop"}
BEFORE_CONSENT = BY_ANYBODY - {"start"}
TAPPED_BEFORE_CONSENT = {"pin", "forget", "who", "voice"}
KEYS_BEFORE_CONSENT = {menu.LANGUAGE, menu.HELP, menu.WHO}
KEYS_OF_THE_SILENT = {menu.WHO}
KEYS_BEHIND_THE_PIN = {menu.PROGRESS, menu.ANSWERS}
# She reads, and goes on with what was asked.
LEAVE_THE_QUESTION = {"help", "menu"}
KEYS_LEAVE_THE_QUESTION = {menu.HELP, menu.MORE}
BEHIND_THE_PIN = ("progress", "answers", "book", "debts", "statement", "mydata", "showtotal")


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found


async def met(running: Stage) -> Phone:
    phone = running.simulator.phone(7001)
    await Actor(phone, 2).meet()
    return phone


async def with_pin(running: Stage) -> Phone:
    phone = await met(running)
    for typed in ("/pin", "739154", "739154"):
        await type_in(running, phone, typed)
    running.clock.turn(minutes=11)
    return phone


async def test_who_is_not_registered_is_heard_for_what_anybody_may_do(running: Stage) -> None:
    phone = running.simulator.phone(7002)
    for name in sorted(COMMANDS.keys() - {"start", "stop"}):
        told = await type_in(running, phone, f"/{name}")
        assert (FIRST in told) is not (name in BY_ANYBODY - {"who"}), (name, told)
    assert await nothing_died(running)


async def test_before_a_new_consent_little_is_heard(running: Stage) -> None:
    phone = await met(running)
    await HAPPENS["(the consent text changes)"](running, phone)
    for name in sorted(COMMANDS.keys() - {"stop", "forget"}):
        told = await type_in(running, phone, f"/{name}")
        assert is_consent_asked(told) is not (name in BEFORE_CONSENT), (name, told)
    for label in sorted(KEYS):
        told = await type_in(running, phone, label)
        assert is_consent_asked(told) is not (label in KEYS_BEFORE_CONSENT), (label, told)
    for number, prefix in enumerate(sorted(TAPS.keys() - TAPPED_BEFORE_CONSENT - {consent.PREFIX})):
        assert is_consent_asked(await tap(running, phone, number, f"{prefix}|x")), prefix
    assert await nothing_died(running)


def is_consent_asked(told: str) -> bool:
    return CONSENT in told or "to read on" in told


async def test_keys_behind_the_pin(running: Stage) -> None:
    phone = await with_pin(running)
    for label in sorted(KEYS):
        told = await type_in(running, phone, label)
        assert (ASKED in told) is (label in KEYS_BEHIND_THE_PIN), (label, told)
        await type_in(running, phone, "/menu")


async def test_keys_of_who_said_stop(running: Stage) -> None:
    phone = await with_pin(running)
    await type_in(running, phone, "stop")
    for label in sorted(KEYS):
        told = await type_in(running, phone, label)
        assert told.startswith(SILENT) is not (label in KEYS_OF_THE_SILENT), (label, told)


async def test_the_pin_opens_what_was_wanted(running: Stage) -> None:
    phone = await with_pin(running)
    await type_in(running, phone, "/progress")
    await type_in(running, phone, "739154")
    opened_at_once = {name: await type_in(running, phone, f"/{name}") for name in BEHIND_THE_PIN}
    for name in BEHIND_THE_PIN:
        running.clock.turn(minutes=11)
        assert await type_in(running, phone, f"/{name}") == ASKED
        assert await type_in(running, phone, "739154") == opened_at_once[name], name


async def test_a_command_ends_what_the_book_has_asked_unless_she_only_reads(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        for number, name in enumerate(sorted(COMMANDS.keys() - {"stop"}), 1):
            asked = await type_in(running, phone, f"wax {number}00")
            assert QUESTION in asked, (name, asked)
            told = await type_in(running, phone, f"/{name}")
            assert (LAPSED in told) is not (name in LEAVE_THE_QUESTION), (name, told)
            await leave(running, phone)


async def test_a_key_ends_what_the_book_has_asked_unless_she_only_reads(sqlite_url: str) -> None:
    async with opened(sqlite_url) as (running, phone):
        for number, label in enumerate(sorted(KEYS), 1):
            assert QUESTION in await type_in(running, phone, f"wax {number}00"), label
            told = await type_in(running, phone, label)
            assert (LAPSED in told) is not (label in KEYS_LEAVE_THE_QUESTION), (label, told)
            await leave(running, phone)


async def leave(running: Stage, phone: Phone) -> None:
    """Whatever was opened is put away: a form that is in front would hear the next line."""
    for typed in ("⏸ Later", "/hour"):
        await type_in(running, phone, typed)
