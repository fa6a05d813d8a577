"""The outbox: what was said and has yet to arrive."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Insert,
    Integer,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    update,
)  # fmt: skip

from bot.domain.wire.outgoing import Claimed, Lane, Outgoing, OutState, Settled
from bot.store.engine.engine import insert_in
from bot.store.schema import outbox
from bot.store.wire.holders import is_held

# What a connection remembers of messages that were kept beside the replies.
ADDED = "messages were kept"

PENDING = (OutState.WAITING, OutState.SENDING)

# Written out, not bound: SQLite uses a partial index only when it reads the index's own words in the statement.
IS_WAITING = text("outbox.state = 'waiting'")


def add(connection: Connection, rows: Sequence[Outgoing], now: datetime) -> None:
    """Keep messages for delivery; one whose dedupe key is known already is kept once."""
    if rows:
        statement = _insert_once(connection.dialect.name) if any(row.dedupe for row in rows) else insert(outbox)
        connection.execute(statement, [_values(row, OutState.WAITING, now) for row in rows])
        connection.info[ADDED] = True


def was_added(connection: Connection) -> bool:
    """Whether `add` has kept anything since this was asked last; what was rolled back counts as well."""
    return connection.info.pop(ADDED, None) is not None


@cache
def _insert_once(dialect: str) -> Insert:
    statement: Insert = insert_in(dialect)(outbox).on_conflict_do_nothing(index_elements=["dedupe"])
    return statement


def _values(row: Outgoing, state: OutState, now: datetime) -> dict[str, Any]:
    return {
        "bot": row.bot,
        "chat": row.chat,
        "person_id": row.person,
        "lane": int(row.lane),
        "method": row.method,
        "payload": dict(row.payload),
        "dedupe": row.dedupe,
        "state": state,
        "next_attempt": now,
        "created_at": now,
    }


def add_replies(
    connection: Connection, bot: int, holder: int, rows: Sequence[Outgoing], room: int, now: datetime
) -> list[Claimed]:
    """Keep replies of one bot; up to `room` of them are marked as being sent by this holder at once, and given.

    A chat that something is still on its way to gets none: there the new ones wait their turn behind it. When somebody
    else holds the bot by now, all of them wait.
    """
    ids = _new_ids(connection, bot, holder, len(rows))
    if len(ids) < len(rows):
        add(connection, rows, now)
        return []
    taken: list[Claimed] = []
    values = []
    held_back = _pending(connection, bot, {row.chat for row in rows}) if room > 0 else {row.chat for row in rows}
    for number, row in zip(ids, rows, strict=True):
        if row.chat in held_back or len(taken) >= room:
            held_back.add(row.chat)
            values.append({"id": number, **_values(row, OutState.WAITING, now), "holder": None})
        else:
            taken.append(Claimed(number, row.chat, row.lane, row.method, row.payload, 0))
            values.append({"id": number, **_values(row, OutState.SENDING, now), "holder": holder})
    if values:
        connection.execute(insert(outbox), values)
    return taken


def _pending(connection: Connection, bot: int, chats: Collection[int]) -> set[int]:
    """The chats that a reply is on its way to."""
    return set(connection.scalars(_PENDING_REPLIES, {"bot": bot, "chats": list(chats)})) if chats else set()


_PENDING_REPLIES = (
    select(outbox.c.chat)
    .where(
        outbox.c.bot == bindparam("bot"),
        outbox.c.chat.in_(bindparam("chats", expanding=True)),
        outbox.c.lane == int(Lane.REPLY),
        text("outbox.state IN ('waiting', 'sending', 'unsure')"),
        outbox.c.state.in_(PENDING),
    )
    .distinct()
)


def _new_ids(connection: Connection, bot: int, holder: int, count: int) -> Sequence[int]:
    """Ids in ascending order, for rows that have to be known before they are read back; none when somebody else holds
    the bot by now, which cannot be on SQLite.
    """
    if not count:
        return ()
    if connection.dialect.name == "sqlite":
        # as SQLite itself does it; nobody else writes meanwhile
        first = (connection.scalar(_LAST_ID) or 0) + 1
        return range(first, first + count)
    return sorted(connection.scalars(_NEXT_IDS, {"bot": bot, "holder": holder, "count": count}))


_LAST_ID = select(func.max(outbox.c.id))
_SERIES = func.generate_series(1, bindparam("count", type_=Integer)).table_valued("value")
_NEXT_IDS = (
    select(func.nextval(func.pg_get_serial_sequence("outbox", "id")))
    .select_from(_SERIES)
    .where(is_held(bindparam("bot"), bindparam("holder")))
)


_SETTLE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"), outbox.c.holder == bindparam("by"))
    .values(
        state=bindparam("new_state"),
        attempts=bindparam("new_attempts"),
        next_attempt=bindparam("again_at"),
        reason=bindparam("why"),
        sent_at=bindparam("at"),
        message_id=bindparam("number"),
    )
)


def settle(connection: Connection, holder: int, results: Sequence[Settled]) -> None:
    """Write down what became of messages that this holder has claimed; those that the next one has taken up are its."""
    if not results:
        return
    connection.execute(
        _SETTLE,
        [
            {
                "row_id": result.id,
                "by": holder,
                "new_state": result.state,
                "new_attempts": result.attempts,
                "again_at": result.next_attempt,
                "why": result.reason,
                "at": result.at if result.state is OutState.SENT else None,
                "number": result.message_id,
            }
            for result in results
        ],
    )


def is_due(connection: Connection, bot: int, now: datetime) -> bool:
    """Whether anything waits that could leave now, but for what it waits behind."""
    return connection.scalar(_DUE, {"bot": bot, "now": now}) is not None


_DUE = select(1).where(outbox.c.bot == bindparam("bot"), outbox.c.next_attempt <= bindparam("now"), IS_WAITING).limit(1)


def recover(connection: Connection, bot: int, holder: int, now: datetime) -> int:
    """What earlier holders had in flight may have arrived. Replies and nudges go out again, broadcasts do not.

    What this holder, or one after it, has in flight is left alone. Returns how many were in flight.
    """
    gone = or_(outbox.c.holder < holder, outbox.c.holder.is_(None))
    in_flight = and_(outbox.c.bot == bot, outbox.c.state == OutState.SENDING, gone)
    taken_up = update(outbox).values(holder=None, reason="unsure: stopped while sending")
    again = connection.execute(
        taken_up.where(in_flight, outbox.c.lane < int(Lane.BROADCAST)).values(state=OutState.WAITING, next_attempt=now)
    )
    left = connection.execute(taken_up.where(in_flight).values(state=OutState.UNSURE))
    return again.rowcount + left.rowcount


def hasten(connection: Connection, beyond: datetime, now: datetime) -> None:
    """What waits for a moment beyond that one is due now."""
    connection.execute(update(outbox).where(IS_WAITING, outbox.c.next_attempt > beyond).values(next_attempt=now))


def drop_chat(connection: Connection, bot: int, chat: int, reason: str, others: Collection[int] = ()) -> None:
    """Nothing more goes to this chat: all that waits for it fails with the reason, but what is for `others` there."""
    waiting = (outbox.c.bot == bot, outbox.c.chat == chat, outbox.c.state == OutState.WAITING)
    statement = update(outbox).where(*waiting)
    if others:
        statement = statement.where(or_(outbox.c.person_id.is_(None), outbox.c.person_id.not_in(others)))
    connection.execute(statement.values(state=OutState.FAILED, reason=reason))


def move_chat(connection: Connection, bot: int, chat: int, new_chat: int) -> None:
    """Telegram moved a chat: what waits goes to the new one."""
    connection.execute(
        update(outbox)
        .where(outbox.c.bot == bot, outbox.c.chat == chat, outbox.c.state.in_(PENDING))
        .values(chat=new_chat)
    )


def shown(connection: Connection, bot: int, chat: int, since: datetime, most: int) -> list[Mapping[str, Any]]:
    """What was said in a chat since then, the newest first, but for what could not be sent."""
    rows = connection.scalars(_SHOWN, {"which": bot, "where": chat, "since": since, "most": most})
    return list(rows)


# By the moment: its index is walked backwards, and no further than needed.
_SHOWN = (
    select(outbox.c.payload)
    .where(
        outbox.c.created_at >= bindparam("since"),
        outbox.c.bot == bindparam("which"),
        outbox.c.chat == bindparam("where"),
        outbox.c.state != OutState.FAILED,
    )
    .order_by(outbox.c.created_at.desc(), outbox.c.id.desc())
    .limit(bindparam("most"))
)


def counts(connection: Connection) -> dict[str, int]:
    """How many messages are in each state."""
    rows = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    return {row[0]: row[1] for row in rows}


def unknown(connection: Connection, rows: Sequence[Outgoing]) -> list[Outgoing]:
    """Those of messages that are said once only which were not said yet."""
    keys = [row.dedupe for row in rows if row.dedupe]
    said = set(connection.scalars(select(outbox.c.dedupe).where(outbox.c.dedupe.in_(keys)))) if keys else set()
    return [row for row in rows if row.dedupe not in said]
