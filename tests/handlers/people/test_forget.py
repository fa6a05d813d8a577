"""Forgetting, through the real bot: afterwards no file of the database holds a word of hers; others lose nothing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.wire.button_owner import unmarked
from bot.forms import load_form
from bot.store import Connection
from bot.store.schema import chat, consent, erasure, outbox, person, producer, slot, speaks_for, submission
from handlers import conversations
from handlers.commands import COMMANDS
from handlers.forms import answering as forms
from handlers.records import Command
from handlers.wire.turn import Turn
from simulator.world.phones import PNG, Phone
from tests.actor import Actor
from tests.handlers.books import say
from tests.handlers.meeting import NAME, PHONE, PRODUCT, register
from tests.handlers.test_any_button import Town
from tests.house import TOKEN, Stage, pack, stage
from tests.patience import PATIENCE

HER_CHAT = 987_654_321_012
WORDS = tuple(word.encode() for word in (NAME, PRODUCT, PHONE, PHONE[4:]))
# the chat's number as SQLite keeps it, and as JSON does
TRACES = (*WORDS, HER_CHAT.to_bytes(6), str(HER_CHAT).encode())


@pytest.fixture
async def running(sqlite_url: str) -> AsyncIterator[Stage]:
    async with stage(sqlite_url, codes=("malawi-ovop",)) as found:
        yield found


def traces(folder: Path, words: tuple[bytes, ...] = TRACES) -> dict[str, list[bytes]]:
    """What is found of her in every file below a folder."""
    contents = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = {str(path): [one for one in words if one in content] for path, content in contents.items()}
    return {path: words for path, words in found.items() if words}


async def ask_to_forget(phone: Phone) -> None:
    await phone.say("/forget")
    await phone.until("Shall I erase")
    await phone.tap("Yes, go on")
    await phone.until("Are you sure?")
    await phone.tap("Erase all")


async def forget(running: Stage, phone: Phone) -> None:
    await ask_to_forget(phone)
    await phone.until("erased.")
    await ticks(running)


async def ticks(running: Stage) -> None:
    """The files are cleared at once; the row of the last message goes once it is known that it arrived."""
    await running.settle()
    for _ in range(2):
        await running.house.tick()


async def rows(running: Stage, *columns: Any) -> list[tuple[Any, ...]]:
    def read(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(select(*columns))]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def test_nothing_of_her_is_left_in_any_file(running: Stage, tmp_path: Path) -> None:
    her = running.simulator.phone(HER_CHAT)
    others = [Actor(running.simulator.phone(number), number) for number in range(1, 7)]
    for other in others[:3]:
        await other.meet()
    await register(her)
    await her.tap("▶️ Now")
    await her.until("How do you count")
    dead = {"message": {"message_id": "no number", "chat": {"id": HER_CHAT}, "text": f"I am {NAME}"}}
    running.simulator.push(TOKEN, dead)
    for other in others[3:]:
        await other.meet()
    await running.settle()
    assert {word for words in traces(tmp_path).values() for word in words} == set(TRACES)
    await forget(running, her)
    assert traces(tmp_path) == {}
    assert traces(running.house.media.parent) == {}
    assert await rows(running, erasure.c.state) == [("done",)]
    names = {name for (name,) in await rows(running, person.c.name)}
    assert names == {None, *(other.name for other in others)}


async def test_figures_stay_without_a_person(running: Stage) -> None:
    phone = running.simulator.phone(HER_CHAT)
    await Actor(phone, 1).meet()
    sent = await rows(running, submission.c.id)
    await forget(running, phone)
    assert await rows(running, submission.c.id) == sent
    assert await rows(running, person.c.name, person.c.phone, person.c.nudge_hour) == [(None, None, None)]
    assert await rows(running, chat.c.chat) == []
    assert await rows(running, consent.c.version) == [("3",)]
    assert len(await rows(running, producer.c.area)) == len(await rows(running, speaks_for.c.person_id)) == 1
    states = await rows(running, slot.c.state, slot.c.why, slot.c.next_nudge_at)
    assert states[0][:2] == ("answered", None)
    assert set(states[1:]) == {("missed", "erased", None)}
    await running.walk(100)
    assert len(await rows(running, slot.c.id)) == len(states)
    assert await rows(running, outbox.c.chat) == []


async def test_she_may_begin_anew_as_a_stranger(running: Stage) -> None:
    phone = running.simulator.phone(HER_CHAT)
    await Actor(phone, 1).meet()
    await forget(running, phone)
    await Actor(phone, 2).meet()
    assert [name for (name,) in await rows(running, person.c.name)] == [None, "Person 2"]


async def test_who_is_not_registered_is_forgotten_too(running: Stage, tmp_path: Path) -> None:
    phone = running.simulator.phone(HER_CHAT)
    await phone.start()
    await phone.until("choose your language")
    await phone.tap("English")
    await phone.until("We keep your name")
    await phone.tap("▶️ Next")
    await phone.until("You and programme staff")
    await phone.tap("▶️ Next")
    await phone.until("You may say no")
    await phone.tap("✅ Yes, I agree")
    await phone.until("What is your name?")
    await phone.say(NAME)
    await running.settle()
    assert traces(tmp_path)
    await forget(running, phone)
    assert traces(tmp_path) == {}


async def test_one_batch_is_erased_as_a_whole_and_who_writes_after_it_is_new(running: Stage) -> None:
    phone = running.simulator.phone(HER_CHAT)
    await Actor(phone, 1).meet()
    now = f"forget|now|{int(running.clock.now().timestamp()):x}"
    driver = running.house.lines[0].driver
    await driver.handle([said(1, "/checkin"), said(2, NAME), tapped(3, now), tapped(4, now)])
    await ticks(running)
    assert await rows(running, chat.c.chat) == await rows(running, outbox.c.chat) == []
    await driver.handle([tapped(5, "forget|no"), said(6, "/start"), said(7, "English")])
    await running.settle()
    assert await rows(running, chat.c.chat, chat.c.language) == [(HER_CHAT, "en")]


def said(number: int, text: str) -> dict[str, Any]:
    return {"update_id": 1_000_000 + number, "message": {**message(), "text": text}}


def tapped(number: int, data: str) -> dict[str, Any]:
    query = {"id": "7", "from": message()["from"], "chat_instance": "1", "data": data, "message": message()}
    return {"update_id": 1_000_000 + number, "callback_query": query}


def message() -> dict[str, Any]:
    there = {"id": HER_CHAT, "type": "private", "first_name": "Z"}
    return {"message_id": 90, "date": 1, "chat": there, "from": {"id": HER_CHAT, "is_bot": False, "first_name": "Z"}}


async def test_words_go_at_once_also_while_telegram_is_away(running: Stage, tmp_path: Path) -> None:
    phone = running.simulator.phone(HER_CHAT)
    await register(phone)
    await phone.say("/forget")
    await phone.until("Shall I erase")
    await phone.tap("Yes, go on")
    await phone.until("Are you sure?")
    running.simulator.faults.add("sendMessage", "502")
    await phone.tap("Erase all")
    async with asyncio.timeout(PATIENCE):
        while not await rows(running, erasure.c.state):
            await asyncio.sleep(0.01)
    await running.house.tick()
    assert traces(tmp_path, WORDS) == {}
    assert await rows(running, erasure.c.state) == [("swept",)]
    running.simulator.faults.clear()
    async with asyncio.timeout(PATIENCE):
        while "erased." not in phone.last.text:
            running.clock.turn(seconds=60)
            await asyncio.sleep(0.05)
    await ticks(running)
    assert traces(tmp_path) == {}
    assert await rows(running, erasure.c.state) == [("done",)]


WITH_A_PICTURE = """
| survey |
| | type | name | label |
| | image | picture | Show your product |
| | text | words | Say something |
"""


async def test_her_pictures_go_with_her(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    form, home = load_form(WITH_A_PICTURE, "md", "picture", {}), pack("malawi-ovop")

    async def open_it(turn: Turn) -> None:
        forms.begin(turn, "picture", form)

    monkeypatch.setitem(COMMANDS, "picture", Command("picture", open_it))
    monkeypatch.setitem(conversations.FINISH, "picture", conversations.FINISH["baseline"])
    packs = {"malawi-ovop": replace(home, forms={**home.forms, "picture": form})}
    async with stage(sqlite_url, codes=("malawi-ovop",), packs=packs) as running:
        phones = [running.simulator.phone(number) for number in (HER_CHAT, 2)]
        for number, phone in enumerate(phones):
            await Actor(phone, number).meet()
            await phone.say("/picture")
            await phone.until("Show your product")
            await phone.photo(PNG + (NAME.encode() if phone.id == HER_CHAT else b"another's"))
            await phone.until("Say something")
        media = running.house.media
        async with asyncio.timeout(PATIENCE):
            while len(list(media.glob("*"))) < len(phones):
                await running.house.lines[0].fetcher.round()
                await asyncio.sleep(0.02)
        assert traces(media)
        await forget(running, phones[0])
        assert [path.read_bytes() for path in media.iterdir()] == [PNG + b"another's"]


async def test_no_old_button_makes_her_known_again(running: Stage) -> None:
    """Whatever she taps on what still stands on her screen, nothing is kept of her: not even her language."""
    phone = running.simulator.phone(7001)
    await Actor(phone, 2).meet()
    await say(running, phone, "/language", "/textonly", "/who", "/hour", "sold soap 700", "/tips", "/practice", "/pin")
    town = Town(running, phone, ())
    await town.look()
    await forget(running, phone)
    await ticks(running)
    for data in sorted(town.seen):
        for whose in ("~1", "~0", ""):
            told = await town.tap(unmarked(data)[0] + whose)
            assert told in ("This button no longer works.", "I keep nothing about you."), data
            assert not await rows(running, chat.c.chat), data
