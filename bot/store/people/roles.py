"""Roles: who works for a programme or leads a group, as what, how far, since when and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, ScalarSelect, func, insert, select, true, update

from bot.domain.people.roles import Reach, Role
from bot.store.schema import person, role


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has now."""

    id: int
    person_id: int
    programme: str
    reach: Reach
    since: datetime


_KNOWN = frozenset(Role)
_HELD = select(role, person.c.programme).join_from(role, person).where(role.c.until.is_(None))


def named(person_id: ColumnElement[int]) -> ScalarSelect[str]:
    """The names of her roles with commas between them, as a part of a statement about her; NULL: she has none."""
    hers = role.alias("held_by_her")
    names = select(func.aggregate_strings(hers.c.role, ",")).where(
        hers.c.person_id == person_id, hers.c.until.is_(None)
    )
    return names.scalar_subquery()


def among(names: str | None) -> frozenset[Role]:
    """The roles that `named` has read."""
    return frozenset(Role(one) for one in names.split(",") if one in _KNOWN) if names else frozenset()


def give(connection: Connection, person_id: int, what: Reach, now: datetime) -> None:
    """From now on she has a role; who has the same one already keeps it as it is."""
    if all(one.reach != what for one in of(connection, person_id)):
        values = {"person_id": person_id, "role": what.role, "area": what.area, "group_id": what.group_id}
        connection.execute(insert(role).values(**values, since=now))


def of(connection: Connection, person_id: int) -> list[Held]:
    """The roles that she has now, the oldest first."""
    return _read(connection, role.c.person_id == person_id)


def all_held(connection: Connection) -> list[Held]:
    """Every role that is held now, in any programme, the oldest first."""
    return _read(connection, true())


def end(connection: Connection, which: Iterable[int], now: datetime) -> None:
    """Roles are held no longer."""
    connection.execute(update(role).where(role.c.id.in_(list(which)), role.c.until.is_(None)).values(until=now))


def _read(connection: Connection, condition: ColumnElement[bool]) -> list[Held]:
    rows = connection.execute(_HELD.where(condition).order_by(role.c.since, role.c.id))
    return [
        Held(row.id, row.person_id, row.programme, Reach(Role(row.role), row.area, row.group_id), row.since)
        for row in rows
        if row.role in _KNOWN
    ]
