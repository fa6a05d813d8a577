"""Groups that are part of others: which they are, and who is in a group with its parts, each once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, or_, select, update

from bot.store.schema import group_about, membership


def with_parts(connection: Connection, group_id: int) -> list[int]:
    """The number of a group, and those of its parts."""
    here = group_about.c.part_of == group_id
    its = connection.scalars(select(group_about.c.group_id).where(here).order_by(group_about.c.group_id))
    return [group_id, *its]


def everybody(connection: Connection, group_id: int) -> list[int]:
    """The confirmed members of a group and of its parts now, each once."""
    hers = membership.c
    here = (hers.group_id.in_(with_parts(connection, group_id)), hers.confirmed_at.is_not(None), hers.until.is_(None))
    return list(connection.scalars(select(hers.member_id).where(*here).distinct().order_by(hers.member_id)))


def how_many(connection: Connection, group_id: int, at: datetime) -> int:
    """How many were confirmed members at a moment, of a group or of what are its parts now, each once."""
    hers = membership.c
    were = (hers.confirmed_at <= at, or_(hers.until.is_(None), hers.until > at))
    here = hers.group_id.in_(with_parts(connection, group_id))
    return connection.scalar(select(func.count(hers.member_id.distinct())).where(here, *were)) or 0


def hold(connection: Connection, groups: Collection[int]) -> None:
    """Nobody else makes these parts of anything until this work is done."""
    here = group_about.c.group_id.in_(sorted(groups))
    connection.execute(select(group_about.c.group_id).where(here).order_by(group_about.c.group_id).with_for_update())


def put(connection: Connection, group_id: int, whole: int | None) -> None:
    """A group is part of another from now on; None: of none."""
    connection.execute(update(group_about).where(group_about.c.group_id == group_id).values(part_of=whole))
