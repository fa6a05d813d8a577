"""Claiming: the outbox's next messages are marked as being sent, and given to who sends them."""

import logging
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Row,
    Text,
    bindparam,
    cast,
    or_,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.wire.bot_api import ATTACH
from bot.domain.wire.outgoing import Claimed, Lane, OutState
from bot.store.engine.engine import once
from bot.store.engine.trouble import StoreTrouble
from bot.store.engine.types import read_json
from bot.store.schema import outbox
from bot.store.wire.holders import is_held
from bot.store.wire.outbox import IS_WAITING, PENDING

log = logging.getLogger(__name__)

_EARLIER_IS_PENDING = text("earlier.state IN ('waiting', 'sending', 'unsure')")
# What reading a message raises in which something stands that nobody has written.
SPOILT = (StoreTrouble, AttributeError, TypeError, ValueError)


@cache
def _claim(dialect: str) -> ReturningUpdate[Any]:
    earlier = outbox.alias("earlier")
    held_back = (
        select(earlier.c.id)
        .where(
            earlier.c.bot == outbox.c.bot,
            earlier.c.chat == outbox.c.chat,
            earlier.c.lane == outbox.c.lane,
            earlier.c.id < outbox.c.id,
            _EARLIER_IS_PENDING,
            earlier.c.state.in_(PENDING),
            or_(earlier.c.state == OutState.SENDING, earlier.c.next_attempt > bindparam("now")),
        )
        .exists()
    )
    due = (
        select(outbox.c.id)
        .where(
            outbox.c.bot == bindparam("which"),
            outbox.c.lane == bindparam("in_lane"),
            IS_WAITING,
            outbox.c.next_attempt <= bindparam("now"),
            ~held_back,
            is_held(bindparam("which"), bindparam("by")),
        )
        .order_by(outbox.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    return (
        update(outbox)
        .where(outbox.c.id.in_(once(due)))
        .values(state=OutState.SENDING, holder=bindparam("by"))
        .returning(outbox.c.id, *(_raw(name, dialect) for name in ("chat", "method", "attempts", "payload")))
    )


def _raw(name: str, dialect: str) -> ColumnElement[Any]:
    """As it stands there, read by us, one row at a time: what is spoilt holds up no other. In SQLite anything may stand
    in any column, also what is no text, over which the driver would stumble for all.
    """
    column = outbox.c[name]
    if dialect == "sqlite":
        return cast(column, LargeBinary).label(name)
    return (type_coerce(column, Text) if name == "payload" else column).label(name)


def _claimed(row: Row[Any], lane: Lane) -> Claimed:
    """Raises one of SPOILT where something stands that nobody has written."""
    method = row.method.decode() if isinstance(row.method, bytes) else row.method
    payload = read_json(row.payload)
    if not isinstance(payload, dict) or any("kind" not in file for file in payload.get(ATTACH, {}).values()):
        raise TypeError("no message")
    return Claimed(row.id, int(row.chat), lane, method, payload, int(row.attempts))


def claim(connection: Connection, bot: int, holder: int, lane: Lane, now: datetime, limit: int) -> list[Claimed]:
    """Mark up to `limit` messages of a lane as being sent by this holder and give them, oldest first.

    In one chat the order is kept: a message waits for an earlier one of its lane in flight or to be tried again. Who
    holds the bot no more is given none.
    """
    wanted = {"which": bot, "by": holder, "in_lane": int(lane), "now": now, "most": limit}
    claimed, spoilt = [], []
    for row in sorted(connection.execute(_claim(connection.dialect.name), wanted).all(), key=lambda row: row.id):
        try:
            claimed.append(_claimed(row, lane))
        except SPOILT:
            log.error("bot %s: message %s cannot be sent: what was to be sent is damaged", bot, row.id)
            spoilt.append(row.id)
    if spoilt:
        what = {"state": OutState.FAILED, "reason": "what was to be sent is damaged"}
        connection.execute(update(outbox).where(outbox.c.id.in_(spoilt)).values(what))
    return claimed
