"""Erasures: who asked to be forgotten, what goes with her, and how far each has come."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, insert, or_, select, union, update
from sqlalchemy.engine import Row
from sqlalchemy.exc import DatabaseError

from bot.domain.wire.outgoing import OutState
from bot.left_out import LeftOut
from bot.store.engine.sync import CannotOpen, opened
from bot.store.engine.trouble import StoreTrouble
from bot.store.evaluation.follow_ups import about_absence
from bot.store.people import merges, to_compare
from bot.store.schema import (
    announcement_answer,
    announcement_opt_out,
    answer,
    audit_word,
    changed_pace,
    consent,
    consent_told,
    correction,
    dialogue,
    erasure,
    figure_asked,
    follow_up,
    follow_up_outcome,
    form_version,
    invitation,
    nickname,
    outbox,
    person,
    pin,
    producer,
    report_habit,
    report_row,
    role,
    saved_audience,
    speaks_for,
    submission,
)
from bot.store.wire.broadcasts import DONE, remove

Chat = tuple[int, int]


class Progress(StrEnum):
    """How far an erasure is: `due`: the rows are gone, the files may hold traces; `swept`: they hold none of her
    words, but her chat is still to hear of it; `done`.
    """

    DUE = "due"
    SWEPT = "swept"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of erasures. `person_id` None: somebody who was not registered."""

    person_id: int | None
    at: datetime


@dataclass(slots=True)
class Left:
    """What outlives the transaction that erases: names of files in the media folder, and messages in flight."""

    files: list[str] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An erasure that is not done yet. `files`: names in the media folder. `parted`: no message of hers is left."""

    id: int
    entry: Entry
    progress: Progress
    files: tuple[str, ...]
    parted: bool


def key_of(number: int) -> str:
    """The dedupe key of the last message after an erasure, by which its row is found."""
    return f"goodbye:{number}"


# What is erased


def created_at(connection: Connection, person_id: int) -> datetime | None:
    """When a person was registered; None when there is no such person."""
    return connection.scalar(select(person.c.created_at).where(person.c.id == person_id))


def empty_person(connection: Connection, person_id: int, now: datetime) -> None:
    """Only the shell stays, for what points at it: submissions without words, and the proof that she had agreed."""
    empty = {"name": None, "phone": None, "nudge_hour": None, "last_nudge_on": None, "text_only": False}
    empty |= {"silence_told_at": None, "silence_confirmed_at": None}
    empty |= {"consent_version": None, "consent_asked": None, "consent_ask_again": None, "who_asked_at": None}
    connection.execute(update(person).where(person.c.id == person_id).values(empty))
    connection.execute(update(consent).where(consent.c.person_id == person_id).values(guardian=None))
    hers = select(consent.c.id).where(consent.c.person_id == person_id)
    connection.execute(update(consent_told).where(consent_told.c.consent_id.in_(hers)).values(before=None))
    connection.execute(
        delete(audit_word).where(or_(audit_word.c.about_id == person_id, audit_word.c.by_id == person_id))
    )
    for table in (pin, report_habit, announcement_answer, announcement_opt_out):
        connection.execute(delete(table).where(table.c.person_id == person_id))
    connection.execute(update(role).where(role.c.person_id == person_id, role.c.until.is_(None)).values(until=now))
    connection.execute(update(invitation).where(invitation.c.used_by == person_id).values(used_by=None))
    # whom the office writes to stays the office's
    connection.execute(update(saved_audience).where(saved_audience.c.by_id == person_id).values(by_id=None))


def leave_shared(connection: Connection, person_id: int) -> None:
    """She no longer answers for producers that others answer for too.

    One that was hers alone stays linked to the shell, which says whether all of it was practice.
    """
    others = speaks_for.alias("others")
    shared = select(others.c.producer_id).where(others.c.person_id != person_id)
    ended = delete(speaks_for).where(speaks_for.c.person_id == person_id, speaks_for.c.producer_id.in_(shared))
    to_compare.mark(connection, connection.scalars(ended.returning(speaks_for.c.producer_id)).all())


def drop_begun(connection: Connection, producers: Collection[int]) -> None:
    """What others have begun to answer for these producers."""
    connection.execute(delete(dialogue).where(dialogue.c.producer_id.in_(producers)))


def drop_registration(connection: Connection, producers: Collection[int]) -> None:
    """What she told of her business at registration goes, her own words are in it; figures are in submissions."""
    connection.execute(update(producer).where(producer.c.id.in_(producers)).values(registered=None))


def end_links(connection: Connection, producers: Collection[int], now: datetime) -> None:
    """Leader's links that were made for these members, and that nobody has used, open nothing any more."""
    unused = (invitation.c.member_id.in_(producers), invitation.c.used_at.is_(None), invitation.c.expires_at > now)
    connection.execute(update(invitation).where(*unused).values(expires_at=now))


def drop_nicknames(connection: Connection, person_id: int, producers: Collection[int]) -> None:
    """What she calls others, and what leaders call her."""
    theirs = or_(nickname.c.person_id == person_id, nickname.c.member_id.in_(producers))
    connection.execute(delete(nickname).where(theirs))


def drop_follow_ups(connection: Connection, person_id: int, producers: Collection[int], now: datetime) -> None:
    """There is nobody left for staff to ask, about these producers or about what she has sent for others; what she
    wanted to be different may hold her words, and so may what staff have noted, she herself among them. What is held
    stays so: it is in no figure.
    """
    sent = select(submission.c.id).where(submission.c.person_id == person_id)
    absent = exists().where(about_absence(), report_row.c.person_id == person_id)
    theirs = or_(follow_up.c.producer_id.in_(producers), follow_up.c.submission_id.in_(sent), absent)
    connection.execute(update(follow_up).where(theirs, follow_up.c.done_at.is_(None)).values(done_at=now))
    gone = connection.scalars(update(follow_up).where(theirs).values(detail=None).returning(follow_up.c.id)).all()
    hers = or_(follow_up_outcome.c.follow_up_id.in_(gone), follow_up_outcome.c.by_id == person_id)
    connection.execute(update(follow_up_outcome).where(hers).values(words=None))
    changed = or_(changed_pace.c.producer_id.in_(producers), changed_pace.c.by_id == person_id)
    connection.execute(update(changed_pace).where(changed).values(words=None))
    merges.stay_done(connection, gone, now)
    connection.execute(delete(figure_asked).where(figure_asked.c.follow_up_id.in_(gone)))


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of hers."""

    submission_id: int
    path: str
    value: str


def answers_by_form(
    connection: Connection, person_id: int, producers: Collection[int]
) -> Iterator[tuple[str, list[Given]]]:
    """All that she has sent, and what others have said for these producers, with what it was before corrections, by
    the XML of the form version that asked.
    """
    hers = or_(submission.c.person_id == person_id, submission.c.producer_id.in_(producers))
    for version in connection.scalars(select(submission.c.form).where(hers).distinct()).all():
        asked = (hers, submission.c.form == version)
        now = select(answer.c.submission_id, answer.c.path, answer.c.value).join_from(submission, answer).where(*asked)
        was = [
            select(correction.c.submission_id, correction.c.path, value)
            .join_from(submission, correction)
            .where(*asked, value.is_not(None))
            for value in (correction.c.old, correction.c.new)
        ]
        xml = connection.scalars(select(form_version.c.xml).where(form_version.c.hash == version)).one()
        yield xml, [Given(*row) for row in connection.execute(union(now, *was))]


def drop_answers(connection: Connection, given: Collection[Given]) -> None:
    """Erase single answers with all that they were before; the submissions stay with the others."""
    if not given:
        return
    to_compare.mark_by_submissions(connection, {one.submission_id for one in given}, [one.path for one in given])
    which = [{"one": one.submission_id, "asked": one.path} for one in given]
    for table in (answer, correction):
        here = (table.c.submission_id == bindparam("one"), table.c.path == bindparam("asked"))
        connection.execute(delete(table).where(*here), which)


# The list


def record(connection: Connection, entry: Entry, left: Left) -> int:
    """Write down that somebody was erased, in the transaction that does it; gives the number of the erasure."""
    told = {"files": left.files, "messages": left.messages}
    values = {"person_id": entry.person_id, "at": entry.at, "state": Progress.DUE, **told}
    return int(connection.execute(insert(erasure).values(values).returning(erasure.c.id)).scalar_one())


def entries(connection: Connection) -> list[Entry]:
    """The whole list, the oldest first."""
    numbers = connection.scalars(select(erasure.c.id).order_by(erasure.c.at, erasure.c.id)).all()
    return [one for part in LeftOut().each(connection, LISTING, numbers, _entries) for one in part]


def _entries(connection: Connection, numbers: Sequence[int]) -> list[Entry]:
    columns = (erasure.c.person_id, erasure.c.at)
    rows = connection.execute(select(*columns).where(erasure.c.id.in_(numbers)).order_by(erasure.c.at, erasure.c.id))
    return [Entry(*row) for row in rows]


def entries_in(url: str) -> list[Entry]:
    """The list of a database that may be missing, damaged or older than the list: then it has none."""
    with suppress(CannotOpen, StoreTrouble, DatabaseError), opened(url) as connection:
        return [] if connection is None else entries(connection)
    return []


_NOT_DONE = select(erasure.c.id).where(erasure.c.state != Progress.DONE).order_by(erasure.c.id)
_LOAD = select(erasure).where(erasure.c.id.in_(bindparam("numbers", expanding=True))).order_by(erasure.c.id)
LISTING = "The list of who was erased: erasure"
CLEARING = "Clearing what is left of who was erased: erasure"


def under_way(connection: Connection, left_out: LeftOut) -> list[UnderWay]:
    """The erasures that are not done. The last messages to their chats go first, once their fate is known."""
    numbers = list(connection.scalars(_NOT_DONE))
    todo = left_out.others(CLEARING, numbers, len(numbers))
    return [one for part in left_out.each(connection, CLEARING, todo, _load) for one in part]


def _load(connection: Connection, numbers: Sequence[int]) -> list[UnderWay]:
    found = connection.execute(_LOAD, {"numbers": numbers}).all()
    return [
        UnderWay(row.id, Entry(row.person_id, row.at), Progress(row.state), tuple(row.files), _part(connection, row))
        for row in found
    ]


def _part(connection: Connection, row: Row[Any]) -> bool:
    """Erase her last messages where nothing more will happen to them; True when none is left."""
    goodbye, in_flight = outbox.c.dedupe == key_of(row.id), outbox.c.id.in_(row.messages)
    remove(connection, goodbye, outbox.c.state.in_(DONE))
    remove(connection, in_flight, outbox.c.state != OutState.SENDING)
    return connection.scalar(select(outbox.c.id).where(or_(goodbye, in_flight)).limit(1)) is None


def move_on(connection: Connection, number: int, progress: Progress) -> None:
    """An erasure has come further; its files in the media folder are gone."""
    connection.execute(update(erasure).where(erasure.c.id == number).values(state=progress, files=[]))
