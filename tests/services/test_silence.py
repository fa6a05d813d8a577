"""Who has been silent for years is forgotten, in both kinds of database; whoever was heard of is not."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.contact import ChatState
from bot.services import erasure, inbox, silence
from bot.store import chats, people
from bot.store.schema import chat, chat_person, person
from bot.store.schema import outbox as messages
from tests.services.town import BOT, Member, Town

CODE = "nepal-odop"


@pytest.fixture
def days(place: Town) -> int:
    """How long somebody has to be silent; a month is added, to which it is known."""
    return place.programme(CODE).retention.silent_days + chats.HEARD_WITHIN.days


def forget(place: Town, limit: int = 20) -> int:
    return place.run(silence.forget_silent, place.desk, place.now, limit)


def write(place: Town, member: Member, update_id: int) -> None:
    """She writes something, whatever it is."""
    batch = place.run(inbox.open_batch, BOT, [update_id], [member.chat], place.now)
    place.run(inbox.close_batch, list(batch.contacts.values()), [], place.now)


def names(place: Town) -> set[str | None]:
    return {row.name for row in place.rows(select(person.c.name))}


def test_who_is_silent_is_forgotten_and_told_by_day(place: Town, days: int) -> None:
    her = place.join(CODE, name="Sunita", language="ne")
    place.now += timedelta(days=days) - timedelta(minutes=1)
    assert forget(place) == 0
    place.now += timedelta(minutes=2)
    assert forget(place) == 1
    assert names(place) == {None}
    assert place.rows(select(func.count()).select_from(chat))[0][0] == 0
    (one,) = place.run(erasure.under_way)
    (told,) = place.rows(select(messages))
    assert (told.chat, told.dedupe) == (her.chat, f"goodbye:{one.id}")
    assert "धेरै समयदेखि" in told.payload["text"]
    assert 7 <= told.next_attempt.astimezone(place.zone(CODE)).hour < 21
    assert forget(place) == 0


def test_a_word_a_year_is_enough(place: Town, days: int) -> None:
    her = place.join(CODE, name="Sunita")
    for number in range(4):
        place.now += timedelta(days=365)
        write(place, her, number)
        assert forget(place) == 0
    assert names(place) == {"Sunita"}


def test_when_she_was_heard_of_is_written_down_once_a_month(place: Town) -> None:
    her = place.join(CODE, name="Sunita")
    began = place.now
    moments = []
    for number in range(50):
        place.now += timedelta(days=1)
        write(place, her, number)
        moments.append(place.rows(select(chat_person.c.seen_at))[0].seen_at)
    assert set(moments) == {began, began + timedelta(days=31)}


def test_not_who_works_for_the_programme_and_nobody_without_a_chat(place: Town, days: int) -> None:
    officer, none = place.join(CODE, name="Officer"), place.join(CODE, name="No phone")
    given = {"person_id": officer.person, "role": "officer", "area": None, "group_id": None, "since": place.now}
    place.run(people.give_role, given)
    place.rows_changed(chat_person.delete().where(chat_person.c.person_id == none.person))
    place.now += timedelta(days=days + 1)
    assert forget(place) == 0


@pytest.mark.parametrize("state", [ChatState.STOPPED, ChatState.BLOCKED])
def test_who_wants_to_hear_nothing_is_forgotten_in_silence(place: Town, days: int, state: ChatState) -> None:
    her = place.join(CODE, name="Sunita")
    place.become(her, state)
    place.now += timedelta(days=days + 1)
    assert forget(place) == 1
    assert place.rows(select(messages)) == []


def test_on_a_shared_phone_only_who_is_silent(place: Town, days: int) -> None:
    her, other = place.join(CODE, name="Sunita Rai"), place.join(CODE, name="Maya Rai")
    with place.connection.begin():
        place.connection.execute(chat_person.delete().where(chat_person.c.person_id == other.person))
        place.connection.execute(chat.delete().where(chat.c.person_id == other.person))
        place.enter(other.person, her.chat)
    place.now += timedelta(days=days + 1)
    heard = update(chat_person).where(chat_person.c.person_id == other.person).values(seen_at=place.now)
    place.rows_changed(heard)
    assert forget(place) == 1
    assert names(place) == {None, "Maya Rai"}
    (told,) = place.rows(select(messages))
    assert told.payload["text"].startswith("👤 Sunita\n")
    assert "reply_markup" not in told.payload


def test_some_at_a_time(place: Town, days: int) -> None:
    for number in range(5):
        place.join(CODE, name=f"Person {number}")
    place.now += timedelta(days=days + 1)
    assert [forget(place, 2) for _ in range(4)] == [2, 2, 1, 0]
