"""Which process holds a bot, by number: the highest is the one that lives, what a lower one still writes is refused."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Insert, select

from bot.store.engine.engine import insert_in
from bot.store.schema import holder


def rise(connection: Connection, bot: int, now: datetime) -> int:
    """Somebody new holds the bot: gives the number, higher than that of everybody before."""
    number: int = connection.execute(
        _rise(connection.dialect.name), {"bot": bot, "number": 1, "since": now}
    ).scalar_one()
    return number


@cache
def _rise(dialect: str) -> Insert:
    written = insert_in(dialect)(holder)
    higher = {"number": holder.c.number + 1, "since": written.excluded.since}
    statement: Insert = written.on_conflict_do_update(index_elements=["bot"], set_=higher).returning(holder.c.number)
    return statement


def is_held(bot: BindParameter[Any], number: BindParameter[Any]) -> ColumnElement[bool]:
    """A condition: this number still holds the bot, and does until the transaction ends. Whoever comes next waits so
    long, and sees all that this one has taken.
    """
    return (
        select(holder.c.number)
        .where(holder.c.bot == bot, holder.c.number == number)
        .with_for_update(read=True)
        .exists()
    )
