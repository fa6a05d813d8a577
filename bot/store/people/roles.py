"""Roles: who works for a programme or leads a group, as what, how far, since when and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, insert, select, true, update
from sqlalchemy.engine import Row
from sqlalchemy.sql import FromClause

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
    # the last day of her term; None: it has none
    term_until: date | None = None
    # it is laid aside, her phone is lost: she has it, and may nothing of it
    suspended: bool = False


def now_in(held: FromClause = role) -> ColumnElement[bool]:
    """Whether a role counts: it has not ended, and is not suspended."""
    return and_(held.c.until.is_(None), held.c.suspended_at.is_(None))


_KNOWN = frozenset(Role)
_HELD = select(role, person.c.programme).join_from(role, person).where(role.c.until.is_(None))


def named(person_id: ColumnElement[int]) -> ScalarSelect[str]:
    """The names of her roles with commas between them, as a part of a statement about her; NULL: she has none."""
    hers = role.alias("held_by_her")
    names = select(func.aggregate_strings(hers.c.role, ",")).where(hers.c.person_id == person_id, now_in(hers))
    return names.scalar_subquery()


def among(names: str | None) -> frozenset[Role]:
    """The roles that `named` has read."""
    return frozenset(Role(one) for one in names.split(",") if one in _KNOWN) if names else frozenset()


def give(connection: Connection, person_id: int, what: Reach, now: datetime, term_until: date | None = None) -> None:
    """From now on she has a role; who has the same one already keeps it, with the new end of its term."""
    same = [one.id for one in kept(connection, person_id) if one.reach == what]
    if same:
        connection.execute(update(role).where(role.c.id.in_(same)).values(term_until=term_until))
        return
    values = {"person_id": person_id, "role": what.role, "area": what.area, "group_id": what.group_id}
    values |= {"duty": what.duty}
    connection.execute(insert(role).values(**values, since=now, term_until=term_until))


def of(connection: Connection, person_id: int) -> list[Held]:
    """The roles that she has now and may act by, the oldest first."""
    return _read(connection, role.c.person_id == person_id, role.c.suspended_at.is_(None))


def kept(connection: Connection, person_id: int) -> list[Held]:
    """The roles that she has, suspended ones too."""
    return _read(connection, role.c.person_id == person_id)


def find(connection: Connection, number: int) -> Held | None:
    """A role that has not ended, by its number."""
    return next(iter(_read(connection, role.c.id == number)), None)


def all_held(connection: Connection) -> list[Held]:
    """Every role that has not ended, in any programme, the oldest first; suspended ones too."""
    return _read(connection, true())


def in_group(connection: Connection, group_id: int) -> list[Held]:
    """The roles in a group that have not ended, the oldest first; suspended ones too."""
    return _read(connection, role.c.group_id == group_id)


def was_led(connection: Connection, group_id: int) -> bool:
    """Whether somebody leads a group, or has led it."""
    led = (role.c.group_id == group_id, role.c.role == Role.LEADER)
    return connection.scalar(select(role.c.id).where(*led).limit(1)) is not None


def past_term(connection: Connection, programme: str, today: date) -> list[int]:
    """The numbers of roles in a programme whose term is over."""
    over = (role.c.until.is_(None), role.c.term_until < today, person.c.programme == programme)
    return list(connection.scalars(select(role.c.id).join_from(role, person).where(*over).order_by(role.c.id)))


def suspend(connection: Connection, number: int, now: datetime | None) -> bool:
    """A role is laid aside; None: it counts again. False: it did or was so already."""
    was = role.c.suspended_at.is_(None) if now is not None else role.c.suspended_at.is_not(None)
    here = update(role).where(role.c.id == number, role.c.until.is_(None), was)
    return connection.execute(here.values(suspended_at=now)).rowcount == 1


def end(connection: Connection, which: Iterable[int], now: datetime) -> None:
    """Roles are held no longer."""
    connection.execute(update(role).where(role.c.id.in_(list(which)), role.c.until.is_(None)).values(until=now))


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Held]:
    rows = connection.execute(_HELD.where(*conditions).order_by(role.c.since, role.c.id))
    return [_held(row) for row in rows if row.role in _KNOWN]


def _held(row: Row[Any]) -> Held:
    reach = Reach(Role(row.role), row.area, row.group_id, row.duty)
    return Held(row.id, row.person_id, row.programme, reach, row.since, row.term_until, row.suspended_at is not None)
