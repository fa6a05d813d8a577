"""The ladder of nudges of each slot: whose reminder is due, where she stands on it, and when to look again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, select, update

from bot.domain.programme import OfGroup
from bot.store.evaluation.due_slots import nudge_due
from bot.store.evaluation.slots import UNANSWERED, SlotRow, row_of, select_rows
from bot.store.schema import slot, speaks_for

_TO_NUDGE = (
    select(slot.c.id)
    # of what a group is asked its leaders are reminded (`bot/store/groups/own_slots.py`)
    .where(*nudge_due(bindparam("now")), slot.c.form.not_in(list(OfGroup)))
    .order_by(slot.c.next_nudge_at)
    .limit(bindparam("most", type_=Integer))
)
_OWNERS = (
    select(slot.c.producer_id)
    .where(slot.c.id.in_(bindparam("slots", expanding=True)))
    .distinct()
    .order_by(slot.c.producer_id)
)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where a slot stands on the ladder of nudges, to be written; `next_nudge_at` None: no more of them."""

    slot_id: int
    nudges_sent: int
    last_nudge_at: datetime | None
    next_nudge_at: datetime | None
    told_at: datetime | None


def look_again(connection: Connection, person_id: int, now: datetime) -> None:
    """Whom and when to remind has changed: the next tick decides anew about all that this person answers for."""
    theirs = select(speaks_for.c.producer_id).where(speaks_for.c.person_id == person_id)
    todo = (slot.c.producer_id.in_(theirs), UNANSWERED, slot.c.told_at.is_(None))
    connection.execute(update(slot).where(*todo).values(next_nudge_at=now))


def to_nudge(connection: Connection, now: datetime, limit: int) -> list[int]:
    """The numbers of the `limit` slots whose nudge is due the longest."""
    return list(connection.scalars(_TO_NUDGE, {"now": now, "most": limit}))


def producers_of(connection: Connection, numbers: Collection[int]) -> list[int]:
    """Whose slots these are."""
    return list(connection.scalars(_OWNERS, {"slots": list(numbers)}))


def claim(connection: Connection, people: Collection[int], now: datetime) -> list[SlotRow]:
    """All slots whose nudge is due of all producers that these people speak for, locked, the oldest first."""
    theirs = select(speaks_for.c.producer_id).where(speaks_for.c.person_id.in_(people))
    statement = (
        select_rows()
        .where(slot.c.producer_id.in_(theirs), *nudge_due(now))
        .order_by(slot.c.due, slot.c.id)
        .with_for_update(of=slot, skip_locked=True)
    )
    return [row_of(row) for row in connection.execute(statement)]


def climb(connection: Connection, rows: Sequence[Ladder]) -> None:
    """Write where slots stand on the ladder of nudges."""
    if rows:
        connection.execute(
            update(slot)
            .where(slot.c.id == bindparam("slot"))
            .values(
                nudges_sent=bindparam("sent"),
                last_nudge_at=bindparam("last"),
                next_nudge_at=bindparam("next"),
                told_at=bindparam("told"),
            ),
            [
                {
                    "slot": row.slot_id,
                    "sent": row.nudges_sent,
                    "last": row.last_nudge_at,
                    "next": row.next_nudge_at,
                    "told": row.told_at,
                }
                for row in rows
            ],
        )


def forget_nudges(connection: Connection, producers: Collection[int]) -> None:
    """Nobody speaks for these producers: no more nudges until somebody does."""
    if producers:
        waiting = slot.c.next_nudge_at.is_not(None)
        connection.execute(update(slot).where(slot.c.producer_id.in_(producers), waiting).values(next_nudge_at=None))
