"""When staff have changed a calendar: every so many months until it is taken off, or once on a day, and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.evaluation.calendar import SlotState
from bot.domain.evaluation.interval import Override
from bot.store.schema import changed_pace, person, slot


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `months` None: once, on the day of its slot; `replaced`: slots that are not asked since."""

    id: int
    producer_id: int
    by: int
    name: str | None
    at: datetime
    months: int | None
    reason: str
    words: str | None
    slot_id: int | None
    replaced: Sequence[int]
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class New:
    """A change to be written."""

    producer_id: int
    by: int
    months: int | None
    reason: str
    words: str | None
    slot_id: int
    replaced: Sequence[int]


_ALL = select(
    changed_pace.c.id,
    changed_pace.c.producer_id,
    changed_pace.c.by_id,
    person.c.name,
    changed_pace.c.at,
    changed_pace.c.months,
    changed_pace.c.reason,
    changed_pace.c.words,
    changed_pace.c.slot_id,
    changed_pace.c.replaced,
    changed_pace.c.ended_at,
).join_from(changed_pace, person, person.c.id == changed_pace.c.by_id)
_STANDS = changed_pace.c.ended_at.is_(None)


def add(connection: Connection, one: New, now: datetime) -> int:
    """Write it down; what stood before ends. Gives its number."""
    end(connection, one.producer_id, now)
    values = {"producer_id": one.producer_id, "by_id": one.by, "at": now, "months": one.months}
    values |= {"reason": one.reason, "words": one.words, "slot_id": one.slot_id, "replaced": list(one.replaced)}
    return int(connection.execute(insert(changed_pace).values(values).returning(changed_pace.c.id)).scalar_one())


def end(connection: Connection, producer_id: int, now: datetime) -> None:
    """The change that stands is taken off."""
    hers = update(changed_pace).where(changed_pace.c.producer_id == producer_id, _STANDS)
    connection.execute(hers.values(ended_at=now))


def stand_again(connection: Connection, one: Change) -> None:
    """What this change had ended stands again."""
    before = (changed_pace.c.producer_id == one.producer_id, changed_pace.c.ended_at == one.at)
    connection.execute(update(changed_pace).where(*before, changed_pace.c.id < one.id).values(ended_at=None))


def has_planned(connection: Connection, producer_id: int, slot_id: int) -> None:
    """The pace that stands has planned one more slot, in the place of none."""
    hers = (changed_pace.c.producer_id == producer_id, _STANDS)
    connection.execute(update(changed_pace).where(*hers).values(slot_id=slot_id, replaced=[]))


def of_producer(connection: Connection, producer_id: int) -> Change | None:
    """The change that stands; None: there is none. On PostgreSQL nobody else changes it meanwhile."""
    hers = _ALL.where(changed_pace.c.producer_id == producer_id, _STANDS)
    rows = connection.execute(hers.order_by(changed_pace.c.id.desc()).with_for_update(of=changed_pace)).all()
    return Change(*rows[0]) if rows else None


def standing(connection: Connection, producers: Collection[int]) -> Mapping[int, Override]:
    """The pace that staff have chosen for these, by producer; not what was chosen once."""
    here = (changed_pace.c.producer_id.in_(sorted(producers)), _STANDS, changed_pace.c.months.is_not(None))
    columns = select(changed_pace.c.producer_id, changed_pace.c.months, changed_pace.c.reason)
    rows = connection.execute(columns.where(*here).order_by(changed_pace.c.id))
    return {row.producer_id: Override(row.months, row.reason) for row in rows}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The day of a slot that staff have chosen, and why."""

    producer_id: int
    due: date
    reason: str
    words: str | None


def chosen(connection: Connection, producers: Collection[int], now: datetime) -> Sequence[Chosen]:
    """Those of the slots to come of these producers that staff have chosen, the next first."""
    columns = (slot.c.producer_id, slot.c.due, changed_pace.c.reason, changed_pace.c.words)
    ours = select(*columns).join_from(slot, changed_pace, changed_pace.c.slot_id == slot.c.id)
    to_come = (slot.c.state == SlotState.WAITING, slot.c.opens_at > now, _STANDS)
    rows = connection.execute(ours.where(slot.c.producer_id.in_(sorted(producers)), *to_come).order_by(slot.c.due))
    return [Chosen(*row) for row in rows]
