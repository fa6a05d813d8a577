"""Erasure in both kinds of database: every table, also after a restore, and nobody else's rows."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState, Contact
from bot.domain.wire.outgoing import Claimed, Lane, Outgoing, OutState, Settled
from bot.left_out import LeftOut
from bot.services.evaluation import submissions
from bot.services.people import erasure as service
from bot.services.people import pins
from bot.services.people.erasure import Entry, Swept
from bot.store.evaluation import corrections, follow_ups
from bot.store.evaluation.corrections import Change, Correction
from bot.store.evaluation.follow_ups import Note, Point
from bot.store.people import audit as log
from bot.store.people import people, roles
from bot.store.people.audit import Deed, Words
from bot.store.people.erasure import key_of
from bot.store.schema import (
    answer,
    audit,
    audit_word,
    chat,
    consent,
    correction,
    dead_update,
    dialogue,
    erasure,
    follow_up,
    invitation,
    media,
    metadata,
    person,
    pin,
    role,
    slot,
    speaks_for,
    submission,
    tip,
    tip_plan,
    typed,
)
from bot.store.schema import holder as holders
from bot.store.schema import outbox as messages
from bot.store.wire import chats, claiming, outbox, updates
from bot.store.wire.holders import rise
from bot.store.wire.updates import Dead
from tests.services.conftest import START
from tests.services.town import BOT, Member, Town, pack

CODE = "thailand-otop"
NAME = "Zaphira Quellmist"

# What becomes of each table's rows about her. Whoever adds a table decides here, and in bot/store/people/erasure.py.
DECIDED = {
    "programme": "nobody's", "form_version": "nobody's", "form_in_use": "numbers of people only",
    "form_upload": "erased; a form that is in use stays, as nobody's", "heartbeat": "nobody's",
    "holder": "nobody's", "outage": "nobody's",
    "seen_update": "numbers of updates only", "audit": "numbers of subjects only", "erasure": "the list itself",
    "producer": "stays, as figures", "slot": "stays; the open ones end", "submission": "stays, without words",
    "audit_word": "erased, of whom they are about and who wrote them",
    "answer": "figures stay; who she is goes", "correction": "figures stay", "typed": "erased",
    "consent": "stays, as proof, of nobody, without a guardian's name", "pin": "erased",
    "follow_up": "stays, done, without words", "follow_up_outcome": "stays, without words",
    "changed_pace": "stays, without words",
    "held": "stays, as figures", "figure_asked": "erased",
    "figure_deed": "stays, of a number", "figure_deed_item": "numbers only",
    "speaks_for": "stays where she was alone", "person": "an empty shell", "role": "ends",
    "invitation": "used by nobody; one that was made for her ends", "chat": "erased; where others use it, hers in it",
    "chat_person": "erased", "dialogue": "erased", "outbox": "erased", "dead_update": "erased",
    "entry": "figures stay, without words", "entry_message": "erased", "entry_media": "erased, with the files",
    "statement": "erased, its code says nothing any more", "tip_plan": "erased", "tip": "figures stay, without words",
    "group_about": "nobody's", "group_link": "nobody's", "membership": "stays, of a number; ends", "card": "erased",
    "group_book": "nobody's", "paid_in": "stays, of nobody; the words of her lines go",
    "opening": "stays, as figures", "pause": "erased", "shown_month": "erased", "phone_request": "erased",
    "key_holder": "stays, of a number; ends", "leader_change": "stays, of a number; waits no more",
    "leader_word": "stays, of a number", "lot": "stays, of a number",
    "consent_told": "stays, as proof, without who was there", "nickname": "erased", "report_habit": "erased",
    "report": "nobody's", "report_row": "stays, of numbers", "report_message": "erased",
    "merge": "stays, of numbers; cannot be undone", "merge_cell": "erased", "not_same": "numbers only",
    "alike": "erased", "to_compare": "erased",
    "announcement": "stays, of a number; a draft goes", "announcement_text": "nobody's; a draft's goes",
    "announcement_bar": "erased",
    "announcement_question": "nobody's", "announcement_answer": "erased",
    "announcement_to": "stays, of nobody, for the count", "announcement_opt_out": "erased",
    "saved_audience": "stays, as nobody's",
    "vouch": "stays, of numbers", "lost_word": "stays, of numbers",
    "sheet_photo": "erased, whole, with the files, whoever has sent it",
    "media": "erased, with the files; what staff recorded stays, as nobody's", "uploaded": "nobody's",
}  # fmt: skip


def test_every_table_is_decided_about() -> None:
    assert set(metadata.tables) == set(DECIDED)


def contact(place: Town, member: Member) -> Contact:
    return place.run(lambda connection: chats.load(connection, BOT, [member.chat]))[member.chat]


def say(place: Town, member: Member, text: str = NAME) -> None:
    rows = [Outgoing(BOT, member.chat, Lane.REPLY, "sendMessage", {"chat_id": member.chat, "text": text})]
    place.run(outbox.add, rows, place.now)


def count(place: Town, table: Any, *conditions: Any) -> int:
    return int(place.rows(select(func.count()).select_from(table).where(*conditions))[0][0])


def live(place: Town, member: Member) -> None:
    """She has something in every table that can say anything about her."""
    place.answer(member, sales=100, unit="kg")
    number = place.rows(select(submission.c.id).where(submission.c.person_id == member.person))[0][0]
    root = pack(member.code).forms["baseline"].root
    for path, value in ((f"{root}/note_of_hers", NAME), (f"{root}/unit_name", "kilogram")):
        place.rows_changed(insert(answer).values(submission_id=number, path=path, value=value))
    correct(place, member, number, root)
    for deed, words in (("by her", Words("x", by=member.person)), ("about her", Words(NAME, about=member.person))):
        place.run(log.record, Deed("command line", deed, "person 1", {}), place.now, words)
    place.days(40)
    say_who_she_is(place, member)
    place.begin_form(member, place.due(member)[0].slot_id)
    say(place, member)
    place.run(updates.bury, Dead(BOT, 5, member.chat, f'{{"text": "{NAME}"}}', "…"), place.now)
    place.run(
        updates.bury, Dead(BOT, 6, None, f'{{"chat": {{"id": {member.chat}}}, "text": "{NAME}"}}', "…"), place.now
    )
    place.run(updates.bury, Dead(BOT, 7, None, f'{{"chat": {{"id": {member.chat}77}}}}', "…"), place.now)
    given = {"version": "1", "language": "th", "person_id": member.person, "how": "guardian", "guardian": NAME,
             "given_at": place.now}  # fmt: skip
    place.run(people.add_consent, given)
    place.run(pins.put, member.person, pins.hashed("2580"), place.now)
    place.run(roles.give, member.person, Reach(Role.OFFICER), place.now)
    place.rows_changed(
        insert(invitation).values(code="x", programme=member.code, role="officer", created_at=place.now,
                                  expires_at=place.now, used_at=place.now, used_by=member.person)
    )  # fmt: skip
    had = {"reason": "price_below_cost", "item": NAME, "pushed": True, "at": place.now}
    place.rows_changed(insert(tip).values(person_id=member.person, slug="two-purses", **had))
    kept = {"bot": BOT, "chat": member.chat, "file_id": "f", "state": "kept", "next_attempt": place.now}
    for name, where in ((f"{member.chat}.jpg", None), ("recorded.ogg", "th/hello.ogg")):
        place.rows_changed(insert(media).values(name=name, place=where, sent_at=place.now, **kept))


def say_who_she_is(place: Town, member: Member) -> None:
    """The three answers by which she would be known in a village, though no name stands there."""
    form = pack(member.code).forms["about_you"]
    about = {"gender": "other", "age_band": "over_50", "disability": "a_lot"}
    answers = {f"{form.root}/{name}": value for name, value in about.items()}
    sent = replace(place.sent(member, place.due(member)[0]), slot_id=None, dialogue_id=77, answers=answers)
    sent = replace(sent, form_hash=form.hash, form_name="about_you")
    place.run(submissions.submit, sent, pack(member.code), place.now)
    assert count(place, answer, answer.c.value == "over_50") == 1


def correct(place: Town, member: Member, number: int, root: str) -> None:
    """She has changed a figure and words of hers, and wanted more to be different."""
    different = [Change(f"{root}/sales", "10", "100"), Change(f"{root}/note_of_hers", f"Old {NAME}", NAME)]
    place.run(corrections.write, Correction(number, member.person, "other", different), place.now)
    note = Note(number, member.producer, "correction_wanted", [Point(f"{root}/note_of_hers", f"New {NAME}", NAME)])
    place.run(follow_ups.note, note, place.now)
    message = corrections.Message(BOT, member.chat, 7)
    place.run(corrections.remember, number, {message: f"{root}/sales"}, place.now)


def erase(place: Town, member: Member) -> str:
    return place.run(service.erase, contact(place, member), place.now)


@pytest.fixture
def her(place: Town) -> Member:
    member = place.join(CODE, name=NAME, phone="+66812345678")
    live(place, member)
    return member


@pytest.fixture
def neighbour(place: Town, her: Member) -> Member:
    member = place.join(CODE, name="A neighbour")
    place.answer(member, sales=7)
    say(place, member, "hers")
    return member


def test_everything_of_hers_goes_and_figures_stay(place: Town, her: Member, neighbour: Member) -> None:
    erase(place, her)
    hers = select(answer.c.value).join_from(submission, answer).where(submission.c.person_id == her.person)
    values = {row.value for row in place.rows(hers)}
    assert values == {"100", "kg", "kilogram"}
    row = place.rows(select(person).where(person.c.id == her.person))[0]
    assert (row.name, row.phone, row.nudge_hour, row.last_nudge_on) == (None, None, None, None)
    assert [(row.old, row.new) for row in place.rows(select(correction.c.old, correction.c.new))] == [("10", "100")]
    assert {row.detail for row in place.rows(select(follow_up.c.detail))} == {None}
    for table in (chat, dialogue, messages, media, typed):
        assert count(place, table, table.c.chat == her.chat) == 0
    assert [tuple(row) for row in place.rows(select(media.c.name, media.c.chat))] == [("recorded.ogg", 0)]
    assert [one.update_id for one in place.rows(select(dead_update.c.update_id))] == [7]
    assert [row.guardian for row in place.rows(select(consent).where(consent.c.person_id == her.person))] == [None]
    assert count(place, pin) == 0
    assert count(place, audit) == 2 and count(place, audit_word) == 0
    assert [(row.slug, row.item) for row in place.rows(select(tip.c.slug, tip.c.item))] == [("two-purses", None)]
    assert count(place, tip_plan, tip_plan.c.person_id == her.person) == 0
    assert count(place, role, role.c.until.is_(None)) == 0
    assert place.rows(select(invitation.c.used_by))[0][0] is None
    assert count(place, follow_up, follow_up.c.done_at.is_(None)) == 0
    assert count(place, messages, messages.c.chat == neighbour.chat) > 0
    assert place.rows(select(person.c.name).where(person.c.id == neighbour.person))[0][0] == "A neighbour"
    assert {row.state for row in place.slots(neighbour)} == {"answered", "waiting"}


def test_her_calendar_ends_and_nobody_is_asked_any_more(place: Town, her: Member, neighbour: Member) -> None:
    erase(place, her)
    assert {(row.state, row.why) for row in place.slots(her)[1:]} == {("missed", "erased")}
    before = len(place.slots(her))
    place.days(500)
    assert len(place.slots(her)) == before
    assert place.nudges(her) == []
    assert place.nudges(neighbour)


def test_what_others_answer_for_too_goes_on(place: Town, her: Member) -> None:
    other = place.join(CODE)
    place.rows_changed(insert(speaks_for).values(person_id=other.person, producer_id=her.producer, since=place.now))
    erase(place, her)
    assert not any(row.why == "erased" for row in place.slots(her))
    assert count(place, speaks_for, speaks_for.c.person_id == her.person) == 0
    assert place.due(other)
    assert {row.detail for row in place.rows(select(follow_up.c.detail))} == {None}


def test_practice_stays_practice(place: Town) -> None:
    her = place.join(CODE, practice=True)
    erase(place, her)
    alone = place.rows(select(person.c.practice).join(speaks_for).where(speaks_for.c.producer_id == her.producer))
    assert [row.practice for row in alone] == [True]


def test_all_or_nothing(place: Town, her: Member) -> None:
    class Killed(Exception):
        pass

    def cut_short(connection: Any) -> None:
        service.erase(connection, chats.load(connection, BOT, [her.chat])[her.chat], place.now)
        raise Killed

    with pytest.raises(Killed):
        place.run(cut_short)
    assert place.rows(select(person.c.name).where(person.c.id == her.person))[0][0] == NAME
    assert count(place, dialogue) == 1
    assert count(place, erasure) == 0


def holder(place: Town) -> int:
    """Who holds the bot now; somebody new if nobody does."""
    return place.run(lambda connection: connection.scalar(select(holders.c.number))) or place.run(rise, BOT, place.now)


def claim(place: Town) -> list[Claimed]:
    return place.run(claiming.claim, BOT, holder(place), Lane.REPLY, place.now, 10)


def settled(place: Town, number: int, state: OutState = OutState.SENT) -> None:
    place.run(outbox.settle, holder(place), [Settled(number, state, 1, at=place.now, next_attempt=place.now)])


def test_a_message_in_flight_is_emptied_and_its_number_given_to_no_other(place: Town, her: Member) -> None:
    (flying,) = claim(place)
    key = erase(place, her)
    goodbye = Outgoing(BOT, her.chat, Lane.REPLY, "sendMessage", {"chat_id": her.chat, "text": "bye"}, key)
    place.run(outbox.add, [goodbye], place.now)
    rows = place.rows(select(messages).where(messages.c.chat == her.chat).order_by(messages.c.id))
    assert [(row.payload, row.state) for row in rows] == [({}, "sending"), (goodbye.payload, "waiting")]
    assert not place.run(service.under_way, LeftOut())[0].parted
    settled(place, flying.id)
    assert not place.run(service.under_way, LeftOut())[0].parted
    (last,) = claim(place)
    assert last.payload == goodbye.payload
    settled(place, last.id, OutState.FAILED)
    assert place.run(service.under_way, LeftOut())[0].parted
    assert count(place, messages, messages.c.chat == her.chat) == 0


def test_an_erasure_is_done_when_files_are_swept_and_the_last_message_is_gone(place: Town, her: Member) -> None:
    key = erase(place, her)
    place.run(outbox.add, [Outgoing(BOT, her.chat, Lane.REPLY, "sendMessage", {"text": "bye"}, key)], place.now)
    (one,) = place.run(service.under_way, LeftOut())
    assert (one.progress, one.files, one.parted) == ("due", (f"{her.chat}.jpg",), False)
    for swept, progress in ((Swept.NOTHING, "due"), (Swept.LOG, "due"), (Swept.WHOLE, "swept")):
        assert place.run(service.advance, place.run(service.under_way, LeftOut()), swept) == 0
        assert place.run(service.under_way, LeftOut())[0].progress == progress
    settled(place, claim(place)[0].id)
    assert place.run(service.advance, place.run(service.under_way, LeftOut()), Swept.LOG) == 1
    assert place.run(service.under_way, LeftOut()) == []
    assert key == key_of(one.id)


def test_who_is_on_the_list_is_erased_again_once(place: Town, her: Member, neighbour: Member) -> None:
    listed = [Entry(her.person, place.now)]
    assert place.run(service.erase_again, listed, place.now) == [f"{her.chat}.jpg"]
    assert place.run(service.erase_again, listed, place.now) == []
    names = {row.name for row in place.rows(select(person.c.name))}
    assert names == {None, "A neighbour"}
    assert count(place, chat, chat.c.chat == her.chat) == 0
    assert count(place, erasure) == 1


def test_a_number_given_to_somebody_since_is_left_alone(place: Town, her: Member) -> None:
    place.run(service.erase_again, [Entry(her.person, START - timedelta(days=1))], place.now)
    assert place.rows(select(person.c.name))[0][0] == NAME


def test_strangers_of_before_are_forgotten_when_one_of_them_asked(place: Town, her: Member) -> None:
    for number, days in ((901, 5), (902, -5)):
        seen = place.now - timedelta(days=days)
        place.rows_changed(
            insert(chat).values(bot=BOT, chat=number, state=ChatState.ACTIVE, state_since=seen, seen_at=seen)
        )
        place.rows_changed(
            insert(dialogue).values(id=number, bot=BOT, chat=number, kind="registration", front=True, state={"x": NAME},
                                    began_at=seen, touched_at=seen)
        )  # fmt: skip
    place.run(service.erase_again, [Entry(None, place.now), Entry(77_777, place.now)], place.now)
    assert {row.chat for row in place.rows(select(chat.c.chat))} == {her.chat, 902}
    assert count(place, dialogue, dialogue.c.chat == 901) == 0


def test_the_list_beside_the_database(tmp_path: Path, place: Town) -> None:
    file = tmp_path / "data" / service.LIST
    assert service.read_list(file) == []
    first, second = Entry(1, place.now), Entry(None, place.now + timedelta(microseconds=7))
    service.note(file, [first])
    with file.open("a") as out:
        out.write('{"person": 2, "a')  # a kill in the middle of a line
    service.note(file, [first, second])
    assert service.read_list(file) == [first, second]


def test_files_of_hers_are_removed(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.jpg.x1y2.part", "b.jpg"):
        (tmp_path / name).write_bytes(b"x")
    service.remove_files(tmp_path, ["a.jpg", "never there.ogg"])
    assert [path.name for path in tmp_path.iterdir()] == ["b.jpg"]


def test_slots_that_ended_keep_their_end(place: Town, her: Member) -> None:
    place.rows_changed(update(slot).where(slot.c.producer_id == her.producer, slot.c.number == 1)
                       .values(state="missed", why="no_answer"))  # fmt: skip
    erase(place, her)
    assert place.slots(her)[1].why == "no_answer"
