"""What is whose on a shared phone, on both databases: my data, retention, lost accounts, erasing one of several."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.domain.wire.outgoing import Lane, Outgoing, OutState
from bot.i18n import load_catalogues
from bot.services.people import erasure, mydata, relinking, shared_phone
from bot.services.people.relinking import CannotRelink, Wish
from bot.store.keeping import retention
from bot.store.people import people
from bot.store.schema import chat, chat_person, dialogue, follow_up, person
from bot.store.schema import media as files
from bot.store.schema import outbox as messages
from bot.store.wire import outbox, received_files
from tests.services.household import CODE, PHONE, beside, close, contact, maya, sunita, turn_to
from tests.services.town import BOT, Member, Town

__all__ = ["maya", "sunita"]

TWO = ("The leader", "The officer")


# What is whose


def test_my_data_is_hers_alone(place: Town, sunita: Member, maya: Member) -> None:
    for member, word in ((sunita, "wordofsunita"), (maya, "wordofmaya")):
        place.run(received_files.expect, f"{word}.jpg", BOT, sunita.chat, "f", place.now, person=member.person)
        number = place.begin_form(member, place.due(member)[0].slot_id)
        place.rows_changed(update(dialogue).where(dialogue.c.id == number).values(state={"x": word}))
    place.run(received_files.expect, "nobodys.jpg", BOT, sunita.chat, "f", place.now)
    told = place.run(mydata.as_json, sunita.person).decode()
    assert "wordofsunita" in told
    assert "wordofmaya" not in told
    assert "nobodys" not in told
    assert "Maya" not in told
    alone = place.join(CODE, name="Alone")
    place.run(received_files.expect, "nobodys2.jpg", BOT, alone.chat, "f", place.now)
    # what the bot has said is known to who reads it
    place.run(outbox.add, [Outgoing(BOT, alone.chat, Lane.REPLY, "sendMessage", {"text": "saidtoher"})], place.now)
    assert "saidtoher" not in place.run(mydata.as_json, alone.person).decode()
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
        place.run(relinking.relink, Wish(sunita.person, maya.person, TWO), load_catalogues(), place.now)


def test_one_of_two_moves_to_a_new_phone(place: Town, sunita: Member, maya: Member) -> None:
    for member in (sunita, maya):
        place.begin_form(member, place.due(member)[0].slot_id)
        place.run(received_files.expect, f"{member.person}.jpg", BOT, sunita.chat, "f", place.now, person=member.person)
    new = place.join(CODE, name="Maya", phone=PHONE, language="en")
    place.run(relinking.relink, Wish(maya.person, new.person, TWO), load_catalogues(), place.now)
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
    place.run(relinking.relink, Wish(old.person, new.person, TWO), load_catalogues(), place.now)
    here = contact(place, sunita)
    assert here.person is not None
    assert here.person.id == sunita.person, "who has the phone keeps it"
    assert [one.name for one in place.run(shared_phone.people, here)] == ["Mrs. Sunita Rai", "Maya Gurung", "Gita"]
    assert [row.chat for row in place.rows(select(chat.c.chat))] == [sunita.chat]


# Erasing one of several


def live(place: Town, member: Member, word: str) -> None:
    """She has a word of her own in a message, a form, and a file."""
    number = place.begin_form(member, place.due(member)[0].slot_id)
    place.rows_changed(update(dialogue).where(dialogue.c.id == number).values(state={"x": word}))
    said = Outgoing(BOT, member.chat, Lane.REPLY, "sendMessage", {"text": word}, person=member.person)
    place.run(outbox.add, [said], place.now)
    place.run(received_files.expect, f"{word}.jpg", BOT, member.chat, "f", place.now, person=member.person)


def test_only_hers_goes_and_what_cannot_be_told_apart(place: Town, sunita: Member, maya: Member) -> None:
    for member, word in ((sunita, "s"), (maya, "m")):
        live(place, member, word)
    place.run(outbox.add, [Outgoing(BOT, sunita.chat, Lane.REPLY, "sendMessage", {"text": "?"})], place.now)
    place.run(received_files.expect, "unknown.jpg", BOT, sunita.chat, "f", place.now)
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
        place.run(received_files.expect, name, BOT, sunita.chat, "f", place.now)
    place.run(received_files.belong_to, BOT, sunita.chat, sunita.person, ["hers.jpg", "Sunita", ""])
    owners = {row.name: row.person_id for row in place.rows(select(files))}
    assert owners == {"hers.jpg": sunita.person, "another.jpg": None}
