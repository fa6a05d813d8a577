"""All rows that say something about one person, table by table."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, false, or_, select

from bot.store.people.mydata.kept import LINKED, Rows, businesses_of, rows_of
from bot.store.schema import (
    announcement_answer,
    announcement_opt_out,
    announcement_to,
    answer,
    audit_word,
    card,
    changed_pace,
    chat,
    chat_person,
    consent,
    consent_told,
    correction,
    dead_update,
    dialogue,
    entry,
    entry_media,
    entry_message,
    figure_asked,
    figure_deed,
    follow_up,
    follow_up_outcome,
    group_about,
    group_book,
    held,
    inquiry,
    inquiry_said,
    invitation,
    lot,
    media,
    membership,
    nickname,
    opening,
    paid_in,
    pause,
    person,
    phone_request,
    pin,
    report_habit,
    report_message,
    report_row,
    role,
    saved_audience,
    sheet_photo,
    shown_month,
    slot,
    statement,
    submission,
    tip,
    tip_plan,
    typed,
    vouch,
)


def everything(connection: Connection, person_id: int) -> Mapping[str, Rows]:
    """Every row about her, table by table, as it is kept; forms that were sent come with their answers."""
    businesses = businesses_of(connection, person_id)
    theirs = [row["id"] for row in businesses]
    return {
        **_herself(connection, person_id, theirs),
        "businesses": businesses,
        **_of_herbusinesses_of(connection, person_id, theirs),
        **_what_she_sent(connection, person_id, theirs),
    }


def _herself(connection: Connection, person_id: int, theirs: Sequence[int]) -> Mapping[str, Rows]:
    """Who she is, what she agreed to, what she may; `theirs`: the producers that she answers for."""
    agreed = select(consent.c.id).where(consent.c.person_id == person_id)
    return {
        "person": rows_of(connection, person, person.c.id == person_id),
        "chats": rows_of(connection, chat_person, chat_person.c.person_id == person_id),
        "chats_in_which_she_writes_now": rows_of(connection, chat, chat.c.person_id == person_id),
        "consents": rows_of(connection, consent, consent.c.person_id == person_id),
        "consents_told_aloud": rows_of(connection, consent_told, consent_told.c.consent_id.in_(agreed)),
        # not the PIN itself: this file lies on the phone that it guards
        "pins": [{"set_at": row["set_at"]} for row in rows_of(connection, pin, pin.c.person_id == person_id)],
        "announcements_to_her": rows_of(connection, announcement_to, announcement_to.c.person_id == person_id),
        "wants_no_announcements": rows_of(
            connection, announcement_opt_out, announcement_opt_out.c.person_id == person_id
        ),
        "roles": rows_of(connection, role, role.c.person_id == person_id),
        "words_about_her": rows_of(connection, audit_word, audit_word.c.about_id == person_id),
        "words_of_hers": rows_of(connection, audit_word, audit_word.c.by_id == person_id),
        "audiences_saved": rows_of(connection, saved_audience, saved_audience.c.by_id == person_id),
        "invitations_used": rows_of(connection, invitation, invitation.c.used_by == person_id),
        # not the code itself: whoever reads this file would lead the group
        "leaders_links_made_for_her": [
            {key: value for key, value in row.items() if key != "code"}
            for row in rows_of(connection, invitation, invitation.c.member_id.in_(theirs))
        ],
    }


def _of_herbusinesses_of(connection: Connection, person_id: int, theirs: Sequence[int]) -> Mapping[str, Rows]:
    """Groups, what leaders and staff keep of her businesses, their calendar."""
    joined = select(membership.c.id).where(membership.c.member_id.in_(theirs))
    in_groups = select(membership.c.group_id).where(membership.c.member_id.in_(theirs))
    cards = select(card.c.code).where(card.c.membership_id.in_(joined))
    sent = select(submission.c.id).where(submission.c.producer_id.in_(theirs))
    return {
        "groups": rows_of(connection, membership, membership.c.member_id.in_(theirs)),
        "her_groups_are_part_of": _wholes(connection, theirs),
        "pauses": rows_of(connection, pause, pause.c.producer_id.in_(theirs)),
        "months_shown_to_her_leader": rows_of(connection, shown_month, shown_month.c.producer_id.in_(theirs)),
        "group_books_begun": rows_of(connection, group_book, group_book.c.person_id == person_id),
        "paid_in_to_a_group": rows_of(connection, paid_in, paid_in.c.member_id.in_(theirs)),
        "asked_by_lot": rows_of(connection, lot, lot.c.member_id.in_(theirs)),
        "cards": rows_of(connection, card, or_(card.c.membership_id.in_(joined), card.c.person_id == person_id)),
        "phones_that_said_to_be_hers": [
            row if row["outcome"] == LINKED else {name: row[name] for name in row if name not in ("bot", "chat")}
            for row in rows_of(connection, phone_request, phone_request.c.code.in_(cards))
        ],
        "reported_by_a_leader": rows_of(connection, report_row, report_row.c.member_id.in_(theirs)),
        "called_by_a_leader": rows_of(connection, nickname, nickname.c.member_id.in_(theirs)),
        "reported_for_others": _without_words(rows_of(connection, report_row, report_row.c.person_id == person_id)),
        "what_she_calls_others": rows_of(connection, nickname, nickname.c.person_id == person_id),
        "how_she_reports": rows_of(connection, report_habit, report_habit.c.person_id == person_id),
        "reports_typed": rows_of(connection, report_message, report_message.c.person_id == person_id),
        # the picture itself shows others too, and stays with the programme
        "photos_of_sheets": rows_of(
            connection, sheet_photo, or_(sheet_photo.c.person_id == person_id, sheet_photo.c.group_id.in_(in_groups))
        ),
        "known_before": rows_of(connection, opening, opening.c.producer_id.in_(theirs)),
        "calendar": rows_of(connection, slot, slot.c.producer_id.in_(theirs)),
        "vouched_for": rows_of(connection, vouch, vouch.c.producer_id.in_(theirs)),
        "noted_for_staff": rows_of(connection, follow_up, follow_up.c.producer_id.in_(theirs)),
        "done_by_staff": rows_of(
            connection,
            follow_up_outcome,
            follow_up_outcome.c.follow_up_id.in_(select(follow_up.c.id).where(follow_up.c.producer_id.in_(theirs))),
        ),
        "asked_at_another_pace": rows_of(connection, changed_pace, changed_pace.c.producer_id.in_(theirs)),
        "figures_held": rows_of(connection, held, held.c.submission_id.in_(sent)),
        "figures_proposed": rows_of(connection, figure_asked, figure_asked.c.submission_id.in_(sent)),
        "decided_about_figures": rows_of(connection, figure_deed, figure_deed.c.person_id == person_id),
    }


def _wholes(connection: Connection, theirs: Sequence[int]) -> Rows:
    """Who leads these groups sees her as a number among others."""
    now = select(membership.c.group_id).where(membership.c.member_id.in_(theirs), membership.c.until.is_(None))
    parts = rows_of(connection, group_about, and_(group_about.c.group_id.in_(now), group_about.c.part_of.is_not(None)))
    return [{"group_id": row["group_id"], "part_of": row["part_of"]} for row in parts]


def _what_she_sent(connection: Connection, person_id: int, theirs: Sequence[int]) -> Mapping[str, Rows]:
    """Forms, the book, tips, papers, messages."""
    here = rows_of(connection, chat_person, chat_person.c.person_id == person_id)
    hers = partial(_hers, person_id, here, _shared(connection, person_id, here))
    sent = select(submission.c.id).where(submission.c.person_id == person_id)
    others = submission.c.person_id != person_id
    return {
        "forms_sent": [
            row | _answers(connection, row["id"]) | {"corrections": _corrections(connection, row["id"])}
            for row in rows_of(connection, submission, submission.c.person_id == person_id)
        ],
        "forms_sent_for_her": [
            row | _answers(connection, row["id"]) | {"corrections": _corrections(connection, row["id"])}
            for row in rows_of(connection, submission, and_(submission.c.producer_id.in_(theirs), others))
        ],
        "book": _book(connection, or_(entry.c.producer_id.in_(theirs), entry.c.person_id == person_id)),
        "answers_to_announcements": rows_of(
            connection, announcement_answer, announcement_answer.c.person_id == person_id
        ),
        "tips": rows_of(connection, tip, tip.c.person_id == person_id),
        "tips_planned": rows_of(connection, tip_plan, tip_plan.c.person_id == person_id),
        "statements": rows_of(connection, statement, statement.c.person_id == person_id),
        **_asked_and_answered(connection, person_id),
        "forms_begun": rows_of(connection, dialogue, hers(dialogue)),
        "messages_typed": rows_of(connection, typed, typed.c.submission_id.in_(sent)),
        "files_sent": rows_of(connection, media, hers(media)),
        "updates_that_failed": rows_of(connection, dead_update, hers(dead_update)),
    }


def _asked_and_answered(connection: Connection, person_id: int) -> Mapping[str, Rows]:
    """Her questions to a person with all that was said in them, but not who has answered; and what she has answered."""
    hers = select(inquiry.c.id).where(inquiry.c.asker_id == person_id)
    asked = rows_of(connection, inquiry, inquiry.c.asker_id == person_id)
    said = rows_of(connection, inquiry_said, inquiry_said.c.inquiry_id.in_(hers))
    answered = and_(inquiry_said.c.by_id == person_id, inquiry_said.c.by_staff)
    return {
        "questions_to_a_person": [_without(row, "claimed_by", "claimed_at", "with_id") for row in asked],
        "said_in_them": [_without(row, "by_id") for row in said],
        "questions_answered": rows_of(connection, inquiry_said, answered),
    }


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _without_words(rows: Rows) -> Rows:
    """What members say of it may be for the programme's ears alone."""
    return [{name: value for name, value in row.items() if name not in ("word", "word_at")} for row in rows]


def _shared(connection: Connection, person_id: int, here: Rows) -> set[tuple[int, int]]:
    """Which of these chats others use too."""
    others = rows_of(connection, chat_person, and_(_in(chat_person, here), chat_person.c.person_id != person_id))
    return {(row["bot"], row["chat"]) for row in others}


def _hers(person_id: int, here: Rows, shared: set[tuple[int, int]], table: Table) -> ColumnElement[bool]:
    """Her rows of these chats. What nobody is named for is hers where nobody else uses the phone."""
    alone = _in(table, [one for one in here if (one["bot"], one["chat"]) not in shared])
    if "person_id" not in table.c:
        return alone
    named = and_(_in(table, here), table.c.person_id == person_id)
    return or_(named, and_(alone, table.c.person_id.is_(None)))


def _in(table: Table, chats: Rows) -> ColumnElement[bool]:
    """In one of these chats."""
    return or_(false(), *(and_(table.c.bot == one["bot"], table.c.chat == one["chat"]) for one in chats))


def _answers(connection: Connection, submission_id: int) -> dict[str, dict[str, str]]:
    """What she answered, and what her cash book said when it was asked."""
    rows = connection.execute(select(answer).where(answer.c.submission_id == submission_id)).all()
    book = {row.path: row.book for row in rows if row.book is not None}
    return {"answers": {row.path: row.value for row in rows}} | ({"answers_of_the_book": book} if book else {})


def _book(connection: Connection, hers: ColumnElement[bool]) -> Rows:
    """Entries as they were written, corrections and undos too, with the messages they came in and their files."""
    more: dict[str, dict[str, Rows]] = {}
    for name, table in (("messages", entry_message), ("files", entry_media)):
        for row in connection.execute(select(table).join_from(entry, table).where(hers)).mappings():
            more.setdefault(row["entry_id"], {}).setdefault(name, []).append(dict(row))
    return [row | more.get(row["id"], {}) for row in rows_of(connection, entry, hers)]


def _corrections(connection: Connection, submission_id: int) -> Rows:
    return rows_of(connection, correction, correction.c.submission_id == submission_id)
