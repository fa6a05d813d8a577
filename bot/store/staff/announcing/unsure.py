"""Whose message may have arrived."""

from sqlalchemy import Connection, update

from bot.domain.staff.announcement import Fate
from bot.store.schema import announcement_to


def again(connection: Connection, number: int) -> int:
    """They wait for it anew, though it may be the second time; gives how many."""
    here = (announcement_to.c.announcement_id == number, announcement_to.c.state == Fate.UNSURE)
    free = announcement_to.c.outbox_id.is_(None)
    values = {"state": Fate.WAITING, "reason": None}
    return connection.execute(update(announcement_to).where(*here, free).values(values)).rowcount
