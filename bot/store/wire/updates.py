"""Updates: which ones took effect, and the few that could not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.sql.dml import ReturningInsert

from bot.store.engine.engine import insert_in
from bot.store.schema import dead_update, seen_update


def take(connection: Connection, bot: int, ids: Sequence[int], now: datetime) -> set[int]:
    """Mark updates as taken; gives those that were not taken before, so that each takes effect once."""
    if not ids:
        return set()
    rows = [{"bot": bot, "update_id": one, "seen_at": now} for one in ids]
    return set(connection.scalars(_take(connection.dialect.name), rows))


@cache
def _take(dialect: str) -> ReturningInsert[Any]:
    statement: ReturningInsert[Any] = (
        insert_in(dialect)(seen_update).on_conflict_do_nothing().returning(seen_update.c.update_id)
    )
    return statement


@dataclass(frozen=True, slots=True)
class Dead:
    """An update that raised: kept whole until somebody has looked."""

    bot: int
    update_id: int | None
    chat: int | None
    raw: str
    traceback: str


def bury(connection: Connection, dead: Dead, now: datetime) -> int:
    """Keep an update that could not be handled; gives its reference."""
    statement = dead_update.insert().values(
        bot=dead.bot, update_id=dead.update_id, chat=dead.chat, raw=dead.raw, traceback=dead.traceback, died_at=now
    )
    return int(connection.scalar(statement.returning(dead_update.c.id)) or 0)


def count_dead(connection: Connection) -> int:
    """How many updates wait for somebody to look."""
    return int(connection.scalar(select(func.count()).select_from(dead_update)) or 0)


def forget_seen(connection: Connection, before: datetime) -> int:
    """Drop old keys: ids start anew after a quiet week, and Telegram repeats nothing after a day."""
    return connection.execute(delete(seen_update).where(seen_update.c.seen_at < before)).rowcount
