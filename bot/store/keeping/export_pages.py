"""Pages of an export's rows, in the order of their ids: a country's figures never sit in memory at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, RowMapping, Select, and_, case, false, or_, true
from sqlalchemy.sql.elements import ColumnElement

from bot.left_out import LeftOut
from bot.store.engine.trouble import is_of_one
from bot.store.engine.types import Day, Json, number_of, odd
from bot.store.people.merges import standing
from bot.store.schema import producer

PAGE = 1000
Page = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is read: one programme or all (None), and from which day to which, both included; None: no end.

    `moments`: by programme, when the first day begins and the last one is over, where the programme is.
    """

    programme: str | None = None
    first: date | None = None
    last: date | None = None
    moments: Mapping[str, tuple[datetime | None, datetime | None]] = field(default_factory=dict)
    # rows that cannot be read: the others leave all the same
    left_out: LeftOut = field(default_factory=LeftOut, compare=False)


def of(statement: Select[Any], scope: Scope, owner: Any, day: ColumnElement[Any] | None = None) -> Select[Any]:
    """The rows of a scope. `owner`: the table that says the programme; `day`: the column that its days choose by.
    Who was merged into another stands in none.
    """
    if owner is producer:
        statement = statement.where(standing(producer.c.id))
    if scope.programme is not None:
        statement = statement.where(owner.c.programme == scope.programme)
    if day is None or (scope.first is None and scope.last is None):
        return statement
    if isinstance(day.type, Day):
        return statement.where(_between(day, scope.first, scope.last))
    hers = (and_(owner.c.programme == one, _between(day, *ends)) for one, ends in scope.moments.items())
    return statement.where(or_(false(), *hers))


def _between(column: ColumnElement[Any], first: Any, end: Any) -> ColumnElement[bool]:
    """From `first` on; up to a last day, or before a moment."""
    least = column >= first if first is not None else true()
    if end is None:
        return least
    return and_(least, column < end if isinstance(end, datetime) else column <= end)


def confirmed(owner: Any) -> ColumnElement[bool]:
    return case((owner.c.confirmed_at.is_not(None), True), else_=False)


def pages(connection: Connection, statement: Select[Any], key: Column[Any], scope: Scope) -> Iterator[Page]:
    """Pages by key rather than by a cursor: they need nothing of the driver, on both databases. A row that cannot be
    read is left out.
    """
    last = None
    while True:
        page = (statement if last is None else statement.where(key > last)).order_by(key).limit(PAGE)
        try:
            rows = _read(connection, page)
        except Exception as error:
            if not is_of_one(error) or not (spoilt := _odd(connection, page, key, scope)):
                raise
            statement = statement.where(number_of(key.table, connection.dialect).not_in(spoilt))
            continue
        if not rows:
            return
        yield [dict(row) for row in rows]
        last = rows[-1]["id"]


def _read(connection: Connection, page: Select[Any]) -> Sequence[RowMapping]:
    """Raises StoreTrouble, of a row, where SQLite has kept something else than a number, or than a JSON object."""
    rows = connection.execute(page).mappings().all()
    for column in page.selected_columns:
        for kind, holds in ((Integer, int), (Json, dict)):
            if isinstance(column.type, kind) and not all(isinstance(row[column.name], holds | None) for row in rows):
                raise odd("a number or a JSON object")
    return rows


def _odd(connection: Connection, page: Select[Any], key: Column[Any], scope: Scope) -> list[Any]:
    """The rows of a page that cannot be read."""
    number = number_of(key.table, connection.dialect)
    numbers = connection.scalars(page.with_only_columns(number, maintain_column_froms=True)).all()

    def read(connection: Connection, some: Sequence[Any]) -> Sequence[Any]:
        _read(connection, page.where(number.in_(some)))
        return some

    parts = scope.left_out.each(connection, f"Exporting {key.table.name}: row", numbers, read)
    fine = {one for part in parts for one in part}
    return [one for one in numbers if one not in fine]
