"""Corrections: what somebody has sent, the changes she made afterwards, and the messages in which she typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, select

from bot.domain.evaluation.progress import Source
from bot.store.engine.engine import insert_for
from bot.store.groups.groups import KIND
from bot.store.people import to_compare
from bot.store.schema import answer, correction, producer, slot, submission, typed


@dataclass(frozen=True, slots=True)
class Own:
    """A submission of hers that was meant. `month` is that of its slot, None when it answers none."""

    id: int
    producer_id: int
    form_hash: str
    form_name: str
    sent_at: datetime
    month: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that is different now; None: left out."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """Changes of one submission: who made them, and why."""

    submission_id: int
    person_id: int
    reason: str
    changes: Sequence[Change]


def _kept(*which: ColumnElement[bool]) -> Select[Any]:
    """What was meant, the newest first; without what a leader has reported of members: that is corrected where it is
    reported, and as long as she leads them.
    """
    kept = submission.c
    columns = (kept.id, kept.producer_id, kept.form, kept.form_name, kept.sent_at, slot.c.month)
    meant = (kept.practice.is_(False), kept.source != Source.LEADER, *which)
    owned = submission.join(producer, producer.c.id == kept.producer_id).outerjoin(slot, slot.c.id == kept.slot_id)
    found = select(*columns).select_from(owned).where(*meant)
    return found.order_by(kept.sent_at.desc(), kept.id.desc())


def _hers(person_id: int) -> ColumnElement[bool]:
    """What a group says of itself is the group's, whoever has sent it."""
    return and_(submission.c.person_id == person_id, producer.c.kind != KIND)


def of_person(connection: Connection, person_id: int, limit: int, offset: int = 0) -> list[Own]:
    """What she has sent, the newest first."""
    newest = _kept(_hers(person_id)).limit(limit).offset(offset)
    return [Own(*row) for row in connection.execute(newest)]


def find(connection: Connection, person_id: int, submission_id: int) -> Own | None:
    """One submission, if it is hers."""
    return _first(connection, _kept(_hers(person_id), submission.c.id == submission_id))


def of_group(connection: Connection, submission_id: int) -> Own | None:
    """One submission, if a group says it of itself."""
    return _first(connection, _kept(producer.c.kind == KIND, submission.c.id == submission_id))


def newest_of_group(connection: Connection, group_id: int) -> Own | None:
    """What a group has said of itself last."""
    return _first(connection, _kept(producer.c.kind == KIND, producer.c.id == group_id).limit(1))


def _first(connection: Connection, found: Select[Any]) -> Own | None:
    row = connection.execute(found).one_or_none()
    return None if row is None else Own(*row)


def answers(connection: Connection, submission_id: int) -> dict[str, str]:
    """The answers of a submission as they stand, by path."""
    rows = connection.execute(select(answer.c.path, answer.c.value).where(answer.c.submission_id == submission_id))
    return {row.path: row.value for row in rows}


def write(connection: Connection, made: Correction, now: datetime) -> None:
    """Let the answers be what they are now, and keep what they were."""
    whose = {"submission_id": made.submission_id, "person_id": made.person_id, "reason": made.reason, "at": now}
    if not made.changes:
        return
    rows = [{**whose, "path": one.path, "old": one.old, "new": one.new} for one in made.changes]
    connection.execute(insert(correction), rows)
    to_compare.mark_by_submissions(connection, [made.submission_id], [one.path for one in made.changes])
    _gone(connection, made.submission_id, [one.path for one in made.changes if one.new is None])
    _now(connection, made.submission_id, {one.path: one.new for one in made.changes if one.new is not None})


def _gone(connection: Connection, submission_id: int, paths: Sequence[str]) -> None:
    if paths:
        connection.execute(delete(answer).where(answer.c.submission_id == submission_id, answer.c.path.in_(paths)))


def _now(connection: Connection, submission_id: int, values: Mapping[str, str]) -> None:
    if not values:
        return
    statement = insert_for(connection.dialect)(answer)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["submission_id", "path"], set_={"value": statement.excluded.value}
        ),
        [{"submission_id": submission_id, "path": path, "value": value} for path, value in values.items()],
    )


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a chat with one bot."""

    bot: int
    chat: int
    number: int


def remember(connection: Connection, submission_id: int, messages: Mapping[Message, str], until: datetime) -> None:
    """Keep in which message each answer was typed; `messages`: to the answer's path."""
    rows = [
        {
            "bot": one.bot, "chat": one.chat, "message_id": one.number, "path": path, "submission_id": submission_id,
            "until": until,
        }
        for one, path in messages.items()
    ]  # fmt: skip
    if rows:
        connection.execute(insert_for(connection.dialect)(typed).on_conflict_do_nothing(), rows)


def typed_in(connection: Connection, message: Message, now: datetime) -> tuple[int, str] | None:
    """The submission and the path of the answer that was typed in a message; None when it is not known any more."""
    row = connection.execute(
        select(typed.c.submission_id, typed.c.path).where(
            typed.c.bot == message.bot,
            typed.c.chat == message.chat,
            typed.c.message_id == message.number,
            typed.c.until > now,
        )
    ).one_or_none()
    return None if row is None else (row.submission_id, row.path)


def writer_of(connection: Connection, message: Message) -> int | None:
    """Who has typed an answer in a message, of those who use the phone; None when it is not known any more."""
    here = (typed.c.bot == message.bot, typed.c.chat == message.chat, typed.c.message_id == message.number)
    return connection.scalar(select(submission.c.person_id).join_from(typed, submission).where(*here))


def forget_typed(connection: Connection, now: datetime) -> int:
    """Forget messages whose answers cannot be corrected any more; gives how many."""
    return connection.execute(delete(typed).where(typed.c.until <= now)).rowcount
