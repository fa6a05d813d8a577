"""Who works where, who has led which groups, where somebody lives: what the way of a question depends on."""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, select

from bot.domain.people.roles import STAFF, Role
from bot.domain.staff.asking import Worker
from bot.store.people.roles import now_in
from bot.store.schema import group_about, membership, person, producer, role, speaks_for


def workers(connection: Connection, programme: str) -> list[Worker]:
    """The staff of a programme, one for each of their roles; an admin works in all of it."""
    held = select(role.c.person_id, role.c.role, role.c.area).join_from(role, person, person.c.id == role.c.person_id)
    now = held.where(person.c.programme == programme, role.c.role.in_(STAFF), now_in())
    rows = connection.execute(now.order_by(role.c.id)).all()
    return [
        Worker(row.person_id, row.area if row.role == Role.OFFICER else None, is_admin=row.role == Role.ADMIN)
        for row in rows
    ]


def lenders(connection: Connection, programme: str) -> frozenset[int]:
    """Who lends in a programme, or did."""
    held = select(role.c.person_id).join_from(role, person, person.c.id == role.c.person_id)
    return frozenset(connection.scalars(held.where(person.c.programme == programme, role.c.role == Role.LENDER)))


def names(connection: Connection, people: Collection[int]) -> dict[int, str]:
    """What these are called."""
    rows = connection.execute(select(person.c.id, person.c.name).where(person.c.id.in_(sorted(people))))
    return {row.id: row.name or "" for row in rows}


def language_of(connection: Connection, person_id: int) -> str:
    """In which language somebody writes."""
    return str(connection.execute(select(person.c.language).where(person.c.id == person_id)).scalar_one())


def groups_of(connection: Connection, person_id: int) -> list[int]:
    """The groups that somebody is in with any of her businesses, and those that they are part of; those she leads."""
    hers = select(speaks_for.c.producer_id).where(speaks_for.c.person_id == person_id)
    joined = select(membership.c.group_id).where(membership.c.member_id.in_(hers), membership.c.until.is_(None))
    led = select(role.c.group_id).where(role.c.person_id == person_id, role.c.role == Role.LEADER, now_in())
    own = [*connection.scalars(joined.order_by(membership.c.id)), *connection.scalars(led.order_by(role.c.id))]
    wholes = select(group_about.c.part_of).where(group_about.c.group_id.in_(own), group_about.c.part_of.is_not(None))
    found = [*own, *connection.scalars(wholes.order_by(group_about.c.group_id))]
    return list(dict.fromkeys(one for one in found if one is not None))


def leaders_of(connection: Connection, groups: Collection[int]) -> frozenset[int]:
    """Who leads one of these, is suspended, or has led it before."""
    led = select(role.c.person_id).where(role.c.role == Role.LEADER, role.c.group_id.in_(list(groups)))
    return frozenset(connection.scalars(led))


def home(connection: Connection, person_id: int, groups: Collection[int]) -> str | None:
    """The area of somebody's business, else of one of these groups of hers, else where she works; None: not known."""
    hers = select(producer.c.area).join(speaks_for, speaks_for.c.producer_id == producer.c.id)
    hers = hers.where(speaks_for.c.person_id == person_id, producer.c.area.is_not(None))
    theirs = select(producer.c.area).where(producer.c.id.in_(list(groups)), producer.c.area.is_not(None))
    works = select(role.c.area).where(role.c.person_id == person_id, role.c.area.is_not(None), now_in())
    in_order = (
        hers.order_by(speaks_for.c.since, producer.c.id),
        theirs.order_by(producer.c.id),
        works.order_by(role.c.id),
    )
    found: Iterator[str | None] = (connection.scalar(one.limit(1)) for one in in_order)
    return next((area for area in found if area), None)
