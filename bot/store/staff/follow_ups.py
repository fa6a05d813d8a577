"""Follow-ups that wait, with whom each is about: the list that an officer works through."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, exists, func, or_, select

from bot.domain.people.roles import Role
from bot.store.evaluation.follow_ups import FOR_STAFF_ALONE, about_absence, words_of
from bot.store.schema import follow_up, group_about, person, producer, report, report_row, role, speaks_for


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to look at. `name` and `phone` are of whom the programme asks about this producer, or `name` is the
    group's own; None: not known, or erased. `area` and `product` are codes of the pack.
    """

    id: int
    reason: str
    since: datetime
    producer_id: int
    area: str | None
    product: str | None
    name: str | None
    phone: str | None
    detail: dict[str, Any] | None = None

    @property
    def words(self) -> str:
        """What she has written of it; empty: nothing."""
        return words_of(self.detail)


def _of_speaker(column: ColumnElement[str]) -> ScalarSelect[str]:
    """What is known of who has answered for the producer for longest."""
    statement = (
        select(column)
        .join_from(person, speaks_for, speaks_for.c.person_id == person.c.id)
        .where(speaks_for.c.producer_id == producer.c.id)
        .order_by(speaks_for.c.since, person.c.id)
        .limit(1)
    )
    return statement.scalar_subquery()


_WAITING = select(
    follow_up.c.id,
    follow_up.c.reason,
    follow_up.c.created_at,
    producer.c.id,
    producer.c.area,
    producer.c.product,
    func.coalesce(_of_speaker(person.c.name), group_about.c.name),
    _of_speaker(person.c.phone),
    follow_up.c.detail,
)
_WAITING = _WAITING.join_from(follow_up, producer, producer.c.id == follow_up.c.producer_id).outerjoin(
    group_about, group_about.c.group_id == producer.c.id
)


def _here(programme: str, areas: Collection[str] | None, reader: int | None) -> list[ColumnElement[bool]]:
    here = [follow_up.c.done_at.is_(None), producer.c.programme == programme, ~_against(reader)]
    return here if areas is None else [*here, producer.c.area.in_(sorted(areas))]


def _against(reader: int | None) -> ColumnElement[bool]:
    """What a member has said to staff alone of what the reader herself has reported, or of a group that she leads,
    also while she is suspended: it is for others of the staff.
    """
    led = select(role.c.group_id).where(
        role.c.person_id == reader, role.c.role == Role.LEADER, role.c.until.is_(None), role.c.group_id.is_not(None)
    )
    hers = (
        exists()
        .select_from(report_row.join(report, report.c.id == report_row.c.report_id))
        .where(or_(report_row.c.submission_id == follow_up.c.submission_id, about_absence()))
        .where(or_(report_row.c.person_id == reader, report.c.group_id.in_(led)))
    )
    return follow_up.c.reason.in_(FOR_STAFF_ALONE) & hers


def count(connection: Connection, programme: str, areas: Collection[str] | None, reader: int | None) -> int:
    """How many wait in these areas for who reads the list; None: in all of the programme."""
    statement = select(func.count()).join_from(follow_up, producer, producer.c.id == follow_up.c.producer_id)
    return int(connection.scalar(statement.where(*_here(programme, areas, reader))) or 0)


def page(
    connection: Connection, programme: str, areas: Collection[str] | None, reader: int | None, first: int, size: int
) -> list[Waiting]:
    """Some of those that wait, the oldest first, from number `first` on, counted from 0."""
    statement = _WAITING.where(*_here(programme, areas, reader)).order_by(follow_up.c.created_at, follow_up.c.id)
    rows = connection.execute(statement.offset(first).limit(size))
    return [Waiting(*row) for row in rows]
