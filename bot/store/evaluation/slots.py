"""Slots: the evaluations that a producer owes, and how they end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Row

from bot.domain.evaluation.calendar import PlannedSlot, SlotState, Why
from bot.store.schema import producer, slot, speaks_for

UNANSWERED = slot.c.state.in_([SlotState.WAITING, SlotState.OPEN])
# Why a slot was missed that nobody has ended: who spoke before its time was over has answered it, though her words came
# in afterwards.
_NOT_HEARD = [Why.STOPPED, Why.BLOCKED, Why.OUTAGE, Why.NOT_ASKED, Why.UNFINISHED, Why.NO_ANSWER]


@dataclass(frozen=True, slots=True)
class NewSlot:
    """A slot to be written; moments are UTC, `opens_at` and `closes_at` local midnights."""

    producer_id: int
    number: int
    month: int
    due: date
    form: str
    state: SlotState
    why: Why | None
    opens_at: datetime
    closes_at: datetime
    next_nudge_at: datetime | None
    interval_reason: str | None = None
    interval_note: str | None = None


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A slot as it is kept, with what its producer says about the calendar."""

    id: int
    producer_id: int
    number: int
    month: int
    due: date
    form: str
    state: SlotState
    why: Why | None
    opens_at: datetime
    closes_at: datetime
    nudges_sent: int
    last_nudge_at: datetime | None
    told_at: datetime | None
    programme: str
    inception: date

    @property
    def planned(self) -> PlannedSlot:
        """The slot as the calendar's rules know it."""
        return PlannedSlot(self.number, self.month, self.due, self.state)

    def hears(self, moment: datetime) -> bool:
        """Whether what was said at a moment can answer it, though it may have come in later."""
        missed = self.state is SlotState.MISSED and self.why in _NOT_HEARD
        return moment < self.closes_at and (missed or not self.state.ended)


@dataclass(frozen=True, slots=True)
class Ended:
    """A slot that nobody answered, and why."""

    slot_id: int
    state: SlotState
    why: Why


_NEW = tuple(field.name for field in fields(NewSlot))


def _values(row: NewSlot) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _NEW}


def add(connection: Connection, rows: Sequence[NewSlot]) -> None:
    """Write new slots."""
    if rows:
        connection.execute(_ADD, [_values(row) for row in rows])


def id_of(connection: Connection, producer_id: int, number: int) -> int:
    """The id of a producer's slot by its number; it has to be there."""
    return int(connection.execute(_ID, {"producer": producer_id, "number": number}).scalar_one())


# Two statements made once: written row by row they cost less than one of all rows that gives their ids.
_ADD = insert(slot)
_ID = select(slot.c.id).where(slot.c.producer_id == bindparam("producer"), slot.c.number == bindparam("number"))


def select_rows() -> Select[Any]:
    """Slots as they are kept, to be chosen from."""
    columns = [slot.c[field.name] for field in fields(SlotRow) if field.name in slot.c]
    return select(*columns, producer.c.programme, producer.c.inception).join_from(slot, producer)


def row_of(row: Row[Any]) -> SlotRow:
    """A slot of what `select_rows` gives."""
    values = dict(row._mapping)
    why = values["why"]
    return SlotRow(**{**values, "state": SlotState(values["state"]), "why": why and Why(why)})


def find(connection: Connection, slot_id: int) -> SlotRow | None:
    """One slot."""
    row = connection.execute(select_rows().where(slot.c.id == slot_id)).one_or_none()
    return None if row is None else row_of(row)


def of_producer(connection: Connection, producer_id: int) -> list[SlotRow]:
    """All slots of a producer, by number."""
    rows = connection.execute(select_rows().where(slot.c.producer_id == producer_id).order_by(slot.c.number))
    return [row_of(row) for row in rows]


def of_producers(connection: Connection, producers: Collection[int]) -> dict[int, list[SlotRow]]:
    """All slots of each of these producers, by number."""
    found: dict[int, list[SlotRow]] = {one: [] for one in producers}
    for row in connection.execute(select_rows().where(slot.c.producer_id.in_(sorted(found))).order_by(slot.c.number)):
        one = row_of(row)
        found[one.producer_id].append(one)
    return found


def unanswered_of_person(connection: Connection, person_id: int) -> list[SlotRow]:
    """The waiting and open slots of all producers that a person speaks for, the oldest first."""
    theirs = select(speaks_for.c.producer_id).where(speaks_for.c.person_id == person_id)
    return _unanswered(connection, slot.c.producer_id.in_(theirs))


def unanswered_of_producers(connection: Connection, producers: Collection[int]) -> list[SlotRow]:
    """The waiting and open slots of these producers, the oldest first."""
    return _unanswered(connection, slot.c.producer_id.in_(sorted(producers)))


def _unanswered(connection: Connection, whose: ColumnElement[bool]) -> list[SlotRow]:
    statement = select_rows().where(whose, UNANSWERED)
    return [
        row_of(row) for row in connection.execute(statement.order_by(slot.c.due, slot.c.producer_id, slot.c.number))
    ]


def open_now(connection: Connection, producers: Collection[int], now: datetime) -> list[SlotRow]:
    """What can be answered now for these producers, the longest due first."""
    mine = (slot.c.producer_id.in_(producers), UNANSWERED, slot.c.opens_at <= now, slot.c.closes_at > now)
    statement = select_rows().where(*mine).order_by(slot.c.due, slot.c.producer_id, slot.c.number)
    return [row_of(row) for row in connection.execute(statement)]


def end(connection: Connection, rows: Sequence[Ended]) -> None:
    """Write down how slots that nobody answered have ended."""
    if rows:
        connection.execute(
            update(slot)
            .where(slot.c.id == bindparam("slot"))
            .values(state=bindparam("ended"), why=bindparam("because"), next_nudge_at=None),
            [{"slot": row.slot_id, "ended": row.state, "because": row.why} for row in rows],
        )


def reopen(connection: Connection, producer_id: int, why: Why, now: datetime) -> None:
    """What has ended for this reason and could still be answered, or is still to come, has not ended after all."""
    hers = (slot.c.producer_id == producer_id, slot.c.state == SlotState.MISSED, slot.c.why == why)
    again = update(slot).where(*hers, slot.c.closes_at > now)
    connection.execute(again.where(slot.c.opens_at > now).values(state=SlotState.WAITING, why=None))
    connection.execute(again.values(state=SlotState.OPEN, why=None))


@dataclass(frozen=True, slots=True)
class Waits:
    """A slot that is to come, with its moments: it closes when the next one is due."""

    id: int
    closes_at: datetime
    next_nudge_at: datetime | None


def wait_again(connection: Connection, rows: Sequence[Waits]) -> None:
    """These are still to come after all."""
    for one in rows:
        values = {"state": SlotState.WAITING, "why": None, "next_nudge_at": one.next_nudge_at}
        connection.execute(update(slot).where(slot.c.id == one.id).values(values | {"closes_at": one.closes_at}))


def close_at(connection: Connection, number: int, moment: datetime) -> None:
    """A slot that has not ended closes at another moment."""
    connection.execute(update(slot).where(slot.c.id == number, UNANSWERED).values(closes_at=moment))


def answer(connection: Connection, slot_id: int, state: SlotState, now: datetime) -> bool:
    """A slot is answered by what was said `now`; False when it had ended before, and nothing is changed."""
    unheard = and_(slot.c.state == SlotState.MISSED, slot.c.why.in_(_NOT_HEARD), slot.c.closes_at > now)
    statement = update(slot).where(slot.c.id == slot_id, or_(UNANSWERED, unheard))
    values = {"state": state, "why": None, "answered_at": now, "next_nudge_at": None}
    return connection.execute(statement.values(values)).rowcount == 1


@dataclass(frozen=True, slots=True)
class Last:
    """The end of a producer's calendar: the slot due last, and the highest number that is taken."""

    slot_id: int
    highest: int


def last_of(connection: Connection, producers: Collection[int]) -> dict[int, Last]:
    """The end of each producer's calendar. Who joined after the first year has a baseline that is due last of all. What
    is asked on another day is no end, though its number is taken.
    """
    own = slot.c.producer_id
    moved = case((func.coalesce(slot.c.why, "") == Why.MOVED, 1), else_=0)
    ranked = (
        select(
            slot.c.producer_id,
            slot.c.id,
            func.max(slot.c.number).over(partition_by=own).label("highest"),
            func.row_number()
            .over(partition_by=own, order_by=(moved, slot.c.due.desc(), slot.c.number.desc()))
            .label("rank"),
        )
        .where(slot.c.producer_id.in_(producers))
        .subquery()
    )
    rows = connection.execute(select(ranked).where(ranked.c.rank == 1))
    return {row.producer_id: Last(row.id, row.highest) for row in rows}
