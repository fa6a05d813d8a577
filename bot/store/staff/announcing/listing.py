"""Announcements that wait for a second yes: whether there are any, and as one kind of what waits for staff."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, String, literal_column, select

from bot.domain.staff.announcement import State
from bot.store.schema import announcement, person
from bot.store.staff.waiting import Reader

KIND = "second_yes"


def waits(reader: Reader) -> Select[Any]:
    """Those that wait for hers, since each was composed."""
    columns = (
        literal_column(f"'{KIND}'", String).label("kind"),
        announcement.c.id.label("ref"),
        announcement.c.composed_at.label("since"),
    )
    return select(*columns).where(announcement.c.id.in_(sorted(reader.approves)))


def authors(connection: Connection, numbers: Sequence[int]) -> Mapping[int, str | None]:
    """What those are called who have composed these."""
    named = select(announcement.c.id, person.c.name).join(person, person.c.id == announcement.c.author_id)
    return {row.id: row.name for row in connection.execute(named.where(announcement.c.id.in_(list(numbers))))}


def waits_for_second(connection: Connection) -> bool:
    """Whether any waits for a second yes."""
    return (
        connection.scalar(select(announcement.c.id).where(announcement.c.state == State.TO_APPROVE).limit(1))
        is not None
    )
