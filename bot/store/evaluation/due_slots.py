"""The few statements by which the tick takes the slots that are due."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    literal_column,
    select,
    update,
)

from bot.domain.evaluation.calendar import SlotState
from bot.store.engine.engine import once
from bot.store.evaluation.slots import SlotRow, row_of, select_rows
from bot.store.schema import slot

# As literals, because a condition with a parameter in it is not seen to be the condition of a partial index.
_WAITING = slot.c.state == literal_column("'waiting'")
_OPEN = slot.c.state == literal_column("'open'")

# The conditions of the claims. Each reads nothing but a partial index, which the tests ask the database about.

# When it is: a moment, or its place in a statement that is made once.
Moment: TypeAlias = datetime | BindParameter[Any]


def opening(now: Moment) -> tuple[ColumnElement[bool], ...]:
    """A slot whose first day has come."""
    return (_WAITING, slot.c.opens_at <= now)


def closing(now: Moment) -> tuple[ColumnElement[bool], ...]:
    """A slot whose time is over."""
    return (_OPEN, slot.c.closes_at <= now)


def nudge_due(now: Moment) -> tuple[ColumnElement[bool], ...]:
    """A slot that is to be looked at for a reminder."""
    return (slot.c.next_nudge_at.is_not(None), slot.c.next_nudge_at <= now)


# What a tick asks whether anything is due or not: made once, for making a statement costs more than an empty answer.
_NOW: BindParameter[Any] = bindparam("now")
_MOST = bindparam("most", type_=Integer)
_OPEN_DUE = (
    update(slot)
    .where(
        slot.c.id.in_(
            once(
                select(slot.c.id)
                .where(*opening(_NOW))
                .order_by(slot.c.opens_at)
                .limit(_MOST)
                .with_for_update(skip_locked=True)
            )
        )
    )
    .values(state=SlotState.OPEN)
)
# Only their numbers: what else stands in a row may be what nobody has written, and is that row's trouble alone.
_PAST = (
    select(slot.c.id)
    .where(*closing(_NOW))
    .order_by(slot.c.closes_at)
    .limit(_MOST)
    .with_for_update(of=slot, skip_locked=True)
)
_THESE: BindParameter[Any] = bindparam("slots", expanding=True)
_LOAD = select_rows().where(slot.c.id.in_(_THESE)).order_by(slot.c.closes_at, slot.c.id)


def open_due(connection: Connection, now: datetime, limit: int) -> int:
    """Open up to `limit` waiting slots whose day has come; gives how many."""
    return connection.execute(_OPEN_DUE, {"now": now, "most": limit}).rowcount


def past(connection: Connection, now: datetime, limit: int) -> list[int]:
    """The numbers of up to `limit` open slots whose time is over, locked, the longest over first."""
    return list(connection.scalars(_PAST, {"now": now, "most": limit}))


def load(connection: Connection, numbers: Collection[int]) -> list[SlotRow]:
    """These slots, the longest over first. Raises LookupError where one is nobody's."""
    rows = [row_of(row) for row in connection.execute(_LOAD, {"slots": list(numbers)})]
    if len(rows) < len(numbers):
        raise LookupError("a slot has no producer")
    return rows
