"""Tips: when each person is due for one, and what she had, answered and thought of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Connection, Insert, Integer, bindparam, delete, func, insert, select, update

from bot.store.engine.engine import insert_in
from bot.store.evaluation.due_slots import Moment
from bot.store.people.acting_for import chosen
from bot.store.schema import person, slot, speaks_for, tip, tip_plan


@dataclass(frozen=True, slots=True)
class Plan:
    """Whether somebody has switched tips off, and when the next one is due."""

    off: bool
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip that somebody had. `answer`: the place of her first answer in the lesson's file."""

    id: int
    person_id: int
    slug: str
    reason: str
    month: date | None
    item: str | None
    pushed: bool
    at: datetime
    answer: int | None = None
    is_right: bool | None = None
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What else decides about a tip. `reminder`: when the next reminder of hers is planned, None: none is."""

    consent_version: str | None
    text_only: bool
    producer_id: int | None
    reminder: datetime | None


_COLUMNS = tuple(tip.c[field.name] for field in fields(Tip))
_PLAN = select(tip_plan.c.off, tip_plan.c.next_at).where(tip_plan.c.person_id == bindparam("who"))
_MOVE = update(tip_plan).where(tip_plan.c.person_id == bindparam("who")).values(next_at=bindparam("at"))
_ADD = insert(tip).returning(tip.c.id)
_WANTED = tip_plan.c.off.is_(False)


def begin(connection: Connection, person_id: int, next_at: datetime) -> None:
    """From now on somebody gets tips; who has a plan keeps it."""
    connection.execute(_begin(connection.dialect.name), {"person_id": person_id, "off": False, "next_at": next_at})


@cache
def _begin(dialect: str) -> Insert:
    statement: Insert = insert_in(dialect)(tip_plan).on_conflict_do_nothing(index_elements=["person_id"])
    return statement


def plan(connection: Connection, person_id: int) -> Plan | None:
    """When and whether; None: nothing was ever planned."""
    row = connection.execute(_PLAN, {"who": person_id}).one_or_none()
    return None if row is None else Plan(*row)


def want(connection: Connection, person_id: int, off: bool, next_at: datetime | None) -> None:
    """She switches tips off, or on again."""
    values = {"off": off, "next_at": next_at}
    statement = insert_in(connection.dialect.name)(tip_plan).values(person_id=person_id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))


def look_again(connection: Connection, person_id: int, now: datetime) -> None:
    """She can be written to again: the next tick decides when, unless she wants none."""
    connection.execute(update(tip_plan).where(tip_plan.c.person_id == person_id, _WANTED).values(next_at=now))


def move(connection: Connection, days: Mapping[int, datetime | None]) -> None:
    """When each person is looked at next; None: not before she is back."""
    if days:
        connection.execute(_MOVE, [{"who": who, "at": at} for who, at in days.items()])


def waiting(now: Moment) -> tuple[ColumnElement[bool], ...]:
    """Somebody whose tip is due. It reads nothing but a partial index, which the tests ask the database about."""
    return (tip_plan.c.next_at.is_not(None), tip_plan.c.next_at <= now)


_DUE = (
    select(tip_plan.c.person_id)
    .where(*waiting(bindparam("now")))
    .order_by(tip_plan.c.next_at)
    .limit(bindparam("most", type_=Integer))
)


def due(connection: Connection, now: datetime, limit: int) -> list[int]:
    """The people whose tip is due the longest."""
    return list(connection.scalars(_DUE, {"now": now, "most": limit}))


def still_due(connection: Connection, people: Collection[int], now: datetime) -> list[int]:
    """Of these people, whom the caller has locked, those whose tip is due and wanted."""
    statement = select(tip_plan.c.person_id).where(tip_plan.c.person_id.in_(people), *waiting(now))
    return list(connection.scalars(statement.order_by(tip_plan.c.person_id)))


def wishes(connection: Connection, people: Collection[int]) -> dict[int, Wishes]:
    """What else decides about a tip, by person. The producer is the one that she acts for."""
    reminders = (
        select(speaks_for.c.person_id, func.min(slot.c.next_nudge_at))
        .join_from(speaks_for, slot, slot.c.producer_id == speaks_for.c.producer_id)
        .where(speaks_for.c.person_id.in_(people), slot.c.next_nudge_at.is_not(None))
        .group_by(speaks_for.c.person_id)
    )
    next_of = {row[0]: row[1] for row in connection.execute(reminders)}
    known = (person.c.id, person.c.consent_version, person.c.text_only, chosen(person.c.id).label("producer_id"))
    rows = connection.execute(select(*known).where(person.c.id.in_(people)))
    return {row.id: Wishes(row.consent_version, row.text_only, row.producer_id, next_of.get(row.id)) for row in rows}


def had(connection: Connection, people: Collection[int]) -> dict[int, list[Tip]]:
    """All tips of each of these people, the oldest first."""
    found: dict[int, list[Tip]] = defaultdict(list)
    for row in connection.execute(select(*_COLUMNS).where(tip.c.person_id.in_(people)).order_by(tip.c.id)):
        found[row.person_id].append(Tip(*row))
    return found


def find(connection: Connection, tip_id: int, person_id: int) -> Tip | None:
    """One tip of somebody; None: it is not hers."""
    row = connection.execute(select(*_COLUMNS).where(tip.c.id == tip_id, tip.c.person_id == person_id)).one_or_none()
    return None if row is None else Tip(*row)


def keep(connection: Connection, new: Tip) -> Tip:
    """Keep a new tip; gives it with its number."""
    values = {name: value for name, value in asdict(new).items() if name != "id"}
    return replace(new, id=int(connection.execute(_ADD, values).scalar_one()))


def answer(connection: Connection, tip_id: int, place: int, is_right: bool, now: datetime) -> None:
    """Her answer to the lesson's question; the first one counts."""
    first = (tip.c.id == tip_id, tip.c.answered_at.is_(None))
    connection.execute(update(tip).where(*first).values(answer=place, is_right=is_right, answered_at=now))


def judge(connection: Connection, tip_id: int, verdict: str, now: datetime) -> None:
    """What she thought of it; she may change her mind."""
    connection.execute(update(tip).where(tip.c.id == tip_id).values(verdict=verdict, verdict_at=now))


def ask_more(connection: Connection, tip_id: int, now: datetime) -> bool:
    """She wants the next one; False when she has asked under this one before."""
    first = (tip.c.id == tip_id, tip.c.more_at.is_(None))
    return connection.execute(update(tip).where(*first).values(more_at=now)).rowcount == 1


def drop_words(connection: Connection, person_id: int) -> None:
    """Somebody is forgotten: what she had and thought stays as figures, without her words; nothing is planned."""
    connection.execute(update(tip).where(tip.c.person_id == person_id).values(item=None))
    connection.execute(delete(tip_plan).where(tip_plan.c.person_id == person_id))
