"""Programmes: which packs this database serves, and where each one's folder is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.engine.engine import insert_for
from bot.store.schema import programme


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
