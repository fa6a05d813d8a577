"""What was merged: which producer stands for which, what each merge has changed, and until when it can be undone."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, exists, insert, or_, select, update

from bot.store.engine.types import Utc
from bot.store.people import to_compare
from bot.store.schema import alike, follow_up, merge, merge_cell, metadata, not_same, person

CAN_BE_UNDONE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Merge:
    """Two producers that are one, who answers for each, and when an officer said so."""

    id: int
    kept_id: int
    other_id: int
    kept_person_id: int
    other_person_id: int
    at: datetime


_COLUMNS = tuple(merge.c[name] for name in ("id", "kept_id", "other_id", "kept_person_id", "other_person_id", "at"))
_STANDS = merge.c.undone_at.is_(None)


def standing(producer_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a producer stands for itself, and was not merged into another."""
    return ~exists(select(merge.c.id).where(merge.c.other_id == producer_id, _STANDS))


def standing_person(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The same of a person."""
    return ~exists(select(merge.c.id).where(merge.c.other_person_id == person_id, _STANDS))


def among(connection: Connection, people: Collection[int]) -> frozenset[int]:
    """Who of these was merged into somebody else."""
    away = select(merge.c.other_person_id).where(merge.c.other_person_id.in_(people), _STANDS)
    return frozenset(connection.scalars(away)) if people else frozenset()


def of_kept(person_id: int) -> Select[tuple[int]]:
    """The producers that were merged into what somebody answers for."""
    return select(merge.c.other_id).where(merge.c.kept_person_id == person_id, _STANDS)


def kept(connection: Connection, producer_id: int) -> int | None:
    """The producer into which one was merged, at the end of a chain; None: it stands for itself."""
    found = connection.scalar(select(merge.c.kept_id).where(merge.c.other_id == producer_id, _STANDS))
    return None if found is None else kept(connection, found) or found


def sealed(connection: Connection, person_id: int, now: datetime) -> list[int]:
    """Of who is erased no merge can be undone any more, and nothing is kept of what it changed. Gives who was merged
    into her and was not erased with her before.
    """
    theirs = or_(merge.c.kept_person_id == person_id, merge.c.other_person_id == person_id)
    _close(connection, connection.scalars(select(merge.c.id).where(theirs)).all(), now)
    named = select(merge.c.other_person_id).join(person, person.c.id == merge.c.other_person_id)
    here = (merge.c.kept_person_id == person_id, _STANDS, person.c.name.is_not(None))
    return list(connection.scalars(named.where(*here).order_by(merge.c.id)))


def close(connection: Connection, now: datetime) -> int:
    """Merges whose days are over cannot be undone any more: what they changed is forgotten; gives how many."""
    past = select(merge.c.id).where(merge.c.closed_at.is_(None), merge.c.at <= now - CAN_BE_UNDONE)
    numbers = connection.scalars(past).all()
    _close(connection, numbers, now)
    return len(numbers)


def _close(connection: Connection, numbers: Sequence[int], now: datetime) -> None:
    connection.execute(delete(merge_cell).where(merge_cell.c.merge_id.in_(numbers)))
    still = (merge.c.id.in_(numbers), merge.c.closed_at.is_(None))
    connection.execute(update(merge).where(*still).values(closed_at=now))


def add(connection: Connection, one: Merge, by: int) -> int:
    """Write down that two are one; gives the number. `one.id` is not looked at."""
    values = {column.name: getattr(one, column.name) for column in _COLUMNS[1:]} | {"by_id": by}
    to_compare.mark(connection, (one.kept_id, one.other_id))
    return int(connection.execute(insert(merge).values(values).returning(merge.c.id)).scalar_one())


def find(connection: Connection, number: int, now: datetime) -> Merge | None:
    """A merge that can be undone still: of its last days, and the last one of the two; locked."""
    can = (_STANDS, merge.c.closed_at.is_(None), merge.c.at > now - CAN_BE_UNDONE)
    row = connection.execute(select(*_COLUMNS).where(merge.c.id == number, *can).with_for_update()).one_or_none()
    if row is None:
        return None
    later = merge.alias("later")
    both = (row.kept_id, row.other_id)
    since = (later.c.id > row.id, later.c.undone_at.is_(None), later.c.kept_id.in_(both) | later.c.other_id.in_(both))
    return None if connection.scalar(select(later.c.id).where(*since).limit(1)) else Merge(*row)


def recent(connection: Connection, now: datetime) -> list[Merge]:
    """Those that may be undone, the newest first."""
    can = (_STANDS, merge.c.closed_at.is_(None), merge.c.at > now - CAN_BE_UNDONE)
    return [Merge(*row) for row in connection.execute(select(*_COLUMNS).where(*can).order_by(merge.c.id.desc()))]


def undone(connection: Connection, number: int, now: datetime) -> None:
    """The two are two again."""
    ended = update(merge).where(merge.c.id == number).values(undone_at=now).returning(merge.c.kept_id, merge.c.other_id)
    to_compare.mark(connection, connection.execute(ended).one())
    _close(connection, [number], now)


def differ(connection: Connection, first: int, second: int, by: int, now: datetime) -> None:
    """They are not the same, for good."""
    pair = {"first_id": min(first, second), "second_id": max(first, second)}
    if tuple(pair.values()) not in different(connection, pair.values()):
        connection.execute(insert(not_same).values(pair | {"by_id": by, "at": now}))
    connection.execute(
        delete(alike).where(alike.c.first_id == pair["first_id"], alike.c.second_id == pair["second_id"])
    )


def different(connection: Connection, producers: Collection[int]) -> set[tuple[int, int]]:
    """The pairs with one of these of which somebody said so, the smaller number first."""
    known = select(not_same).where(or_(not_same.c.first_id.in_(producers), not_same.c.second_id.in_(producers)))
    return {(row.first_id, row.second_id) for row in connection.execute(known)}


class Cells:
    """Changes cells, and knows each: its row's key, what stood there, and what stands there now."""

    def __init__(self, connection: Connection, merge_id: int) -> None:
        self._connection, self._merge, self._place = connection, merge_id, 0

    def change(self, table: Table, *where: ColumnElement[bool], **values: Any) -> None:
        """Write these values into all rows that are meant, and note what is changed by it."""
        keys = list(table.primary_key.columns)
        columns = list(dict.fromkeys([*keys, *(table.c[name] for name in values)]))
        rows = self._connection.execute(select(*columns).where(*where).order_by(*keys).with_for_update()).mappings()
        for row in rows.all():
            here = {key.name: row[key.name] for key in keys}
            new = {name: value for name, value in values.items() if row[name] != value}
            if new:
                self._connection.execute(update(table).where(*_at(table, here)).values(new))
                self._note(table, here | {name: new[name] for name in new if name in here}, dict(row), new)

    def _note(self, table: Table, key: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        for name, value in new.items():
            self._place += 1
            cell = {"merge_id": self._merge, "place": self._place, "changed": table.name, "name": name}
            cell |= {"key": _packed(key), "old": _packed(old[name]), "new": _packed(value)}
            self._connection.execute(insert(merge_cell).values(cell))


def put_back(connection: Connection, number: int) -> None:
    """Each cell that a merge has changed, and nobody else since, holds again what it held; the last one first."""
    cells = select(merge_cell).where(merge_cell.c.merge_id == number).order_by(merge_cell.c.place.desc())
    for cell in connection.execute(cells).all():
        table = metadata.tables[cell.changed]
        key = {name: _unpacked(table, name, value) for name, value in json.loads(cell.key).items()}
        old, new = (_unpacked(table, cell.name, json.loads(value)) for value in (cell.old, cell.new))
        column = table.c[cell.name]
        same = column.is_(None) if new is None else column == new
        connection.execute(update(table).where(*_at(table, key), same).values({cell.name: old}))


def stay_done(connection: Connection, numbers: Collection[int], now: datetime) -> None:
    """Follow-ups that are done for good: where a merge had settled one, its undoing leaves it done."""
    keys = [_packed({"id": number}) for number in numbers]
    cells = (merge_cell.c.changed == follow_up.name, merge_cell.c.name == "done_at", merge_cell.c.old == _packed(None))
    connection.execute(update(merge_cell).where(*cells, merge_cell.c.key.in_(keys)).values(old=_packed(now)))


def changed(connection: Connection, number: int, table: Table, name: str) -> list[Any]:
    """The keys (of one column) of the rows of a table in which a merge has changed a column."""
    which = (merge_cell.c.merge_id == number, merge_cell.c.changed == table.name, merge_cell.c.name == name)
    return [next(iter(json.loads(key).values())) for key in connection.scalars(select(merge_cell.c.key).where(*which))]


def _at(table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]


def _packed(value: Any) -> str:
    return json.dumps(value, default=lambda moment: moment.isoformat())


def _unpacked(table: Table, name: str, value: Any) -> Any:
    is_moment = value is not None and isinstance(table.c[name].type, Utc)
    return datetime.fromisoformat(value) if is_moment else value
