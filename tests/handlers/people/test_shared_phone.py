"""Several people on one phone, through the real bot: nobody acts as another, and one who is forgotten is gone."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, insert, select

from bot.domain.wire.button_owner import marked
from bot.services.keeping import backup, restoring
from bot.services.keeping.backup import Place
from bot.services.people import erasure
from bot.store import Connection
from bot.store.schema import chat, chat_person, consent, dead_update, follow_up, person, submission
from simulator.world.phones import Phone
from tests.actor import Actor
from tests.handlers.meeting import NAME, PHONE, PRODUCT, register
from tests.house import TOKEN, Stage, stage
from tests.patience import PATIENCE

CODE = "malawi-ovop"
ONE_PHONE = 987_654_321_012
WORDS = tuple(word.encode() for word in (NAME, PRODUCT, PHONE, PHONE[4:]))


@pytest.fixture
async def running(database_url: str) -> AsyncIterator[Stage]:
    async with stage(database_url, codes=(CODE,)) as found:
        yield found


@pytest.fixture
def phone(running: Stage) -> Phone:
    return running.simulator.phone(ONE_PHONE)


async def rows(running: Stage, statement: Select[Any]) -> list[tuple[Any, ...]]:
    def read(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(statement)]

    async with running.house.store.transaction() as tx:
        return await tx.run(read)


async def in_front(running: Stage) -> str | None:
    """The name of who has the phone."""
    found = await rows(running, select(person.c.name).join_from(chat, person, person.c.id == chat.c.person_id))
    return found[0][0] if found else None


async def ask(running: Stage, phone: Phone, *acts: str) -> list[str]:
    """What is said and tapped, one after the other; gives what the last one brought."""
    for act in acts:
        phone.mark()
        await (phone.tap(act[1:-1]) if act.startswith("[") else phone.say(act))
        await running.settle()
    return [message.text for message in phone.heard]


async def meet_another(running: Stage, phone: Phone, number: int) -> None:
    """Somebody else registers on the same phone, and answers the first questions."""
    await ask(running, phone, "/who", "[➕ Somebody else]")
    await Actor(phone, number).go_on(until="Sent. Thank you!")
    await running.settle()


async def two(running: Stage, phone: Phone) -> None:
    await Actor(phone, 11).meet()
    await meet_another(running, phone, 22)


async def test_each_has_her_own_answers(running: Stage, phone: Phone) -> None:
    await two(running, phone)
    assert await rows(running, select(submission.c.person_id, submission.c.producer_id)) == [(1, 1), (2, 2)]
    assert await rows(running, select(chat_person.c.person_id).order_by(chat_person.c.person_id)) == [(1,), (2,)]
    await ask(running, phone, "/answers")
    assert len(phone.last.buttons) == 1
    await ask(running, phone, "/who", "[👤 Person 11]", "/mydata")
    assert "Person 11" in phone.heard[0].text
    assert await in_front(running) == "Person 11"


async def test_an_old_button_acts_for_its_owner_only(running: Stage, phone: Phone) -> None:
    await two(running, phone)
    await ask(running, phone, "/who", "[👤 Person 11]", "/hour")
    await ask(running, phone, "/who", "[👤 Person 22]")
    assert await ask(running, phone, "[7 in the morning]") == ["This is for Person 11. Are you Person 11?"]
    hours = select(person.c.nudge_hour).order_by(person.c.id)
    assert await rows(running, hours) == [(None,), (None,)]
    assert await in_front(running) == "Person 22"
    hello, told = await ask(running, phone, "[👤 I am Person 11]")
    assert hello.startswith("Hello Person 11!")
    assert told.startswith("Good. I will write to you at")
    assert await rows(running, hours) == [(7,), (None,)]
    assert await in_front(running) == "Person 11"


async def test_a_tap_that_erases_is_never_given_on(running: Stage, phone: Phone) -> None:
    await two(running, phone)
    await ask(running, phone, "/who", "[👤 Person 11]", "/forget", "[Yes, go on]")
    erase = phone.last
    await ask(running, phone, "/who", "[👤 Person 22]")
    await phone.tap("🗑 Erase all", erase.id)
    await running.settle()
    await ask(running, phone, "[👤 I am Person 11]")
    assert {name for (name,) in await rows(running, select(person.c.name))} == {"Person 11", "Person 22"}


async def test_a_changed_message_changes_nothing_of_anothers(running: Stage, phone: Phone) -> None:
    await Actor(phone, 11).meet()
    mine = [message for message in phone.screen if message.mine and message.text == "12"]
    await meet_another(running, phone, 22)
    answers = await rows(running, select(submission.c.id))
    phone.mark()
    await phone.edit(mine[-1].id, "13")
    await running.settle()
    assert [message.text for message in phone.heard] == ["Person 11 wrote this. Are you Person 11?"]
    assert await rows(running, select(submission.c.id)) == answers
    (told, *_) = await ask(running, phone, "[👤 I am Person 11]")
    assert told.startswith("Hello Person 11!")
    phone.mark()
    await phone.edit(mine[-1].id, "13")
    await running.settle()
    assert "Change 12 to 13?" in phone.last.text


async def test_a_tap_on_a_reminder_is_hers(running: Stage, phone: Phone) -> None:
    await two(running, phone)
    await running.walk(33)
    reminders = [one for one in phone.screen if not one.mine and "check-in" in one.text and one.text.startswith("👤")]
    assert len(reminders) >= 2
    assert await in_front(running) == "Person 22"
    phone.mark()
    await phone.tap("✅ Check-in", reminders[0].id)
    await running.settle()
    assert await in_front(running) == "Person 11"
    assert "Check-in after one month" in phone.heard[-1].text
    phone.mark()
    await phone.tap("✅ Check-in", reminders[1].id)
    await running.settle()
    assert await in_front(running) == "Person 22"


async def test_a_button_of_somebody_who_is_gone_does_nothing(running: Stage, phone: Phone) -> None:
    await two(running, phone)
    driver = running.house.lines[0].driver
    await driver.handle([tapped(1, marked("hour|7", 77)), tapped(2, marked("hour|7", None)), tapped(3, "hour|9")])
    assert await rows(running, select(person.c.nudge_hour).order_by(person.c.id)) == [(None,), (9,)]


def tapped(number: int, data: str) -> dict[str, Any]:
    there = {"id": ONE_PHONE, "type": "private", "first_name": "Z"}
    sender = {"id": ONE_PHONE, "is_bot": False, "first_name": "Z"}
    query = {"id": "7", "from": sender, "chat_instance": "1", "data": data}
    shown = {"message_id": 90, "date": 1, "chat": there, "from": sender, "text": "x"}
    return {"update_id": 1_000_000 + number, "callback_query": {**query, "message": shown}}


def said(number: int, text: str) -> dict[str, Any]:
    there = {"id": ONE_PHONE, "type": "private", "first_name": "Z"}
    sender = {"id": ONE_PHONE, "is_bot": False, "first_name": "Z"}
    message = {"message_id": 900 + number, "date": 1, "chat": there, "from": sender, "text": text}
    return {"update_id": 1_000_000 + number, "message": message}


async def test_a_registration_put_off_goes_on_by_its_own_button(running: Stage, phone: Phone) -> None:
    await Actor(phone, 11).meet()
    await ask(
        running,
        phone,
        "/who",
        "[➕ Somebody else]",
        "[English]",
        "[▶️ Next]",
        "[▶️ Next]",
        "[✅ Yes, I agree]",
        "Newcomer Two",
        "later",
    )
    kept = phone.last
    await ask(running, phone, "/who", "[👤 Person 11]")
    phone.mark()
    await phone.tap("▶️ Go on", kept.id)
    await running.settle()
    assert "What is your phone number?" in phone.heard[-1].text
    assert await in_front(running) is None
    await Actor(phone, 22).go_on(until="Sent. Thank you!")
    assert await in_front(running) == "Newcomer Two"


async def test_one_batch_in_which_the_phone_goes_round(running: Stage, phone: Phone) -> None:
    """All of it comes in at once, after a time without a network."""
    await two(running, phone)
    driver = running.house.lines[0].driver
    to_first, to_second = tapped(2, marked("who|s|1", 2)), tapped(5, marked("who|s|2", 1))
    await driver.handle([
        said(1, "/practice"), to_first, said(3, "/checkin"), said(4, "stop"), to_second, said(6, "/checkin"),
    ])  # fmt: skip
    await running.settle()
    assert await in_front(running) == "Person 22"
    states = select(chat_person.c.person_id, chat_person.c.state).order_by(chat_person.c.person_id)
    assert await rows(running, states) == [(1, "stopped"), (2, "active")]
    assert await rows(running, select(person.c.practice).order_by(person.c.id)) == [(False,), (True,)]


async def test_who_is_forgotten_in_a_batch_leaves_what_was_said_to_the_others(running: Stage, phone: Phone) -> None:
    await two(running, phone)
    now = f"forget|now|{int(running.clock.now().timestamp()):x}"
    phone.mark()
    driver = running.house.lines[0].driver
    await driver.handle([
        said(1, "/help"), tapped(2, marked("who|s|1", 2)), said(3, "/hour"), tapped(4, marked(now, 1)), said(5, "hm"),
    ])  # fmt: skip
    await running.settle()
    told = [message.text.splitlines()[0] for message in phone.heard]
    assert told == [
        "I ask you about your work from time to time, and show you how it grows.",
        "Your name, phone number and words are erased. Figures and choices stay, without your name.",
        "👥 Who is writing?",
    ]
    assert {name for (name,) in await rows(running, select(person.c.name))} == {None, "Person 22"}


async def test_many_on_one_phone_come_page_by_page(running: Stage, phone: Phone) -> None:
    await Actor(phone, 11).meet()

    def add(connection: Connection) -> None:
        for number in range(9):
            values = {
                "programme": CODE,
                "name": f"Neighbour {number}",
                "language": "en",
                "created_at": running.clock.now(),
            }
            who = connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one()
            here = {"bot": int(TOKEN.split(":")[0]), "chat": ONE_PHONE, "person_id": who, "since": running.clock.now()}
            here |= {"seen_at": running.clock.now()}
            wish = {"state": "active", "state_since": running.clock.now()}
            connection.execute(insert(chat_person).values(here | wish))

    async with running.house.store.transaction() as tx:
        await tx.run(add)
    await ask(running, phone, "/who")
    assert [len(row) for row in phone.last.buttons] == [1] * 10
    assert phone.last.buttons[8][0].text == "▶️"
    await ask(running, phone, "[▶️]")
    assert [row[0].text for row in phone.last.buttons] == [
        "👤 Neighbour 7", "👤 Neighbour 8", "◀️", "➕ Somebody else",
    ]  # fmt: skip
    await ask(running, phone, "[👤 Neighbour 8]")
    assert await in_front(running) == "Neighbour 8"


async def test_a_child_on_her_mothers_phone_needs_a_guardian(running: Stage, phone: Phone) -> None:
    await Actor(phone, 11).meet()
    await ask(
        running, phone, "/who", "[➕ Somebody else]", "[English]", "[▶️ Next]", "[▶️ Next]", "[I am younger than 18]"
    )
    await ask(running, phone, "[▶️ Next]", "[▶️ Next]", "[✅ I am the guardian and I agree]", "Person Eleven")
    await Actor(phone, 22).go_on(until="Sent. Thank you!")
    await running.settle()
    assert await rows(running, select(consent.c.person_id, consent.c.guardian)) == [(1, None), (2, "Person Eleven")]


async def test_the_number_that_two_share_is_no_lost_account(running: Stage, phone: Phone) -> None:
    await two(running, phone)
    numbers = await rows(running, select(person.c.phone))
    assert numbers[0] == numbers[1] != (None,)
    assert await rows(running, select(follow_up.c.reason)) == []
    elsewhere = running.simulator.phone(7002)
    await Actor(elsewhere, 33).meet()
    assert await rows(running, select(follow_up.c.reason)) == []


async def test_a_new_text_of_consent_is_asked_of_each(running: Stage, phone: Phone) -> None:
    await two(running, phone)
    known = running.house.loaded.packs[CODE]
    text = replace(known.programme.consent, version=4, still_holds=4)
    running.house.loaded.packs[CODE] = replace(known, programme=replace(known.programme, consent=text))
    (told,) = await ask(running, phone, "hello")
    assert told.startswith("What we agreed on has changed.")
    hello, told = await ask(running, phone, "/who", "[👤 Person 11]")
    assert hello.startswith("Hello Person 11!")
    assert told.startswith("What we agreed on has changed.")
    await ask(running, phone, "yes", "yes", "yes")
    versions = select(person.c.consent_version).order_by(person.c.id)
    assert await rows(running, versions) == [("4",), ("3",)]


def traces(folder: Path, words: tuple[bytes, ...]) -> dict[str, list[bytes]]:
    """What is found of these words in every file below a folder."""
    contents = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = {str(path): [one for one in words if one in content] for path, content in contents.items()}
    return {path: words for path, words in found.items() if words}


async def test_nothing_of_one_is_left_in_any_file_and_all_of_the_other(sqlite_url: str, tmp_path: Path) -> None:
    kept = tmp_path.parent / f"{tmp_path.name}-kept"
    place = Place(sqlite_url, tmp_path)
    async with stage(sqlite_url, codes=(CODE,)) as running:
        phone = running.simulator.phone(ONE_PHONE)
        await register(phone)
        await ask(running, phone, "[▶️ Now]", "[kilogram]", "/pin", "2580", "2580", "sold 12 soap 600")
        dead = {"message": {"message_id": "no number", "chat": {"id": ONE_PHONE}, "text": f"I am {NAME}"}}
        running.simulator.push(TOKEN, dead)
        await meet_another(running, phone, 22)
        assert {word for words in traces(tmp_path, WORDS).values() for word in words} == set(WORDS)
        made = backup.make(place, kept / "a.tar.gz", running.clock.now(), lambda *_: None)
        await ask(running, phone, "/who", f"[👤 {NAME}]", "/forget", "[Yes, go on]", "[🗑 Erase all]")
        assert phone.heard[-1].text.startswith("Your name, phone number and words are erased.")
        for _ in range(2):
            await running.house.tick()
        assert traces(tmp_path, WORDS) == {}
        assert traces(running.house.media.parent, WORDS) == {}
        assert await rows(running, select(dead_update.c.id)) == []
        assert traces(tmp_path, (b"Person 22",))
        assert (await ask(running, phone, "hello", "[👤 Person 22]"))[0].startswith("Hello Person!")
        await ask(running, phone, "/answers")
        assert len(phone.last.buttons) == 1
    erasure.note(place.data / erasure.LIST, erasure.known_entries(sqlite_url, place.data / erasure.LIST))
    restoring.restore(place, made.file, running.clock.now(), lambda *_: None)
    for folder in tmp_path.glob("before-restore-*"):
        assert traces(folder, WORDS) == {}
    assert traces(tmp_path, WORDS) == {}
    with closing(sqlite3.connect(place.database, timeout=PATIENCE)) as connection:
        assert set(connection.execute("SELECT name FROM person")) == {(None,), ("Person 22",)}
        assert connection.execute("SELECT person_id FROM chat_person").fetchall() == [(2,)]
        assert connection.execute("SELECT count(*) FROM submission WHERE person_id = 2").fetchone() == (1,)
