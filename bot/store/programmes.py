"""Programmes: which packs this database serves, and where each one's folder is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.store.engine.engine import insert_for
from bot.store.schema import person, programme


@dataclass(frozen=True, slots=True)
class Recorded:
    """A programme of this database. `folder` is as it was recorded: a built-in pack's name or a path."""

    code: str
    folder: str


def record(connection: Connection, code: str, folder: str, now: datetime) -> None:
    """Add a programme, or move a known one to another folder."""
    connection.execute(
        insert_for(connection.dialect)(programme)
        .values(code=code, folder=folder, added_at=now)
        .on_conflict_do_update(index_elements=["code"], set_={"folder": folder})
    )


def all_recorded(connection: Connection) -> list[Recorded]:
    """Every programme, by code."""
    rows = connection.execute(select(programme.c.code, programme.c.folder).order_by(programme.c.code))
    return [Recorded(row.code, row.folder) for row in rows]


def with_most_people(connection: Connection) -> str | None:
    """The code of the programme with the most people whose names are known; of several the first by its code."""
    people = func.count(person.c.id)
    joined = programme.outerjoin(person, (person.c.programme == programme.c.code) & person.c.name.is_not(None))
    ranked = select(programme.c.code).select_from(joined).group_by(programme.c.code)
    code: str | None = connection.scalar(ranked.order_by(people.desc(), programme.c.code).limit(1))
    return code
