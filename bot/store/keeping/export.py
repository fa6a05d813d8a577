"""Rows for the exports, page by page in the order of their ids: a country's figures never sit in memory at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from bot.store.schema import (
    answer,
    correction,
    entry,
    follow_up,
    form_version,
    person,
    producer,
    slot,
    speaks_for,
    submission,
    tip,
)

PAGE = 1000
Page = Sequence[Mapping[str, Any]]

_SPEAKERS = speaks_for.join(person, person.c.id == speaks_for.c.person_id)

_CORRECTED = correction.join(submission, submission.c.id == correction.c.submission_id).join(
    producer, producer.c.id == submission.c.producer_id
)
_LOOKED_AT = follow_up.join(producer, producer.c.id == follow_up.c.producer_id)


def confirmed(owner: Any) -> ColumnElement[bool]:
    return case((owner.c.confirmed_at.is_not(None), True), else_=False)


def pages(connection: Connection, statement: Select[Any], key: ColumnElement[Any]) -> Iterator[Page]:
    """Pages by key rather than by a cursor: they need nothing of the driver, on both databases."""
    last = None
    while True:
        page = statement if last is None else statement.where(key > last)
        rows = connection.execute(page.order_by(key).limit(PAGE)).mappings().all()
        if not rows:
            return
        yield [dict(row) for row in rows]
        last = rows[-1]["id"]


def count(connection: Connection, programme: str | None) -> int:
    """How many producers, slots, submissions, corrections, follow-ups, entries and tips an export has to write."""
    counts = (
        select(func.count()).select_from(entry.join(producer, producer.c.id == entry.c.producer_id)),
        select(func.count()).select_from(producer),
        select(func.count()).select_from(slot.join(producer, producer.c.id == slot.c.producer_id)),
        select(func.count()).select_from(submission.join(producer, producer.c.id == submission.c.producer_id)),
        select(func.count()).select_from(_CORRECTED),
        select(func.count()).select_from(_LOOKED_AT),
    )
    number = sum(int(connection.scalar(of(one, programme, producer)) or 0) for one in counts)
    had = select(func.count()).select_from(tip.join(person, person.c.id == tip.c.person_id))
    return number + int(connection.scalar(of(had, programme, person)) or 0)


def of(statement: Select[Any], programme: str | None, owner: Any) -> Select[Any]:
    return statement if programme is None else statement.where(owner.c.programme == programme)


def producers(connection: Connection, programme: str | None) -> Iterator[Page]:
    """Producers, each with whether it is confirmed."""
    statement = select(
        producer.c.id,
        producer.c.programme,
        producer.c.kind,
        producer.c.area,
        producer.c.product,
        producer.c.inception,
        producer.c.joined,
        producer.c.created_at,
        producer.c.registered,
        confirmed(producer).label("confirmed"),
    )
    return pages(connection, of(statement, programme, producer), producer.c.id)


def registered_names(connection: Connection, programme: str | None) -> set[str]:
    """The questions of registration whose answers producers still have."""
    statement = of(select(producer.c.id, producer.c.registered), programme, producer)
    found: set[str] = set()
    for page in pages(connection, statement.where(producer.c.registered.is_not(None)), producer.c.id):
        for row in page:
            found.update(row["registered"])
    return found


def forms_named(connection: Connection, name: str, programme: str | None) -> list[str]:
    """The XML of every version of a form, the oldest first."""
    statement = select(form_version.c.xml).where(form_version.c.name == name)
    return list(
        connection.scalars(
            of(statement, programme, form_version).order_by(form_version.c.added_at, form_version.c.hash)
        )
    )


def speakers(connection: Connection, producers: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Name and phone of the people who answer for each producer."""
    rows = connection.execute(
        select(speaks_for.c.producer_id, person.c.name, person.c.phone)
        .select_from(_SPEAKERS)
        .where(speaks_for.c.producer_id.in_(producers))
        .order_by(speaks_for.c.producer_id, speaks_for.c.since, person.c.id)
    )
    people: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        people.setdefault(row.producer_id, []).append((row.name or "", row.phone or ""))
    return people


def slots(connection: Connection, programme: str | None) -> Iterator[Page]:
    """Slots of the evaluation calendar, each with its state and why."""
    statement = select(
        slot.c.id,
        slot.c.producer_id,
        producer.c.programme,
        slot.c.number,
        slot.c.month,
        slot.c.due,
        slot.c.form,
        slot.c.state,
        slot.c.why,
        slot.c.interval_reason,
        slot.c.opens_at,
        slot.c.closes_at,
        slot.c.answered_at,
        slot.c.nudges_sent,
        slot.c.last_nudge_at,
        confirmed(producer).label("confirmed"),
    ).select_from(slot.join(producer, producer.c.id == slot.c.producer_id))
    return pages(connection, of(statement, programme, producer), slot.c.id)


def submissions(connection: Connection, programme: str | None) -> Iterator[Page]:
    """Submissions without their answers; a practised one says so."""
    statement = select(
        submission.c.id,
        submission.c.sent_at,
        submission.c.began_at,
        submission.c.form_name,
        submission.c.form,
        producer.c.programme,
        submission.c.producer_id,
        submission.c.person_id,
        slot.c.number,
        slot.c.month,
        slot.c.due,
        submission.c.source,
        submission.c.language,
        submission.c.practice,
        confirmed(producer).label("confirmed"),
    ).select_from(
        submission.join(producer, producer.c.id == submission.c.producer_id).outerjoin(
            slot, slot.c.id == submission.c.slot_id
        )
    )
    return pages(connection, of(statement, programme, producer), submission.c.id)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and what the cash book said when it was asked; None where it was not."""

    value: str
    book: str | None


def answers(connection: Connection, submissions: Sequence[int]) -> dict[int, dict[str, Given]]:
    """The answers of some submissions by path."""
    rows = connection.execute(
        select(answer.c.submission_id, answer.c.path, answer.c.value, answer.c.book)
        .where(answer.c.submission_id.in_(submissions))
        .order_by(answer.c.submission_id, answer.c.path)
    )
    found: dict[int, dict[str, Given]] = {}
    for row in rows:
        found.setdefault(row.submission_id, {})[row.path] = Given(row.value, row.book)
    return found


def corrections(connection: Connection, programme: str | None) -> Iterator[Page]:
    """What was changed after it was sent, an answer a row, in the order in which it was."""
    statement = select(
        correction.c.id,
        correction.c.submission_id,
        submission.c.form_name,
        submission.c.producer_id,
        submission.c.practice,
        confirmed(producer).label("confirmed"),
        correction.c.path,
        correction.c.old,
        correction.c.new,
        correction.c.person_id,
        correction.c.reason,
        correction.c.at,
    ).select_from(_CORRECTED)
    return pages(connection, of(statement, programme, producer), correction.c.id)


def follow_ups(connection: Connection, programme: str | None) -> Iterator[Page]:
    """What staff are to look at, or have."""
    statement = select(follow_up).select_from(_LOOKED_AT)
    return pages(connection, of(statement, programme, producer), follow_up.c.id)


def tips(connection: Connection, programme: str | None) -> Iterator[Page]:
    """Lessons that people had, with her first answer and verdict of each; an item of her book stays here."""
    columns = [tip.c[name] for name in _TIP]
    more = case((tip.c.more_at.is_not(None), True), else_=False).label("more")
    about = (tip.c.slug.label("lesson"), person.c.programme, confirmed(person).label("confirmed"))
    statement = select(*columns, *about, more).join_from(tip, person)
    return pages(connection, of(statement, programme, person), tip.c.id)


_TIP = (
    "id", "person_id", "reason", "month", "pushed", "at", "answer", "is_right", "answered_at", "verdict", "verdict_at",
)  # fmt: skip


def forms_answered(connection: Connection, programme: str | None) -> list[str]:
    """The XML of every form version that has a submission, the oldest first."""
    statement = (
        select(form_version.c.xml)
        .where(exists(select(submission.c.id).where(submission.c.form == form_version.c.hash)))
        .order_by(form_version.c.added_at, form_version.c.hash)
    )
    return list(connection.scalars(of(statement, programme, form_version)))
