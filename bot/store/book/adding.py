"""Adding to the book: entries in any order of arrival, and which of them stand then.

On PostgreSQL whoever adds holds the producer's row: of two phones that correct one entry at once, the second sees what
the first did.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.domain.book import Entry, in_force
from bot.store.book.entries import ENTRY, HERS, Owner, entry_of
from bot.store.engine.engine import insert_for
from bot.store.schema import entry, producer


def add(connection: Connection, owner: Owner, entries: Sequence[Entry], now: datetime) -> None:
    """Put entries into the book, in any order of arrival. One that is there already is left as it is.

    ValueError where entries supersede each other in a circle.
    """
    if not entries:
        return
    _hold(connection, owner)
    firsts = _firsts(connection, owner, entries)
    rows = [_values(owner, one, firsts[one.id], now) for one in entries]
    connection.execute(insert_for(connection.dialect)(entry).on_conflict_do_nothing(), rows)
    touched = {firsts[one.id] for one in entries if one.supersedes is not None}
    touched |= _gather(connection, owner, firsts)
    if touched:
        _settle(connection, owner, touched)


def _hold(connection: Connection, owner: Owner) -> None:
    if connection.dialect.name == "postgresql":
        hers = select(producer.c.id).where(producer.c.id == owner.producer_id)
        connection.execute(hers.with_for_update(key_share=True))


_FIRST_OF = select(entry.c.id, entry.c.first).where(*HERS, entry.c.id.in_(bindparam("ids", expanding=True)))


def _firsts(connection: Connection, owner: Owner, entries: Sequence[Entry]) -> dict[str, str]:
    """The first version of each, as far as it has arrived."""
    here = {one.id: one for one in entries}
    older = {one.supersedes for one in entries if one.supersedes is not None} - here.keys()
    known: dict[str, str] = {}
    if older:
        known = {row.id: row.first for row in connection.execute(_FIRST_OF, owner.key | {"ids": sorted(older)})}
    return {id: _first(one, here, known) for id, one in here.items()}


def _first(one: Entry, here: Mapping[str, Entry], known: Mapping[str, str]) -> str:
    seen = {one.id}
    while (older := one.supersedes) is not None:
        if older not in here:
            # the line that it is known to belong to may begin with one that only arrives now
            older = known.get(older, older)
        if older not in here:
            return older
        one = here[older]
        if one.id in seen:
            raise ValueError(f"entries supersede each other in a circle: {one.id}")
        seen.add(one.id)
    return one.id


_WAITED = (
    select(entry.c.first)
    .distinct()
    .where(*HERS, entry.c.first.in_(bindparam("ids", expanding=True)), entry.c.supersedes.is_not(None))
)
_MOVE = update(entry).where(*HERS, entry.c.first == bindparam("old")).values(first=bindparam("new"))


def _gather(connection: Connection, owner: Owner, firsts: Mapping[str, str]) -> set[str]:
    """What arrived before the version that it supersedes joins it now; gives the first versions that this concerns."""
    waited = list(connection.scalars(_WAITED, owner.key | {"ids": sorted(firsts)}))
    moved = [{"old": id, "new": firsts[id]} for id in waited if firsts[id] != id]
    if moved:
        connection.execute(_MOVE, [owner.key | one for one in moved])
    return {firsts[id] for id in waited}


_FAMILIES = select(*ENTRY, entry.c.stands).where(*HERS, entry.c.first.in_(bindparam("ids", expanding=True)))
_STAND = update(entry).where(entry.c.id == bindparam("one")).values(stands=bindparam("holds"))


def _settle(connection: Connection, owner: Owner, firsts: Iterable[str]) -> None:
    """Let the rule of the ledger say which of these lines' versions stand."""
    rows = connection.execute(_FAMILIES, owner.key | {"ids": sorted(firsts)}).all()
    standing = {one.id for one in in_force(entry_of(row) for row in rows)}
    different = [{"one": row.id, "holds": row.id in standing} for row in rows if row.stands != (row.id in standing)]
    if different:
        connection.execute(_STAND, different)


def _values(owner: Owner, one: Entry, first: str, now: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "producer_id": owner.producer_id,
        "person_id": owner.person_id,
        "practice": owner.practice,
        "day": one.day,
        "direction": one.direction,
        "amount": one.amount,
        "cash": one.cash,
        "currency": one.currency,
        "item": one.item,
        "quantity": None if one.quantity is None else str(one.quantity),
        "unit": one.unit,
        "category": one.category,
        "counterparty": one.counterparty,
        "source": one.source,
        "supersedes": one.supersedes,
        "first": first,
        "stands": one.supersedes is None,
        "recorded_at": now,
        "place": one.place,
        "due": one.due,
    }
