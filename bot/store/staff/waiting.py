"""What waits for staff, of whatever kind: who reads, and what each kind gives to the one list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Subquery, bindparam, func, select, union_all

from bot.store.engine.types import Utc


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the list: her number, her programme, and the codes of the areas in which she works, with all below
    them; None: the whole programme. `approves`: the announcements that wait for a yes that she may give.
    """

    person_id: int
    programme: str
    areas: frozenset[str] | None
    approves: frozenset[int] = frozenset()


# One kind of what waits for a reader, as rows of `kind` (a literal), `ref` (a number of its own table) and `since`.
Source = Callable[[Reader], Select[Any]]
# The moment at which the list is read, for what is not on it before its time.
NOW: BindParameter[datetime] = bindparam("now", type_=Utc)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: its kind, its number there, and since when."""

    kind: str
    ref: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows a kind has, and what their numbers come to: where there is one row that says how many."""

    rows: int
    numbers: int


def _all(sources: Sequence[Source], reader: Reader) -> Subquery:
    return union_all(*(one(reader) for one in sources)).subquery()


def counts(connection: Connection, sources: Sequence[Source], reader: Reader, now: datetime) -> Mapping[str, Counted]:
    """How many wait, by kind; a kind of which nothing waits is not there."""
    every = _all(sources, reader)
    statement = select(every.c.kind, func.count(), func.sum(every.c.ref)).group_by(every.c.kind)
    rows = connection.execute(statement, {"now": now})
    return {kind: Counted(number, int(numbers)) for kind, number, numbers in rows}


def page(
    connection: Connection, sources: Sequence[Source], reader: Reader, now: datetime, first: int, size: int
) -> list[Item]:
    """Some of what waits, the oldest first, from number `first` on, counted from 0."""
    every = _all(sources, reader)
    statement = select(every.c.kind, every.c.ref, every.c.since).order_by(every.c.since, every.c.kind, every.c.ref)
    return [Item(*row) for row in connection.execute(statement.offset(first).limit(size), {"now": now})]
