"""Who wants no announcements, whatever else she hears."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.engine.engine import insert_for
from bot.store.schema import announcement_opt_out
from bot.store.staff.announcing import addressees


def among(connection: Connection, people: Collection[int]) -> frozenset[int]:
    """Who of these wants none."""
    hers = announcement_opt_out.c.person_id
    return frozenset(connection.scalars(select(hers).where(hers.in_(people)))) if people else frozenset()


def opt_out(connection: Connection, person_id: int, now: datetime) -> None:
    """She wants none from now on; what waits for her is not sent either."""
    new = insert_for(connection.dialect)(announcement_opt_out).values(person_id=person_id, since=now)
    connection.execute(new.on_conflict_do_nothing(index_elements=["person_id"]))
    addressees.put_back(connection, addressees.hers(person_id))


def opt_in(connection: Connection, person_id: int) -> None:
    """She wants them again."""
    connection.execute(delete(announcement_opt_out).where(announcement_opt_out.c.person_id == person_id))
