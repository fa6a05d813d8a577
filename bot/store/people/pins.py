"""PINs: one a person at most, kept as a hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.people.pin import Pin
from bot.store.schema import pin

_FIND = select(pin).where(pin.c.person_id == bindparam("person"))
_FIND_LOCKED = _FIND.with_for_update()


def find(connection: Connection, person_id: int, *, lock: bool = False) -> Pin | None:
    """Her PIN; `lock`: nobody else tries meanwhile."""
    row = connection.execute(_FIND_LOCKED if lock else _FIND, {"person": person_id}).one_or_none()
    return None if row is None else Pin(row.hashed, row.wrong, row.paused_until, row.open_until)


def put(connection: Connection, person_id: int, one: Pin, now: datetime) -> None:
    """A new PIN in place of the one that was there."""
    remove(connection, person_id)
    values = {"hashed": one.hashed, "wrong": one.wrong, "paused_until": one.paused_until, "open_until": one.open_until}
    connection.execute(insert(pin).values(person_id=person_id, set_at=now, **values))


def change(connection: Connection, person_id: int, **values: Any) -> None:
    """What trying it has changed."""
    connection.execute(update(pin).where(pin.c.person_id == person_id).values(**values))


def remove(connection: Connection, person_id: int) -> bool:
    """No PIN any more; False when there was none."""
    return connection.execute(delete(pin).where(pin.c.person_id == person_id)).rowcount > 0
