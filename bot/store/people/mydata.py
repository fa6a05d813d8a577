"""All rows that say something about one person, for her own eyes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, exists, false, func, not_, or_, select

from bot.store.people import merges
from bot.store.schema import (
    announcement_answer,
    announcement_opt_out,
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
    outbox,
    paid_in,
    pause,
    person,
    phone_request,
    pin,
    producer,
    report_habit,
    report_message,
    report_row,
    role,
    saved_audience,
    sheet_photo,
    shown_month,
    slot,
    speaks_for,
    statement,
    submission,
    tip,
    tip_plan,
    typed,
    vouch,
)

# Of a phone that said to be hers (`phone_request.outcome`); who has another phone is somebody else.
LINKED = "linked"
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Business:
    """A producer that she answers for. `area` and `product` are codes of the pack."""

    area: str | None
    product: str | None


@dataclass(frozen=True, slots=True)
class About:
    """What is kept, in short. `agreed_on` None: she has not agreed herself in any chat."""

    name: str | None
    phone: str | None
    since: datetime
    businesses: Sequence[Business]
    consent_version: str | None
    agreed_at: datetime | None
    # who agreed for her
    guardian: str | None
    # the newest version that she has said no to, and has not agreed to since
    refused_version: str | None
    refused_at: datetime | None
    submissions: int
    # how often leaders have reported for her businesses
    reported: int
    # in the cash books of her businesses, without what was corrected or taken back
    entries: int
    # when a phone became hers, who had been without one
    linked_at: datetime | None = None
    # whether a leader may see something of her: she is in a group now
    in_group: bool = False


_LATER = consent.alias("later")
_REFUSED = (
    select(consent.c.version, consent.c.given_at)
    .where(
        consent.c.person_id == bindparam("person_id"),
        not_(consent.c.agreed),
        ~exists().where(_LATER.c.person_id == consent.c.person_id, _LATER.c.id > consent.c.id, _LATER.c.agreed),
    )
    .order_by(consent.c.id.desc())
    .limit(1)
)


def about(connection: Connection, person_id: int) -> About:
    """The short of it."""
    who = connection.execute(select(person).where(person.c.id == person_id)).one()
    agreed = connection.execute(
        select(consent.c.version, consent.c.given_at, consent.c.guardian)
        .where(consent.c.person_id == person_id, consent.c.agreed)
        .order_by(consent.c.given_at.desc(), consent.c.id.desc())
        .limit(1)
    ).one_or_none()
    refused = connection.execute(_REFUSED, {"person_id": person_id}).one_or_none()
    sent = connection.scalar(select(func.count()).select_from(submission).where(submission.c.person_id == person_id))
    businesses = _businesses(connection, person_id)
    return About(
        name=who.name,
        phone=who.phone,
        since=who.created_at,
        businesses=[Business(row["area"], row["product"]) for row in businesses],
        consent_version=agreed.version if agreed else None,
        agreed_at=agreed.given_at if agreed else None,
        guardian=agreed.guardian if agreed else None,
        refused_version=refused.version if refused else None,
        refused_at=refused.given_at if refused else None,
        submissions=int(sent or 0),
        reported=_reported(connection, person_id, [row["id"] for row in businesses]),
        entries=_entries(connection, [row["id"] for row in businesses]),
        linked_at=_linked_at(connection, [row["id"] for row in businesses]),
        in_group=_in_group(connection, [row["id"] for row in businesses]),
    )


def everything(connection: Connection, person_id: int) -> Mapping[str, Rows]:
    """Every row about her, table by table, as it is kept; forms that were sent come with their answers."""
    businesses = _businesses(connection, person_id)
    theirs = [row["id"] for row in businesses]
    return {
        **_herself(connection, person_id, theirs),
        "businesses": businesses,
        **_of_her_businesses(connection, person_id, theirs),
        **_what_she_sent(connection, person_id, theirs),
    }


def _herself(connection: Connection, person_id: int, theirs: Sequence[int]) -> Mapping[str, Rows]:
    """Who she is, what she agreed to, what she may; `theirs`: the producers that she answers for."""
    agreed = select(consent.c.id).where(consent.c.person_id == person_id)
    return {
        "person": _rows(connection, person, person.c.id == person_id),
        "chats": _rows(connection, chat_person, chat_person.c.person_id == person_id),
        "chats_in_which_she_writes_now": _rows(connection, chat, chat.c.person_id == person_id),
        "consents": _rows(connection, consent, consent.c.person_id == person_id),
        "consents_told_aloud": _rows(connection, consent_told, consent_told.c.consent_id.in_(agreed)),
        # not the PIN itself: this file lies on the phone that it guards
        "pins": [{"set_at": row["set_at"]} for row in _rows(connection, pin, pin.c.person_id == person_id)],
        "wants_no_announcements": _rows(
            connection, announcement_opt_out, announcement_opt_out.c.person_id == person_id
        ),
        "roles": _rows(connection, role, role.c.person_id == person_id),
        "words_about_her": _rows(connection, audit_word, audit_word.c.about_id == person_id),
        "words_of_hers": _rows(connection, audit_word, audit_word.c.by_id == person_id),
        "audiences_saved": _rows(connection, saved_audience, saved_audience.c.by_id == person_id),
        "invitations_used": _rows(connection, invitation, invitation.c.used_by == person_id),
        # not the code itself: whoever reads this file would lead the group
        "leaders_links_made_for_her": [
            {key: value for key, value in row.items() if key != "code"}
            for row in _rows(connection, invitation, invitation.c.member_id.in_(theirs))
        ],
    }


def _of_her_businesses(connection: Connection, person_id: int, theirs: Sequence[int]) -> Mapping[str, Rows]:
    """Groups, what leaders and staff keep of her businesses, their calendar."""
    joined = select(membership.c.id).where(membership.c.member_id.in_(theirs))
    in_groups = select(membership.c.group_id).where(membership.c.member_id.in_(theirs))
    cards = select(card.c.code).where(card.c.membership_id.in_(joined))
    sent = select(submission.c.id).where(submission.c.producer_id.in_(theirs))
    return {
        "groups": _rows(connection, membership, membership.c.member_id.in_(theirs)),
        "her_groups_are_part_of": _wholes(connection, theirs),
        "pauses": _rows(connection, pause, pause.c.producer_id.in_(theirs)),
        "months_shown_to_her_leader": _rows(connection, shown_month, shown_month.c.producer_id.in_(theirs)),
        "group_books_begun": _rows(connection, group_book, group_book.c.person_id == person_id),
        "paid_in_to_a_group": _rows(connection, paid_in, paid_in.c.member_id.in_(theirs)),
        "asked_by_lot": _rows(connection, lot, lot.c.member_id.in_(theirs)),
        "cards": _rows(connection, card, or_(card.c.membership_id.in_(joined), card.c.person_id == person_id)),
        "phones_that_said_to_be_hers": [
            row if row["outcome"] == LINKED else {name: row[name] for name in row if name not in ("bot", "chat")}
            for row in _rows(connection, phone_request, phone_request.c.code.in_(cards))
        ],
        "reported_by_a_leader": _rows(connection, report_row, report_row.c.member_id.in_(theirs)),
        "called_by_a_leader": _rows(connection, nickname, nickname.c.member_id.in_(theirs)),
        "reported_for_others": _without_words(_rows(connection, report_row, report_row.c.person_id == person_id)),
        "what_she_calls_others": _rows(connection, nickname, nickname.c.person_id == person_id),
        "how_she_reports": _rows(connection, report_habit, report_habit.c.person_id == person_id),
        "reports_typed": _rows(connection, report_message, report_message.c.person_id == person_id),
        # the picture itself shows others too, and stays with the programme
        "photos_of_sheets": _rows(
            connection, sheet_photo, or_(sheet_photo.c.person_id == person_id, sheet_photo.c.group_id.in_(in_groups))
        ),
        "known_before": _rows(connection, opening, opening.c.producer_id.in_(theirs)),
        "calendar": _rows(connection, slot, slot.c.producer_id.in_(theirs)),
        "vouched_for": _rows(connection, vouch, vouch.c.producer_id.in_(theirs)),
        "noted_for_staff": _rows(connection, follow_up, follow_up.c.producer_id.in_(theirs)),
        "done_by_staff": _rows(
            connection,
            follow_up_outcome,
            follow_up_outcome.c.follow_up_id.in_(select(follow_up.c.id).where(follow_up.c.producer_id.in_(theirs))),
        ),
        "asked_at_another_pace": _rows(connection, changed_pace, changed_pace.c.producer_id.in_(theirs)),
        "figures_held": _rows(connection, held, held.c.submission_id.in_(sent)),
        "figures_proposed": _rows(connection, figure_asked, figure_asked.c.submission_id.in_(sent)),
        "decided_about_figures": _rows(connection, figure_deed, figure_deed.c.person_id == person_id),
    }


def _wholes(connection: Connection, theirs: Sequence[int]) -> Rows:
    """Who leads these groups sees her as a number among others."""
    now = select(membership.c.group_id).where(membership.c.member_id.in_(theirs), membership.c.until.is_(None))
    parts = _rows(connection, group_about, and_(group_about.c.group_id.in_(now), group_about.c.part_of.is_not(None)))
    return [{"group_id": row["group_id"], "part_of": row["part_of"]} for row in parts]


def _what_she_sent(connection: Connection, person_id: int, theirs: Sequence[int]) -> Mapping[str, Rows]:
    """Forms, the book, tips, papers, messages."""
    here = _rows(connection, chat_person, chat_person.c.person_id == person_id)
    hers = partial(_hers, person_id, here, _shared(connection, person_id, here))
    sent = select(submission.c.id).where(submission.c.person_id == person_id)
    others = submission.c.person_id != person_id
    return {
        "forms_sent": [
            row | _answers(connection, row["id"]) | {"corrections": _corrections(connection, row["id"])}
            for row in _rows(connection, submission, submission.c.person_id == person_id)
        ],
        "forms_sent_for_her": [
            row | _answers(connection, row["id"]) | {"corrections": _corrections(connection, row["id"])}
            for row in _rows(connection, submission, and_(submission.c.producer_id.in_(theirs), others))
        ],
        "book": _book(connection, or_(entry.c.producer_id.in_(theirs), entry.c.person_id == person_id)),
        "answers_to_announcements": _rows(
            connection, announcement_answer, announcement_answer.c.person_id == person_id
        ),
        "tips": _rows(connection, tip, tip.c.person_id == person_id),
        "tips_planned": _rows(connection, tip_plan, tip_plan.c.person_id == person_id),
        "statements": _rows(connection, statement, statement.c.person_id == person_id),
        **_asked_and_answered(connection, person_id),
        "forms_begun": _rows(connection, dialogue, hers(dialogue)),
        "messages_typed": _rows(connection, typed, typed.c.submission_id.in_(sent)),
        "files_sent": _rows(connection, media, hers(media)),
        "messages": _rows(connection, outbox, hers(outbox)),
        "updates_that_failed": _rows(connection, dead_update, hers(dead_update)),
    }


def _asked_and_answered(connection: Connection, person_id: int) -> Mapping[str, Rows]:
    """Her questions to a person with all that was said in them, but not who has answered; and what she has answered."""
    hers = select(inquiry.c.id).where(inquiry.c.asker_id == person_id)
    asked = _rows(connection, inquiry, inquiry.c.asker_id == person_id)
    said = _rows(connection, inquiry_said, inquiry_said.c.inquiry_id.in_(hers))
    answered = and_(inquiry_said.c.by_id == person_id, inquiry_said.c.by_staff)
    return {
        "questions_to_a_person": [_without(row, "claimed_by", "claimed_at", "with_id") for row in asked],
        "said_in_them": [_without(row, "by_id") for row in said],
        "questions_answered": _rows(connection, inquiry_said, answered),
    }


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _without_words(rows: Rows) -> Rows:
    """What members say of it may be for the programme's ears alone."""
    return [{name: value for name, value in row.items() if name not in ("word", "word_at")} for row in rows]


def _reported(connection: Connection, person_id: int, producers: Sequence[int]) -> int:
    """What others have said about her, a report once; who reports for herself is no other."""
    about_her = (report_row.c.member_id.in_(producers), report_row.c.person_id != person_id)
    return int(connection.scalar(select(func.count()).select_from(report_row).where(*about_her)) or 0)


def _in_group(connection: Connection, producers: Sequence[int]) -> bool:
    here = (membership.c.member_id.in_(producers), membership.c.until.is_(None), membership.c.confirmed_at.is_not(None))
    return connection.scalar(select(membership.c.id).where(*here).limit(1)) is not None


def _linked_at(connection: Connection, producers: Sequence[int]) -> datetime | None:
    joined = select(membership.c.id).where(membership.c.member_id.in_(producers))
    cards = select(card.c.code).where(card.c.membership_id.in_(joined))
    linked = (phone_request.c.code.in_(cards), phone_request.c.outcome == LINKED)
    newest = select(phone_request.c.settled_at).where(*linked).order_by(phone_request.c.settled_at.desc())
    return connection.scalar(newest.limit(1))


def _businesses(connection: Connection, person_id: int) -> Rows:
    theirs = select(speaks_for.c.producer_id).where(speaks_for.c.person_id == person_id)
    whole = or_(producer.c.id.in_(theirs), producer.c.id.in_(merges.of_kept(person_id)))
    return _rows(connection, producer, whole)


def _shared(connection: Connection, person_id: int, here: Rows) -> set[tuple[int, int]]:
    """Which of these chats others use too."""
    others = _rows(connection, chat_person, and_(_in(chat_person, here), chat_person.c.person_id != person_id))
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


def _rows(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Rows:
    statement = select(table).where(condition).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(statement).mappings()]


def _answers(connection: Connection, submission_id: int) -> dict[str, dict[str, str]]:
    """What she answered, and what her cash book said when it was asked."""
    rows = connection.execute(select(answer).where(answer.c.submission_id == submission_id)).all()
    book = {row.path: row.book for row in rows if row.book is not None}
    return {"answers": {row.path: row.value for row in rows}} | ({"answers_of_the_book": book} if book else {})


def _entries(connection: Connection, producers: Sequence[int]) -> int:
    standing = select(func.count()).select_from(entry).where(entry.c.producer_id.in_(producers), entry.c.stands)
    return int(connection.scalar(standing) or 0)


def _book(connection: Connection, hers: ColumnElement[bool]) -> Rows:
    """Entries as they were written, corrections and undos too, with the messages they came in and their files."""
    more: dict[str, dict[str, Rows]] = {}
    for name, table in (("messages", entry_message), ("files", entry_media)):
        for row in connection.execute(select(table).join_from(entry, table).where(hers)).mappings():
            more.setdefault(row["entry_id"], {}).setdefault(name, []).append(dict(row))
    return [row | more.get(row["id"], {}) for row in _rows(connection, entry, hers)]


def _corrections(connection: Connection, submission_id: int) -> Rows:
    return _rows(connection, correction, correction.c.submission_id == submission_id)
