"""Who wants no announcements, and hears all else as before."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.engine.engine import insert_for
from bot.store.schema import announcement_opt_out


def put(connection: Connection, person_id: int, now: datetime) -> None:
    """None from now on; who wanted none already wants none since then."""
    wish = insert_for(connection.dialect)(announcement_opt_out).values(person_id=person_id, since=now)
    connection.execute(wish.on_conflict_do_nothing(index_elements=["person_id"]))


def drop(connection: Connection, person_id: int) -> None:
    """She wants them again; or she is erased."""
    connection.execute(delete(announcement_opt_out).where(announcement_opt_out.c.person_id == person_id))


def has(connection: Connection, person_id: int) -> bool:
    """Whether she wants none."""
    hers = select(announcement_opt_out.c.person_id).where(announcement_opt_out.c.person_id == person_id)
    return connection.scalar(hers) is not None
