"""Lost accounts in both kinds of database: what is noted, what moves, what is cut off, and when it is refused."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import load_catalogues
from bot.left_out import LeftOut
from bot.services.people import erasure, relinking
from bot.services.people.relinking import CannotRelink, Wish
from bot.store.people import people
from bot.store.people.relinking import ACCOUNT_LOST
from bot.store.schema import audit, chat, chat_person, dialogue, follow_up, media, person
from bot.store.schema import outbox as messages
from bot.store.wire import outbox
from tests.services.town import BOT, Member, Town

CODE, PHONE, NAME = "nepal-odop", "+9779841234567", "Sita & Gita"
TWO = ("The leader", "The officer")


@pytest.fixture
def old(place: Town) -> Member:
    member = place.join(CODE, name=NAME, phone=PHONE, language="ne")
    place.answer(member, sales=100)
    place.days(40)
    number = place.begin_form(member, place.due(member)[0].slot_id)
    place.rows_changed(
        update(dialogue).where(dialogue.c.id == number).values(state={"session": {}, "typed": {"/a": 3}})
    )
    waits = Outgoing(BOT, member.chat, Lane.REPLY, "sendMessage", {"chat_id": member.chat, "text": NAME})
    place.run(outbox.add, [waits], place.now)
    place.rows_changed(
        insert(media).values(name="a.jpg", bot=BOT, chat=member.chat, file_id="f", state="kept",
                             next_attempt=place.now, sent_at=place.now)
    )  # fmt: skip
    return member


@pytest.fixture
def new(place: Town, old: Member) -> Member:
    member = place.join(CODE, name="Sita", phone=PHONE, language="en")
    place.run(relinking.note, member.person, member.producer, CODE, PHONE, place.now)
    return member


def relink(place: Town, old: Member, new: Member, by: tuple[str, ...] = TWO) -> None:
    place.run(relinking.relink, Wish(old.person, new.person, by), load_catalogues(), place.now)


def lost(place: Town) -> list[Any]:
    return list(place.rows(select(follow_up).where(follow_up.c.reason == ACCOUNT_LOST)))


def test_a_new_account_with_a_known_number_is_noted_for_staff(place: Town, old: Member, new: Member) -> None:
    (row,) = lost(place)
    assert (row.producer_id, row.detail) == (old.producer, {"old": old.person, "new": new.person})
    place.join("malawi-ovop", name="Elsewhere", phone=PHONE)
    assert place.run(relinking.note, 0, 0, "thailand-otop", PHONE, place.now) is None
    assert len(lost(place)) == 1


def test_the_new_chat_is_the_old_persons_and_the_old_one_nobodys(place: Town, old: Member, new: Member) -> None:
    relink(place, old, new)
    (row,) = place.rows(select(chat))
    assert (row.chat, row.person_id, row.language) == (new.chat, old.person, "en")
    (form,) = place.rows(select(dialogue))
    assert (form.chat, form.front, form.state) == (new.chat, False, {"session": {}})
    assert [one.chat for one in place.rows(select(media))] == [new.chat]
    mine = {one.chat: one.payload["text"] for one in place.rows(select(messages).where(messages.c.lane == Lane.REPLY))}
    assert mine[new.chat].startswith("Welcome back, Sita &amp; Gita.")
    assert NAME not in mine[old.chat]
    assert "अर्को फोनमा सारिएको छ" in mine[old.chat]


def test_the_duplicate_is_an_erased_shell(place: Town, old: Member, new: Member) -> None:
    relink(place, old, new)
    rows = {row.id: (row.name, row.phone) for row in place.rows(select(person))}
    assert rows == {old.person: (NAME, PHONE), new.person: (None, None)}
    assert {(row.state, row.why) for row in place.slots(new)} == {("missed", "erased")}
    assert not any(row.why == "erased" for row in place.slots(old))
    assert [entry.person_id for entry in (one.entry for one in place.run(erasure.under_way, LeftOut()))] == [new.person]
    assert all(row.done_at for row in lost(place))


def test_both_who_confirmed_are_written_down(place: Town, old: Member, new: Member) -> None:
    relink(place, old, new)
    rows = place.rows(select(audit).order_by(audit.c.id))
    deeds = [(row.actor, row.action, row.subject, row.detail, row.acting_for) for row in rows]
    assert deeds == [(name, "relink", f"person {old.person}", {"new": new.person}, old.producer) for name in TWO]


def test_nudges_go_to_the_new_chat(place: Town, old: Member, new: Member) -> None:
    relink(place, old, new)
    place.days(40)
    nudged = {row.chat for row in place.rows(select(messages).where(messages.c.lane == Lane.NUDGE))}
    assert new.chat in nudged
    since = select(messages.c.chat).where(messages.c.lane == Lane.NUDGE, messages.c.chat == old.chat)
    assert place.rows(since) == []


@pytest.mark.parametrize("by", [(), ("One",), ("One", " one "), ("One", "")])
def test_one_person_alone_cannot(place: Town, old: Member, new: Member, by: tuple[str, ...]) -> None:
    with pytest.raises(CannotRelink, match="Two different people"):
        relink(place, old, new, by)


def test_refused_with_a_reason(place: Town, old: Member, new: Member) -> None:
    elsewhere = place.join("malawi-ovop", name="Elsewhere")
    gone = place.join(CODE)
    vouched = place.join(CODE, name="Vouched for", confirmed_at=place.now)
    for other, why in ((old, "the same"), (elsewhere, "two programmes"), (gone, "nobody"), (vouched, "vouched")):
        with pytest.raises(CannotRelink, match=why):
            relink(place, old, other)
    place.rows_changed(delete(chat_person).where(chat_person.c.person_id == new.person))
    with pytest.raises(CannotRelink, match="no chat"):
        relink(place, old, new)
    assert place.rows(select(audit)) == []


def test_who_was_relinked_can_be_erased_whole(place: Town, old: Member, new: Member) -> None:
    relink(place, old, new)
    place.now += timedelta(minutes=1)
    files = place.run(erasure.erase_again, [erasure.Entry(old.person, place.now)], place.now)
    assert files == ["a.jpg"]
    assert place.run(people.name_of, old.person) == ""
    assert place.rows(select(chat)) == []
