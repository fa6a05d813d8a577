"""Months of her book that a member shows to who leads her group; what she takes back is a row no more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from bot.store.schema import shown_month


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its days, both included; as she counts months."""

    first: date
    last: date


def of(connection: Connection, producer_id: int, group_id: int) -> list[Month]:
    """What she shows to a group's leaders, the newest first."""
    here = (shown_month.c.producer_id == producer_id, shown_month.c.group_id == group_id)
    columns = (shown_month.c.first, shown_month.c.last)
    return [
        Month(*row) for row in connection.execute(select(*columns).where(*here).order_by(shown_month.c.first.desc()))
    ]


def put(connection: Connection, producer_id: int, group_id: int, month: Month, now: datetime) -> bool:
    """She shows a month from now on; False: she does already."""
    if month.first in {one.first for one in of(connection, producer_id, group_id)}:
        return False
    row = {"producer_id": producer_id, "group_id": group_id, "first": month.first, "last": month.last, "since": now}
    connection.execute(insert(shown_month).values(row))
    return True


def take_back(connection: Connection, producer_id: int, group_id: int, first: date) -> bool:
    """She shows a month no longer; False: she did not."""
    here = (shown_month.c.producer_id == producer_id, shown_month.c.group_id == group_id, shown_month.c.first == first)
    return connection.execute(delete(shown_month).where(*here)).rowcount > 0


def drop_of(connection: Connection, producers: Collection[int]) -> None:
    """Nothing is shown of these, and nothing is kept of what was."""
    connection.execute(delete(shown_month).where(shown_month.c.producer_id.in_(sorted(producers))))
