"""Rows for the exports: which stand in each file, and what is read of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    case,
    exists,
    func,
    select,
)
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.evaluation.progress import Source, Word
from bot.store.evaluation import held
from bot.store.forms.form_versions import FormVersion
from bot.store.groups.groups import KIND
from bot.store.keeping import announcement_answers
from bot.store.keeping.export_pages import Page, Scope, confirmed, of, pages
from bot.store.schema import (
    answer,
    correction,
    entry,
    follow_up,
    form_version,
    group_about,
    opening,
    person,
    producer,
    report_row,
    slot,
    speaks_for,
    submission,
    tip,
)

_SPEAKERS = speaks_for.join(person, person.c.id == speaks_for.c.person_id)

_CORRECTED = correction.join(submission, submission.c.id == correction.c.submission_id).join(
    producer, producer.c.id == submission.c.producer_id
)
_LOOKED_AT = follow_up.join(producer, producer.c.id == follow_up.c.producer_id).outerjoin(
    submission, submission.c.id == follow_up.c.submission_id
)
# What an answer was as it was sent: before its first correction.
_EARLIER = correction.alias("earlier")
_FIRST = (
    select(_EARLIER.c.old)
    .where(_EARLIER.c.submission_id == correction.c.submission_id, _EARLIER.c.path == correction.c.path)
    .order_by(_EARLIER.c.id)
    .limit(1)
    .correlate(correction)
    .scalar_subquery()
)


# A group's own calendar is counted among nobody's: no row of it, and none that points at one.
_ASKED = slot.join(producer, and_(producer.c.id == slot.c.producer_id, producer.c.kind != KIND))
# What she says of what her leader has reported.
_WORD = case(
    (submission.c.source != Source.LEADER, None),
    (report_row.c.word == Word.RIGHT, "confirmed"),
    (report_row.c.word == Word.WRONG, "disputed"),
    (report_row.c.word == Word.PRIVATE, "private"),
    else_="nothing",
)


def count(connection: Connection, scope: Scope) -> int:
    """How many rows an export has to write: producers, slots, opening figures, submissions, corrections …"""
    counts: tuple[tuple[Any, Any, ColumnElement[Any] | None], ...] = (
        (entry.join(producer, producer.c.id == entry.c.producer_id), producer, entry.c.day),
        (producer, producer, None),
        (_ASKED, producer, slot.c.due),
        (submission.join(producer, producer.c.id == submission.c.producer_id), producer, submission.c.sent_at),
        (_CORRECTED, producer, correction.c.at),
        (_LOOKED_AT, producer, follow_up.c.created_at),
        (tip.join(person, person.c.id == tip.c.person_id), person, tip.c.at),
        (opening.join(producer, producer.c.id == opening.c.producer_id), producer, opening.c.day),
        announcement_answers.COUNTED,
    )
    numbers = (
        connection.scalar(of(select(func.count()).select_from(rows), scope, owner, day)) for rows, owner, day in counts
    )
    return sum(int(number or 0) for number in numbers)


_PART_OF = select(group_about.c.part_of).where(group_about.c.group_id == producer.c.id).scalar_subquery()


def producers(connection: Connection, scope: Scope) -> Iterator[Page]:
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
        _PART_OF.label("part_of"),
        confirmed(producer).label("confirmed"),
    )
    return pages(connection, of(statement, scope, producer), producer.c.id, scope)


def registered_names(connection: Connection, scope: Scope) -> set[str]:
    """The questions of registration whose answers producers still have."""
    statement = of(select(producer.c.id, producer.c.registered), scope, producer)
    found: set[str] = set()
    for page in pages(connection, statement.where(producer.c.registered.is_not(None)), producer.c.id, scope):
        for row in page:
            found.update(row["registered"])
    return found


def forms_named(connection: Connection, name: str, scope: Scope) -> list[FormVersion]:
    """Every version of a form, the oldest first."""
    return _versions(connection, scope, form_version.c.name == name)


def _versions(connection: Connection, scope: Scope, which: ColumnElement[bool]) -> list[FormVersion]:
    columns = (form_version.c.hash, form_version.c.programme, form_version.c.name, form_version.c.xml)
    statement = of(select(*columns).where(which), scope, form_version)
    rows = connection.execute(statement.order_by(form_version.c.added_at, form_version.c.hash))
    return [FormVersion(*row) for row in rows]


def speakers(connection: Connection, producers: Sequence[int], scope: Scope) -> dict[int, list[tuple[str, str]]]:
    """Name and phone of the people who answer for each producer."""
    parts = scope.left_out.each(connection, "Exporting names and phones: producer", producers, _speakers)
    return {producer: people for part in parts for producer, people in part.items()}


def _speakers(connection: Connection, producers: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
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


def slots(connection: Connection, scope: Scope) -> Iterator[Page]:
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
    ).select_from(_ASKED)
    return pages(connection, of(statement, scope, producer, slot.c.due), slot.c.id, scope)


def submissions(connection: Connection, scope: Scope) -> Iterator[Page]:
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
        case((producer.c.kind != KIND, submission.c.slot_id)).label("slot_id"),
        slot.c.number,
        slot.c.month,
        slot.c.due,
        submission.c.source,
        _WORD.label("word"),
        submission.c.language,
        submission.c.practice,
        confirmed(producer).label("confirmed"),
    ).select_from(
        submission.join(producer, producer.c.id == submission.c.producer_id)
        .outerjoin(slot, slot.c.id == submission.c.slot_id)
        .outerjoin(report_row, report_row.c.submission_id == submission.c.id)
    )
    return pages(connection, of(statement, scope, producer, submission.c.sent_at), submission.c.id, scope)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and what the cash book said when it was asked; None where it was not. `held`: it is in no figure."""

    value: str
    book: str | None
    held: bool = False


def answers(connection: Connection, submissions: Sequence[int], scope: Scope) -> dict[int, dict[str, Given]]:
    """The answers of some submissions by path."""
    parts = scope.left_out.each(connection, "Exporting answers: submission", submissions, _answers)
    return {number: given for part in parts for number, given in part.items()}


def _answers(connection: Connection, submissions: Sequence[int]) -> dict[int, dict[str, Given]]:
    rows = connection.execute(
        select(answer.c.submission_id, answer.c.path, answer.c.value, answer.c.book, held.is_held().label("held"))
        .where(answer.c.submission_id.in_(submissions))
        .order_by(answer.c.submission_id, answer.c.path)
    )
    found: dict[int, dict[str, Given]] = {}
    for row in rows:
        found.setdefault(row.submission_id, {})[row.path] = Given(row.value, row.book, row.held)
    return found


def corrections(connection: Connection, scope: Scope) -> Iterator[Page]:
    """What was changed after it was sent, an answer a row, in the order in which it was."""
    statement = select(
        correction.c.id,
        correction.c.submission_id,
        submission.c.form_name,
        submission.c.form,
        submission.c.producer_id,
        submission.c.practice,
        confirmed(producer).label("confirmed"),
        correction.c.path,
        _FIRST.label("first"),
        correction.c.old,
        correction.c.new,
        correction.c.person_id,
        correction.c.reason,
        correction.c.at,
    ).select_from(_CORRECTED)
    return pages(connection, of(statement, scope, producer, correction.c.at), correction.c.id, scope)


def follow_ups(connection: Connection, scope: Scope) -> Iterator[Page]:
    """What staff are to look at, or have."""
    statement = select(follow_up, submission.c.form).select_from(_LOOKED_AT)
    return pages(connection, of(statement, scope, producer, follow_up.c.created_at), follow_up.c.id, scope)


def openings(connection: Connection, scope: Scope) -> Iterator[Page]:
    """Opening figures."""
    columns = [opening.c[name] for name in ("id", "producer_id", "figure", "value", "day", "source")]
    statement = select(*columns, producer.c.programme, confirmed(producer).label("confirmed"))
    here = statement.select_from(opening.join(producer, producer.c.id == opening.c.producer_id))
    return pages(connection, of(here, scope, producer, opening.c.day), opening.c.id, scope)


def tips(connection: Connection, scope: Scope) -> Iterator[Page]:
    """Lessons that people had, with her first answer and verdict of each; an item of her book stays here."""
    columns = [tip.c[name] for name in _TIP]
    more = case((tip.c.more_at.is_not(None), True), else_=False).label("more")
    about = (tip.c.slug.label("lesson"), person.c.programme, confirmed(person).label("confirmed"))
    statement = select(*columns, *about, more).join_from(tip, person)
    return pages(connection, of(statement, scope, person, tip.c.at), tip.c.id, scope)


_TIP = (
    "id", "person_id", "reason", "month", "pushed", "at", "answer", "is_right", "answered_at", "verdict", "verdict_at",
)  # fmt: skip


def forms_answered(connection: Connection, scope: Scope) -> list[FormVersion]:
    """Every form version that has a submission, of whatever day, the oldest first: columns do not depend on days."""
    return _versions(connection, scope, exists(select(submission.c.id).where(submission.c.form == form_version.c.hash)))
