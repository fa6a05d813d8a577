"""Saved audiences: whom staff write to again, by a name, for who works in an area."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, true, update

from bot.domain.staff.audience import Audience, NoAudience
from bot.store.engine.types import odd
from bot.store.schema import person, saved_audience


@dataclass(frozen=True, slots=True)
class Saved:
    """An audience with its name. `by`: the name of who saved it; empty: she was erased."""

    id: int
    area: str | None
    name: str
    audience: Audience
    by: str
    since: datetime


def add(
    connection: Connection, programme: str, area: str | None, name: str, audience: Audience, by: int, now: datetime
) -> int:
    """Keep an audience; gives its number."""
    values = {"programme": programme, "area": area, "name": name, "audience": audience.to_json(), "by_id": by}
    kept = insert(saved_audience).values(**values, since=now).returning(saved_audience.c.id)
    return int(connection.scalars(kept).one())


def of(connection: Connection, programme: str, areas: Collection[str] | None) -> list[Saved]:
    """Those that who works in these areas sees (None: in the whole programme), by name."""
    seen = true() if areas is None else saved_audience.c.area.in_(sorted(areas))
    return _read(connection, saved_audience.c.programme == programme, seen)


def find(connection: Connection, programme: str, number: int) -> Saved | None:
    """One of them, wherever it is."""
    found = _read(connection, saved_audience.c.programme == programme, saved_audience.c.id == number)
    return found[0] if found else None


def is_taken(connection: Connection, programme: str, area: str | None, name: str) -> bool:
    """Whether there is one of this name there."""
    there = (saved_audience.c.programme == programme, saved_audience.c.area.is_not_distinct_from(area))
    same = func.lower(saved_audience.c.name) == func.lower(name)
    return connection.scalar(select(saved_audience.c.id).where(*there, same).limit(1)) is not None


def rename(connection: Connection, number: int, name: str) -> None:
    """It is called otherwise."""
    connection.execute(update(saved_audience).where(saved_audience.c.id == number).values(name=name))


def drop(connection: Connection, number: int) -> None:
    """It is there no more."""
    connection.execute(delete(saved_audience).where(saved_audience.c.id == number))


def _read(connection: Connection, *where: ColumnElement[bool]) -> list[Saved]:
    kept = saved_audience.c
    columns = (kept.id, kept.area, kept.name, kept.audience, func.coalesce(person.c.name, ""), kept.since)
    found = select(*columns).select_from(saved_audience.outerjoin(person, person.c.id == kept.by_id)).where(*where)
    rows = connection.execute(found.order_by(func.lower(kept.name), kept.id))
    return [Saved(row[0], row[1], row[2], _audience(row[3]), row[4], row[5]) for row in rows]


def _audience(kept: object) -> Audience:
    try:
        return Audience.from_json(kept)
    except NoAudience:
        raise odd("an audience") from None
