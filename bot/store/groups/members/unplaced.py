"""Producers who have said at registration that they work in a group, and are in none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, select, update

from bot.store.people.merges import standing
from bot.store.schema import membership, person, producer, speaks_for

# The question of registration, and its answer; both are fixed: programmes/README.md.
WORKS, IN_GROUP = "works", "group"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Who she is, where, what she makes, and whether she has been asked already which group that is."""

    producer_id: int
    person_id: int
    name: str
    area: str | None
    product: str | None
    asked: bool


_IS_IN = exists().where(membership.c.member_id == producer.c.id, membership.c.until.is_(None))
_FOUND = (
    select(
        producer.c.id,
        person.c.id.label("person_id"),
        func.coalesce(person.c.name, "").label("name"),
        producer.c.area,
        producer.c.product,
        producer.c.group_asked_at,
        producer.c.registered,
    )
    .join_from(producer, speaks_for, speaks_for.c.producer_id == producer.c.id)
    .join(person, person.c.id == speaks_for.c.person_id)
    .where(producer.c.registered.is_not(None), ~_IS_IN, standing(producer.c.id))
    .order_by(producer.c.id, speaks_for.c.since)
)


def of(connection: Connection, programme: str, areas: Collection[str] | None) -> list[Unplaced]:
    """Those of a programme, or of some areas of it; who has not been asked yet comes first."""
    here = [producer.c.programme == programme]
    if areas is not None:
        here.append(producer.c.area.in_(sorted(areas)))
    found: dict[int, Unplaced] = {}
    for row in connection.execute(_FOUND.where(*here)):
        if row.registered.get(WORKS) == IN_GROUP:
            asked = row.group_asked_at is not None
            found.setdefault(row.id, Unplaced(row.id, row.person_id, row.name, row.area, row.product, asked))
    return sorted(found.values(), key=lambda one: one.asked)


def asked(connection: Connection, producer_id: int, now: datetime) -> bool:
    """She is asked now; False: she was before."""
    here = (producer.c.id == producer_id, producer.c.group_asked_at.is_(None))
    return connection.execute(update(producer).where(*here).values(group_asked_at=now)).rowcount == 1
