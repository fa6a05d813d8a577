"""What became of each message of an announcement: as long as its row of the outbox is there that row says it, and as
the row goes it is written down with whom it was for.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, func, select, text, update

from bot.domain.staff.announcement import Change, Fate, fate
from bot.domain.wire.outgoing import OutState
from bot.store.schema import announcement_to, outbox

DONE = (OutState.SENT, OutState.FAILED, OutState.UNSURE)
# Written out: SQLite uses a partial index only when it reads the index's own words in the statement.
ON_ITS_WAY = text("announcement_to.outbox_id IS NOT NULL")
# No edition of any text: she is to get the newest.
NO_EDITION = -1
# Rows in one statement: SQLite takes no more than some ten thousand numbers.
AT_ONCE = 500

_IS_LINKED = outbox.c.id.in_(select(announcement_to.c.outbox_id).where(ON_ITS_WAY))
_SAID = (
    outbox.c.id,
    outbox.c.state,
    outbox.c.reason,
    outbox.c.message_id,
    func.coalesce(outbox.c.sent_at, outbox.c.next_attempt).label("then"),
)
_SETTLED: Select[Any] = select(*_SAID).where(_IS_LINKED, outbox.c.state.in_(DONE)).order_by(outbox.c.id)
_WHOSE = select(announcement_to).where(announcement_to.c.outbox_id.in_(bindparam("numbers", expanding=True)))
_NEW = ("state", "reason", "message_id", "at", "changed", "edition")
_WRITE = (
    update(announcement_to)
    .where(announcement_to.c.id == bindparam("which"))
    .values(outbox_id=None, **{name: bindparam(f"new_{name}") for name in _NEW})
)


def settled(connection: Connection) -> int:
    """Write down with whom they were for what became of messages that are done; gives how many."""
    rows = connection.execute(_SETTLED).all()
    _write_down(connection, rows)
    return len(rows)


def remove(connection: Connection, *which: ColumnElement[bool]) -> int:
    """Rows of the outbox go, the one way in which any does; gives how many. What one says of an announcement's message
    is written down in the same statement's breath: nobody settles or claims it in between.
    """
    said: Sequence[ColumnElement[Any]] = _SAID
    gone = connection.execute(delete(outbox).where(*which, _IS_LINKED).returning(*said)).all()
    _write_down(connection, gone)
    return len(gone) + connection.execute(delete(outbox).where(*which, ~_IS_LINKED)).rowcount


def _write_down(connection: Connection, said: Sequence[Row[Any]]) -> None:
    by_number = {row.id: row for row in said}
    numbers = list(by_number)
    for first in range(0, len(numbers), AT_ONCE):
        whose = connection.execute(_WHOSE, {"numbers": numbers[first : first + AT_ONCE]}).all()
        values = [_of_send(row, by_number[row.outbox_id]) if row.state == Fate.WAITING else
                  _of_change(row, by_number[row.outbox_id]) for row in whose]  # fmt: skip
        if values:
            connection.execute(_WRITE, values)


def _of_send(known: Row[Any], said: Row[Any]) -> dict[str, Any]:
    """Who still waits for hers waits on, with nothing on its way."""
    became = fate(said.state, said.reason)
    at = None if became is Fate.WAITING else said.then
    why = said.reason if became in (Fate.FAILED, Fate.WITHDRAWN) else None
    # of who was erased while hers was in flight nothing is kept but the count
    number = None if known.chat is None else said.message_id
    return _values(known, state=became, reason=why, message_id=number, at=at)


def _of_change(known: Row[Any], said: Row[Any]) -> dict[str, Any]:
    """A change of one that had arrived; one that never left is to be made anew."""
    if said.state in (OutState.WAITING, OutState.SENDING):
        return _values(known, changed=None, edition=NO_EDITION)
    done = Change(known.changed)
    return _values(known, changed=done if said.state == OutState.SENT else done.failed)


def _values(known: Row[Any], **new: Any) -> dict[str, Any]:
    values = {f"new_{name}": new.get(name, getattr(known, name)) for name in _NEW}
    return {"which": known.id, **values}
