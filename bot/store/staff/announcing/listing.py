"""Announcements as a list."""

from sqlalchemy import Connection, select

from bot.domain.staff.announcement import State
from bot.store.schema import announcement


def waits_for_second(connection: Connection) -> bool:
    """Whether any waits for a second yes."""
    return (
        connection.scalar(select(announcement.c.id).where(announcement.c.state == State.TO_APPROVE).limit(1))
        is not None
    )
