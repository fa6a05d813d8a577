"""Several people on one phone, in both kinds of database: who has it, what stays open, whom a reminder is for."""

import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.people.pin import Guard
from bot.domain.wire import button_owner
from bot.domain.wire.contact import ChatState, Contact, Dialogue
from bot.domain.wire.outgoing import Lane, Outgoing, OutState
from bot.services.people import pins, preferences, shared_phone
from bot.store.forms import dialogues
from bot.store.schema import dialogue
from bot.store.schema import outbox as messages
from bot.store.wire import outbox
from tests.services.household import CODE, beside, close, contact, maya, sunita, turn_to
from tests.services.town import BOT, Member, Town

__all__ = ["maya", "sunita"]


# Whose a button is


@given(st.text(max_size=40).filter(lambda data: "~" not in data), st.none() | st.integers(1, 2**40))
def test_a_button_says_whose_it_is(data: str, owner: int | None) -> None:
    assert button_owner.unmarked(button_owner.marked(data, owner)) == (data, owner or button_owner.NOBODY)
    assert button_owner.unmarked(data) == (data, None)


@given(st.text(max_size=40), st.integers(1, 2**40))
def test_whatever_is_in_a_buttons_data_comes_back(data: str, owner: int) -> None:
    assert button_owner.unmarked(button_owner.marked(data, owner)) == (data, owner)


@pytest.mark.parametrize(
    ("name", "first"),
    [("Sunita Rai", "Sunita"), ("  Mrs. Mary  Jones", "Mary"), ("นาง สมศรี ใจดี", "สมศรี"), ("श्रीमती माया", "माया"),
     ("Mai Banda", "Banda"), ("Mr", "Mr"), ("", ""),
     # written on to the name, as Thai does; a name that only begins like a title stays whole
     ("นางสมศรี ใจดี", "สมศรี"), ("นางสาวมาลี", "มาลี"), ("น.ส.มาลี ใจดี", "มาลี"), ("น.ส. มาลี", "มาลี"),
     ("คุณเอก", "เอก"), ("นายทอง", "ทอง"), ("คุณากร ใจดี", "คุณากร"), ("ดรุณี", "ดรุณี"), ("ป้าแดง", "ป้าแดง")],
)  # fmt: skip
def test_first_names(name: str, first: str) -> None:
    assert button_owner.first_name(name) == first


def test_two_of_the_same_first_name_are_called_by_all_of_it() -> None:
    assert button_owner.called("Maya  Rai", ["Gita", "Sunita"]) == "Maya"
    assert button_owner.called("Maya  Rai", ["Gita", "Mrs. maya Gurung"]) == "Maya Rai"


# Who has the phone


def test_one_tap_and_all_is_hers(place: Town, sunita: Member, maya: Member) -> None:
    here = contact(place, sunita)
    assert here.shared
    assert [one.name for one in place.run(shared_phone.people, here)] == ["Mrs. Sunita Rai", "Maya Gurung"]
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
    place.run(shared_phone.turn_to_nobody, here, place.now)
    assert (here.person, here.language, here.programme) == (None, None, None)
    state = {
        "session": {"language": "ne", "answers": {}},
        shared_phone.PROGRAMME: CODE,
        shared_phone.JOINING: {"code": "x"},
    }
    form = place.loaded.pack(CODE).forms["registration"].hash
    here.open(Dialogue(901, "registration", state, place.now, form))
    close(place, here)
    here = contact(place, sunita)
    assert here.shared
    assert here.dialogue is not None
    turn_to(place, here, sunita)
    assert [one.id for one in place.run(shared_phone.begun, here)] == [901]
    close(place, here)
    here = contact(place, sunita)
    # another one begins too: both can go on
    place.run(shared_phone.turn_to_nobody, here, place.now)
    here.open(Dialogue(902, "registration", {**state, shared_phone.JOINING: None}, place.now, form))
    assert {one.id for one in place.run(shared_phone.begun, here)} == {901, 902}
    close(place, here)
    here = contact(place, sunita)
    found = place.run(shared_phone.go_on, here, 901, place.now)
    assert found is not None
    here.open(found)
    assert (here.language, here.programme, here.joining) == ("ne", CODE, {"code": "x"})
    close(place, here)
    assert contact(place, sunita).dialogue.id == 901  # type: ignore[union-attr]
    assert place.run(shared_phone.go_on, here, 999, place.now) is None


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
            place.run(shared_phone.turn_to_nobody, on, place.now)
        case 3:
            number = next(numbers)
            on.open(
                Dialogue(number, "checkin", {}, place.now, place.loaded.pack("thailand-otop").forms["checkin"].hash)
            )
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
        owner = button_owner.unmarked(row.payload["reply_markup"]["inline_keyboard"][0][0]["callback_data"])[1]
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
