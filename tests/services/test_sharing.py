"""Several people on one phone, in both kinds of database: who has it, what is whose, whom a reminder is for."""

import itertools
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from bot.domain import tapping
from bot.domain.contact import ChatState, Contact, Dialogue
from bot.domain.outgoing import Lane, Outgoing, OutState
from bot.domain.pin import Guard
from bot.services import erasure, mydata, pins, preferences, relinking, sharing
from bot.services.relinking import CannotRelink, Wish
from bot.store import chats, dialogues, media, outbox, people, retention
from bot.store.schema import chat, chat_person, dialogue, follow_up, person
from bot.store.schema import media as files
from bot.store.schema import outbox as messages
from tests.services.town import BOT, Member, Town, catalogues

CODE = "nepal-odop"
PHONE = "+9779841234567"
TWO = ("The leader", "The officer")


@pytest.fixture
def sunita(place: Town) -> Member:
    return place.join(CODE, name="Mrs. Sunita Rai", phone=PHONE, language="en")


@pytest.fixture
def maya(place: Town, sunita: Member) -> Member:
    """Registered on Sunita's phone, a minute later; Sunita has it in front."""
    place.now += timedelta(minutes=1)
    return beside(place, sunita, name="Maya Gurung", phone=PHONE, language="ne")


def beside(place: Town, other: Member, **more: Any) -> Member:
    """Somebody joins on the phone of another, who keeps it."""
    member = place.join(other.code, **more)
    with place.connection.begin():
        place.connection.execute(chat_person.delete().where(chat_person.c.chat == member.chat))
        place.connection.execute(chat.delete().where(chat.c.chat == member.chat))
        place.enter(member.person, other.chat)
    return Member(member.person, member.producer, other.chat, member.code)


def contact(place: Town, member: Member) -> Contact:
    return place.run(lambda connection: chats.load(connection, BOT, [member.chat]))[member.chat]


def turn_to(place: Town, here: Contact, member: Member) -> bool:
    return place.run(sharing.turn_to, here, member.person, place.now)


def close(place: Town, here: Contact) -> None:
    """The end of a batch."""
    place.run(chats.save, [here], place.now)
    place.run(dialogues.save, [here], place.now)


# Whose a button is


@given(st.text(max_size=40).filter(lambda data: "~" not in data), st.none() | st.integers(1, 2**40))
def test_a_button_says_whose_it_is(data: str, owner: int | None) -> None:
    assert tapping.unmarked(tapping.marked(data, owner)) == (data, owner or tapping.NOBODY)
    assert tapping.unmarked(data) == (data, None)


@given(st.text(max_size=40), st.integers(1, 2**40))
def test_whatever_is_in_a_buttons_data_comes_back(data: str, owner: int) -> None:
    assert tapping.unmarked(tapping.marked(data, owner)) == (data, owner)


@pytest.mark.parametrize(
    ("name", "first"),
    [("Sunita Rai", "Sunita"), ("  Mrs. Mary  Jones", "Mary"), ("นาง สมศรี ใจดี", "สมศรี"), ("श्रीमती माया", "माया"),
     ("Mai Banda", "Banda"), ("Mr", "Mr"), ("", "")],
)  # fmt: skip
def test_first_names(name: str, first: str) -> None:
    assert tapping.first_name(name) == first


def test_two_of_the_same_first_name_are_called_by_all_of_it() -> None:
    assert tapping.called("Maya  Rai", ["Gita", "Sunita"]) == "Maya"
    assert tapping.called("Maya  Rai", ["Gita", "Mrs. maya Gurung"]) == "Maya Rai"


# Who has the phone


def test_one_tap_and_all_is_hers(place: Town, sunita: Member, maya: Member) -> None:
    here = contact(place, sunita)
    assert here.shared
    assert [one.name for one in place.run(sharing.people, here)] == ["Mrs. Sunita Rai", "Maya Gurung"]
    assert turn_to(place, here, maya)
    close(place, here)
    again = contact(place, sunita)
    assert again.person is not None
    assert (again.person.id, again.language, again.programme) == (maya.person, "ne", CODE)


def test_nobody_from_elsewhere(place: Town, sunita: Member, maya: Member) -> None:
    neighbour = place.join(CODE, name="A neighbour")
    here = contact(place, sunita)
    assert not turn_to(place, here, neighbour)
    assert here.person is not None
    assert here.person.id == sunita.person
    assert not contact(place, neighbour).shared


def test_what_is_open_stays_open_for_its_owner(place: Town, sunita: Member, maya: Member) -> None:
    hers = place.begin_form(sunita, place.due(sunita)[0].slot_id)
    others = place.begin_form(maya, place.due(maya)[0].slot_id)
    here = contact(place, sunita)
    assert here.dialogue is not None
    assert here.dialogue.id == hers
    here.dialogue.state = {"changed": 1}
    here.touch()
    turn_to(place, here, maya)
    assert here.dialogue.id == others
    assert place.run(dialogues.find, here, hers) is None
    assert [one.id for one in place.run(dialogues.of_contact, here)] == [others]
    # in the same batch: as the batch has left it
    turn_to(place, here, sunita)
    assert (here.dialogue.id, here.dialogue.state) == (hers, {"changed": 1})
    here.lay_aside()
    turn_to(place, here, maya)
    turn_to(place, here, sunita)
    assert here.dialogue is None
    close(place, here)
    rows = {row.id: (row.person_id, row.front) for row in place.rows(select(dialogue))}
    assert rows == {hers: (sunita.person, False), others: (maya.person, True)}


def test_a_pin_is_asked_again_when_the_phone_was_given_away(place: Town, sunita: Member, maya: Member) -> None:
    place.run(pins.put, sunita.person, pins.hashed("2580"), place.now)
    assert place.run(pins.guard, sunita.person, place.now) is Guard.OPEN
    here = contact(place, sunita)
    turn_to(place, here, maya)
    assert place.run(pins.guard, sunita.person, place.now) is Guard.SHUT
    turn_to(place, here, sunita)
    assert place.run(pins.guard, sunita.person, place.now) is Guard.SHUT


def test_somebody_new_begins_and_goes_on_another_day(place: Town, sunita: Member) -> None:
    here = contact(place, sunita)
    place.run(sharing.turn_to_nobody, here, place.now)
    assert (here.person, here.language, here.programme) == (None, None, None)
    state = {"session": {"language": "ne", "answers": {}}, sharing.PROGRAMME: CODE, sharing.JOINING: {"code": "x"}}
    form = place.desk.pack(CODE).forms["registration"].hash
    here.open(Dialogue(901, "registration", state, place.now, form))
    close(place, here)
    here = contact(place, sunita)
    assert here.shared
    assert here.dialogue is not None
    turn_to(place, here, sunita)
    assert [one.id for one in place.run(sharing.begun, here)] == [901]
    close(place, here)
    here = contact(place, sunita)
    # another one begins too: both can go on
    place.run(sharing.turn_to_nobody, here, place.now)
    here.open(Dialogue(902, "registration", {**state, sharing.JOINING: None}, place.now, form))
    assert {one.id for one in place.run(sharing.begun, here)} == {901, 902}
    close(place, here)
    here = contact(place, sunita)
    found = place.run(sharing.go_on, here, 901, place.now)
    assert found is not None
    here.open(found)
    assert (here.language, here.programme, here.joining) == ("ne", CODE, {"code": "x"})
    close(place, here)
    assert contact(place, sunita).dialogue.id == 901  # type: ignore[union-attr]
    assert place.run(sharing.go_on, here, 999, place.now) is None


@pytest.mark.parametrize("seed", range(20))
def test_however_the_phone_goes_round_nobody_gets_what_is_anothers(here: Town, seed: int) -> None:
    """In batches of several deeds: what is in front is always hers who has the phone, and nothing is lost or twice."""
    chance, numbers = random.Random(seed), itertools.count(1)
    first = here.join("thailand-otop", name="A", language="th")
    people_here = [first, *(beside(here, first, name=name, language="th") for name in "BC")]
    owners: dict[int, int | None] = {}
    for _ in range(15):
        on = contact(here, first)
        for _ in range(chance.randint(1, 5)):
            _deed(here, on, chance, numbers, owners, people_here)
            assert on.dialogue is None or owners[on.dialogue.id] == on.person_id
        close(here, on)
        kept = here.rows(select(dialogue.c.id, dialogue.c.person_id, dialogue.c.front))
        assert {row.id: row.person_id for row in kept} == owners
        fronts = [row.person_id for row in kept if row.front]
        assert len(fronts) == len(set(fronts))
        hers = {row.id for row in kept if row.front and row.person_id == on.person_id}
        assert ({on.dialogue.id} if on.dialogue else set()) == hers


def _deed(
    place: Town,
    on: Contact,
    chance: random.Random,
    numbers: Iterator[int],
    owners: dict[int, int | None],
    people_here: list[Member],
) -> None:
    match chance.randrange(6):
        case 0 | 1:
            assert turn_to(place, on, chance.choice(people_here))
        case 2:
            place.run(sharing.turn_to_nobody, on, place.now)
        case 3:
            number = next(numbers)
            on.open(Dialogue(number, "checkin", {}, place.now, place.desk.pack("thailand-otop").forms["checkin"].hash))
            owners[number] = on.person_id
        case 4:
            on.lay_aside()
        case _ if on.dialogue is not None:
            del owners[on.dialogue.id]
            on.close()


# Reminders


def test_a_reminder_says_whom_it_is_for(place: Town, sunita: Member, maya: Member) -> None:
    alone = place.join(CODE, name="Alone")
    place.days(33)
    told = [nudge.text.splitlines()[0] for nudge in place.nudges(sunita)]
    assert set(told) == {"👤 Sunita", "👤 Maya"}
    assert not any("👤" in nudge.text for nudge in place.nudges(alone))
    rows = place.rows(select(messages).where(messages.c.lane == Lane.NUDGE, messages.c.chat == sunita.chat))
    for row in rows:
        owner = tapping.unmarked(row.payload["reply_markup"]["inline_keyboard"][0][0]["callback_data"])[1]
        assert owner == row.person_id
        assert (row.person_id == sunita.person) is ("Sunita" in row.payload["text"])
    days = [(row.person_id, row.created_at.date()) for row in rows]
    assert len(days) == len(set(days)), "one a day and person"


def test_each_is_silent_for_herself(place: Town, sunita: Member, maya: Member) -> None:
    for member in (sunita, maya):
        waits = Outgoing(BOT, sunita.chat, Lane.REPLY, "sendMessage", {"text": "x"}, person=member.person)
        place.run(outbox.add, [waits], place.now)
    here = contact(place, sunita)
    place.run(preferences.go_silent, here, ChatState.STOPPED, place.now)
    close(place, here)
    states = {row.person_id: row.state for row in place.rows(select(messages))}
    assert states == {sunita.person: OutState.FAILED, maya.person: OutState.WAITING}
    place.days(33)
    assert {nudge.text.splitlines()[0] for nudge in place.nudges(sunita)} == {"👤 Maya"}
    here = contact(place, sunita)
    turn_to(place, here, maya)
    assert here.state is ChatState.ACTIVE
    place.run(preferences.go_silent, here, ChatState.STOPPED, place.now)
    close(place, here)
    before = len(place.nudges(sunita))
    place.days(60)
    assert len(place.nudges(sunita)) == before
    here = contact(place, sunita)
    place.run(preferences.come_back, here, place.now)
    close(place, here)
    place.days(60)
    assert {nudge.text.splitlines()[0] for nudge in place.nudges(sunita)[before:]} == {"👤 Maya"}


def test_a_phone_that_blocks_is_silent_for_all_and_wishes_outlive_it(place: Town, sunita: Member, maya: Member) -> None:
    here = contact(place, sunita)
    place.run(preferences.go_silent, here, ChatState.STOPPED, place.now)
    close(place, here)
    here = contact(place, sunita)
    place.run(preferences.go_silent, here, ChatState.BLOCKED, place.now)
    close(place, here)
    place.days(33)
    assert place.nudges(sunita) == []
    here = contact(place, sunita)
    place.run(preferences.unblocked, here, place.now)
    close(place, here)
    assert contact(place, sunita).state is ChatState.STOPPED
    place.days(10)
    assert {nudge.text.splitlines()[0] for nudge in place.nudges(sunita)} == {"👤 Maya"}


def test_after_an_outage_each_is_asked_again_by_name(place: Town, sunita: Member, maya: Member) -> None:
    for member in (sunita, maya):
        place.begin_form(member, place.due(member)[0].slot_id)
    place.sleep(hours=30)
    said = place.rows(select(messages.c.person_id, messages.c.payload).where(messages.c.dedupe.startswith("outage")))
    assert {(row.person_id, row.payload["text"].splitlines()[0]) for row in said} == {
        (sunita.person, "👤 Sunita"), (maya.person, "👤 Maya"),
    }  # fmt: skip


# What is whose


def test_my_data_is_hers_alone(place: Town, sunita: Member, maya: Member) -> None:
    for member, word in ((sunita, "wordofsunita"), (maya, "wordofmaya")):
        said = Outgoing(BOT, sunita.chat, Lane.REPLY, "sendMessage", {"text": word}, person=member.person)
        place.run(outbox.add, [said], place.now)
        place.run(media.expect, f"{word}.jpg", BOT, sunita.chat, "f", place.now, person=member.person)
        number = place.begin_form(member, place.due(member)[0].slot_id)
        place.rows_changed(update(dialogue).where(dialogue.c.id == number).values(state={"x": word}))
    place.run(outbox.add, [Outgoing(BOT, sunita.chat, Lane.REPLY, "sendMessage", {"text": "nobodys"})], place.now)
    told = place.run(mydata.as_json, sunita.person).decode()
    assert "wordofsunita" in told
    assert "wordofmaya" not in told
    assert "nobodys" not in told
    assert "Maya" not in told
    alone = place.join(CODE, name="Alone")
    place.run(outbox.add, [Outgoing(BOT, alone.chat, Lane.REPLY, "sendMessage", {"text": "nobodys"})], place.now)
    assert "nobodys" in place.run(mydata.as_json, alone.person).decode()


def test_old_messages_go_by_the_programme_of_their_person(place: Town, sunita: Member, maya: Member) -> None:
    place.rows_changed(update(person).where(person.c.id == maya.person).values(programme="malawi-ovop"))
    for member in (sunita, maya):
        said = Outgoing(BOT, sunita.chat, Lane.REPLY, "sendMessage", {}, person=member.person)
        place.run(outbox.add, [said], place.now)
    place.rows_changed(update(messages).values(state=OutState.SENT))
    later = place.now + timedelta(days=1)
    assert place.run(retention.forget_messages, "malawi-ovop", later) == 1
    assert [row.person_id for row in place.rows(select(messages))] == [sunita.person]


# Lost accounts


def test_two_on_one_phone_share_a_number(place: Town, sunita: Member, maya: Member) -> None:
    companions = (sunita.person, maya.person)
    place.run(relinking.note, maya.person, maya.producer, CODE, PHONE, place.now, companions)
    assert place.rows(select(func.count()).select_from(follow_up))[0][0] == 0
    with pytest.raises(CannotRelink, match="same phone"):
        place.run(relinking.relink, Wish(sunita.person, maya.person, TWO), catalogues(), place.now)


def test_one_of_two_moves_to_a_new_phone(place: Town, sunita: Member, maya: Member) -> None:
    for member in (sunita, maya):
        place.begin_form(member, place.due(member)[0].slot_id)
        place.run(media.expect, f"{member.person}.jpg", BOT, sunita.chat, "f", place.now, person=member.person)
    new = place.join(CODE, name="Maya", phone=PHONE, language="en")
    place.run(relinking.relink, Wish(maya.person, new.person, TWO), catalogues(), place.now)
    here, there = contact(place, sunita), contact(place, new)
    assert here.person is not None
    assert there.person is not None
    assert (here.person.id, here.shared) == (sunita.person, False)
    assert (there.person.id, there.shared) == (maya.person, False)
    assert {row.person_id: row.chat for row in place.rows(select(dialogue))} == {
        sunita.person: sunita.chat, maya.person: new.chat,
    }  # fmt: skip
    assert {row.name: row.chat for row in place.rows(select(files))} == {
        f"{sunita.person}.jpg": sunita.chat, f"{maya.person}.jpg": new.chat,
    }  # fmt: skip


def test_a_new_account_on_a_shared_phone_becomes_the_old_persons(place: Town, sunita: Member, maya: Member) -> None:
    old = place.join(CODE, name="Gita", phone="+9779841000000", language="ne")
    new = beside(place, sunita, name="Gita again", language="ne")
    place.run(relinking.relink, Wish(old.person, new.person, TWO), catalogues(), place.now)
    here = contact(place, sunita)
    assert here.person is not None
    assert here.person.id == sunita.person, "who has the phone keeps it"
    assert [one.name for one in place.run(sharing.people, here)] == ["Mrs. Sunita Rai", "Maya Gurung", "Gita"]
    assert [row.chat for row in place.rows(select(chat.c.chat))] == [sunita.chat]


# Erasing one of several


def live(place: Town, member: Member, word: str) -> None:
    """She has a word of her own in a message, a form, and a file."""
    number = place.begin_form(member, place.due(member)[0].slot_id)
    place.rows_changed(update(dialogue).where(dialogue.c.id == number).values(state={"x": word}))
    said = Outgoing(BOT, member.chat, Lane.REPLY, "sendMessage", {"text": word}, person=member.person)
    place.run(outbox.add, [said], place.now)
    place.run(media.expect, f"{word}.jpg", BOT, member.chat, "f", place.now, person=member.person)


def test_only_hers_goes_and_what_cannot_be_told_apart(place: Town, sunita: Member, maya: Member) -> None:
    for member, word in ((sunita, "s"), (maya, "m")):
        live(place, member, word)
    place.run(outbox.add, [Outgoing(BOT, sunita.chat, Lane.REPLY, "sendMessage", {"text": "?"})], place.now)
    place.run(media.expect, "unknown.jpg", BOT, sunita.chat, "f", place.now)
    here = contact(place, sunita)
    place.run(erasure.erase, here, place.now)
    close(place, here)
    assert [row.payload["text"] for row in place.rows(select(messages))] == ["m"]
    assert [row.state for row in place.rows(select(dialogue))] == [{"x": "m"}]
    assert [row.name for row in place.rows(select(files))] == ["m.jpg"]
    (row,) = place.rows(select(chat))
    assert (row.person_id, row.language, row.programme) == (None, None, None)
    assert [row.person_id for row in place.rows(select(chat_person))] == [maya.person]
    names = {row.id: row.name for row in place.rows(select(person))}
    assert names == {sunita.person: None, maya.person: "Maya Gurung"}
    here = contact(place, sunita)
    assert here.shared
    assert turn_to(place, here, maya)
    close(place, here)
    assert not contact(place, maya).shared
    place.days(33)
    assert not any("👤" in nudge.text for nudge in place.nudges(maya)[-1:])


def test_the_last_one_takes_the_chat_with_her(place: Town, sunita: Member, maya: Member) -> None:
    for member in (maya, sunita):
        here = contact(place, sunita)
        turn_to(place, here, member)
        place.run(erasure.erase, here, place.now)
        if not here.forgotten:
            close(place, here)
    for table in (chat, chat_person, dialogue, messages):
        assert place.rows(select(func.count()).select_from(table))[0][0] == 0


def test_after_a_restore_she_goes_again_and_the_others_stay(place: Town, sunita: Member, maya: Member) -> None:
    for member, word in ((sunita, "s"), (maya, "m")):
        live(place, member, word)
    place.now += timedelta(minutes=1)
    gone = place.run(erasure.erase_again, [erasure.Entry(maya.person, place.now)], place.now)
    assert gone == ["m.jpg"]
    here = contact(place, sunita)
    assert here.person is not None
    assert (here.person.id, here.shared) == (sunita.person, False)
    assert [row.payload["text"] for row in place.rows(select(messages))] == ["s"]


def test_a_stranger_on_a_shared_phone_is_forgotten_after_a_restore(place: Town, sunita: Member) -> None:
    begun = {"bot": BOT, "chat": sunita.chat, "kind": "registration", "front": True, "state": {"x": "c"}}
    times = {"began_at": place.now, "touched_at": place.now}
    place.rows_changed(insert(dialogue).values(id=77, **begun, **times))
    live(place, sunita, "s")
    # a number that this database does not know: she had registered after the backup
    place.run(erasure.erase_again, [erasure.Entry(555, place.now + timedelta(days=1))], place.now)
    assert [row.state for row in place.rows(select(dialogue))] == [{"x": "s"}]
    here = contact(place, sunita)
    assert here.person is not None
    assert place.run(people.name_of, sunita.person) == "Mrs. Sunita Rai"


def test_who_registers_keeps_the_files_that_she_sent_before(place: Town, sunita: Member) -> None:
    for name in ("hers.jpg", "another.jpg"):
        place.run(media.expect, name, BOT, sunita.chat, "f", place.now)
    place.run(media.belong_to, BOT, sunita.chat, sunita.person, ["hers.jpg", "Sunita", ""])
    owners = {row.name: row.person_id for row in place.rows(select(files))}
    assert owners == {"hers.jpg": sunita.person, "another.jpg": None}
