"""Two who may be one, as staff see them side by side."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, exists, func, select

from bot.store.people.comparing import NAMED
from bot.store.schema import (
    chat_person,
    consent,
    consent_told,
    group_about,
    key_holder,
    leader_change,
    membership,
    person,
    producer,
    role,
    speaks_for,
    submission,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two, as staff see her: no figure. `group`, `number`: where she is a member; `heard`: of her last report.
    `works`: she has work or holds a key here. `alone`: she answers for this alone, and nobody else does. `told`: her
    consent was given aloud; `by`: the name of who wrote it down then, None: an operator, or who is forgotten.
    """

    producer_id: int
    person_id: int
    programme: str
    name: str
    area: str | None
    product: str | None
    joined: date
    has_chat: bool
    has_phone: bool
    works: bool
    alone: bool
    group: str | None
    number: int | None
    heard: datetime | None
    told: bool = False
    by: str | None = None


def side(connection: Connection, producer_id: int) -> Side | None:
    """One of them; None: there is nobody of that number who could be merged."""
    statement = select(producer, person.c.id.label("person_id"), person.c.name, person.c.phone)
    joined = statement.join_from(producer, speaks_for, speaks_for.c.producer_id == producer.c.id)
    row = connection.execute(
        joined.join(person, person.c.id == speaks_for.c.person_id)
        .where(producer.c.id == producer_id, *NAMED)
        .order_by(speaks_for.c.since, person.c.id)
        .limit(1)
        .with_for_update(of=producer)
    ).one_or_none()
    if row is None:
        return None
    chats = bool(connection.scalar(select(exists().where(chat_person.c.person_id == row.person_id))))
    ties = select(func.count()).select_from(speaks_for)
    alone = connection.scalar(
        ties.where((speaks_for.c.person_id == row.person_id) | (speaks_for.c.producer_id == producer_id))
    )
    known = (row.id, row.person_id, row.programme, row.name, row.area, row.product, row.joined)
    flags = (chats, row.phone is not None, _works(connection, row.person_id), alone == 1)
    heard = _heard(connection, producer_id)
    return Side(*known, *flags, *_place(connection, producer_id), heard, *_written_down(connection, row.person_id))


def places(connection: Connection, producers: Collection[int]) -> list[tuple[str, str | None]]:
    """Of which programme these are, and in which area."""
    here = select(producer.c.programme, producer.c.area).where(producer.c.id.in_(sorted(producers)))
    return [(row.programme, row.area) for row in connection.execute(here)]


def _written_down(connection: Connection, person_id: int) -> tuple[bool, str | None]:
    """Whether somebody else did so, and who."""
    told = (
        select(person.c.name)
        .select_from(consent_told.join(consent))
        .outerjoin(person, person.c.id == consent_told.c.person_id)
    )
    row = connection.execute(told.where(consent.c.person_id == person_id).order_by(consent.c.id).limit(1)).one_or_none()
    return row is not None, None if row is None else row.name


def _works(connection: Connection, person_id: int) -> bool:
    of = ((role, role.c.until), (key_holder, key_holder.c.until), (leader_change, leader_change.c.settled_at))
    now = (exists().where(table.c.person_id == person_id, end.is_(None)) for table, end in of)
    return any(bool(connection.scalar(select(one))) for one in now)


def _place(connection: Connection, producer_id: int) -> tuple[str | None, int | None]:
    joined = membership.join(group_about, group_about.c.group_id == membership.c.group_id)
    here = select(group_about.c.name, membership.c.number).select_from(joined)
    hers = here.where(membership.c.member_id == producer_id, membership.c.until.is_(None)).order_by(membership.c.id)
    row = connection.execute(hers.limit(1)).one_or_none()
    return (None, None) if row is None else (row.name, row.number)


def _heard(connection: Connection, producer_id: int) -> datetime | None:
    newest = select(submission.c.sent_at).where(submission.c.producer_id == producer_id)
    return connection.scalar(newest.order_by(submission.c.sent_at.desc()).limit(1))
