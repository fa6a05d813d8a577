"""What became of each message of an announcement: as long as its row of the outbox is there that row says it, and
before the row goes it is written down with whom it was for.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select, text, update

from bot.domain.staff.announcement import Change, Fate, fate
from bot.domain.wire.outgoing import OutState
from bot.store.schema import announcement_to, outbox

DONE = (OutState.SENT, OutState.FAILED, OutState.UNSURE)
# Written out: SQLite uses a partial index only when it reads the index's own words in the statement.
ON_ITS_WAY = text("announcement_to.outbox_id IS NOT NULL")
# No edition of any text: she is to get the newest.
NO_EDITION = -1

_SAID: Select[Any] = select(
    announcement_to.c.id,
    announcement_to.c.chat,
    announcement_to.c.state.label("known"),
    announcement_to.c.changed,
    announcement_to.c.edition,
    announcement_to.c.message_id.label("had"),
    announcement_to.c.at,
    outbox.c.state,
    outbox.c.reason,
    outbox.c.message_id,
    func.coalesce(outbox.c.sent_at, outbox.c.next_attempt).label("then"),
).join_from(announcement_to, outbox, outbox.c.id == announcement_to.c.outbox_id)
_WRITE = (
    update(announcement_to)
    .where(announcement_to.c.id == bindparam("which"))
    .values(
        outbox_id=None,
        **{name: bindparam(f"new_{name}") for name in ("state", "reason", "message_id", "at", "changed", "edition")},
    )
)


def settled(connection: Connection) -> int:
    """Write down with whom they were for what became of messages that are done; gives how many."""
    return write_down(connection, outbox.c.state.in_(DONE))


def write_down(connection: Connection, *which: ColumnElement[bool]) -> int:
    """These rows of the outbox say nothing any more: what they say is written down with whom they were for. Who was
    still waiting for hers waits on, with nothing on its way.
    """
    rows = connection.execute(_SAID.where(ON_ITS_WAY, *which)).all()
    _write(connection, [_sent(row) if row.known == Fate.WAITING else _changed(row) for row in rows])
    return len(rows)


def _write(connection: Connection, values: Iterable[dict[str, Any]]) -> None:
    if many := [{name if name == "which" else f"new_{name}": one for name, one in row.items()} for row in values]:
        connection.execute(_WRITE, many)


def _sent(row: Row[Any]) -> dict[str, Any]:
    became = fate(row.state, row.reason)
    waits = became is Fate.WAITING
    # of who was erased while hers was in flight nothing is kept but the count
    number = None if row.chat is None else row.message_id
    why = row.reason if became in (Fate.FAILED, Fate.WITHDRAWN) else None
    known = {"changed": row.changed, "edition": row.edition, "at": None if waits else row.then}
    return {"which": row.id, "state": became, "reason": why, "message_id": number, **known}


def _changed(row: Row[Any]) -> dict[str, Any]:
    """A change of one that had arrived; one that never left is to be made anew."""
    change, edition = row.changed, row.edition
    if row.state in (OutState.WAITING, OutState.SENDING):
        change, edition = None, NO_EDITION
    elif row.state != OutState.SENT:
        change = Change(change).failed
    kept = {"state": row.known, "reason": None, "message_id": row.had, "at": row.at}
    return {"which": row.id, "changed": change, "edition": edition, **kept}
