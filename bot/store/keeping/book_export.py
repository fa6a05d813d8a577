"""The cash books' rows for an export, page by page."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Select, Text, exists, extract, func, or_, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from bot.store.book.entries import STANDS
from bot.store.engine.types import odd
from bot.store.keeping import export_pages
from bot.store.schema import entry, producer

_YEAR, _MONTH = extract("year", entry.c.day), extract("month", entry.c.day)
_OF_PRODUCERS = (entry.c.practice.is_(False), STANDS)


def pages(connection: Connection, scope: export_pages.Scope) -> Iterator[export_pages.Page]:
    """Everything that was ever written down, in the order in which it was."""
    columns: list[ColumnElement[Any]] = [one for one in entry.columns if one.name != "cash"]
    statement: Select[Any] = select(
        *columns, producer.c.programme, export_pages.confirmed(producer).label("confirmed")
    ).join_from(entry, producer)
    return export_pages.pages(connection, export_pages.of(statement, scope, producer, entry.c.day), entry.c.id, scope)


def sums(connection: Connection, producers: Sequence[int], scope: export_pages.Scope) -> export_pages.Page:
    """What stands of producers and is meant, added up by producer, month, currency and kind, in that order. Raises
    StoreTrouble, of a row, where something stands that cannot be added up.

    `days`: those of the month with an entry of whatever kind; of a month that the scope cuts, the days within.
    """
    _require_addable(connection, producers)
    whose = (*_OF_PRODUCERS, entry.c.producer_id.in_(producers), *_within(scope))
    month = (entry.c.producer_id, _YEAR, _MONTH, entry.c.currency)
    days = select(*month, func.count(entry.c.day.distinct()).label("days")).where(*whose).group_by(*month)
    counted = {tuple(row)[:4]: row.days for row in connection.execute(days)}
    kinds = (
        select(
            entry.c.producer_id,
            _YEAR.label("year"),
            _MONTH.label("month"),
            entry.c.currency,
            entry.c.direction,
            entry.c.source,
            func.count().label("entries"),
            func.sum(entry.c.amount).label("amount"),
            func.sum(entry.c.cash).label("cash"),
        )
        .where(*whose)
        .group_by(*month, entry.c.direction, entry.c.source)
        .order_by(*month)
    )
    return [
        {
            **row,
            "year": int(row["year"]),
            "month": int(row["month"]),
            "days": counted[row["producer_id"], row["year"], row["month"], row["currency"]],
        }
        for row in connection.execute(kinds).mappings()
    ]


def _require_addable(connection: Connection, producers: Sequence[int]) -> None:
    """SQLite takes a word for zero, and the thirtieth of February for a day in March: a sum would be false."""
    if connection.dialect.name != "sqlite":
        return
    numbers, truths = (entry.c.amount, entry.c.cash), (entry.c.practice, entry.c.stands)
    spoilt = or_(
        *(func.typeof(one) != "integer" for one in numbers),
        *(type_coerce(one, Integer).not_in((0, 1)) for one in truths),
        func.date(entry.c.day, "+0 days").is_distinct_from(type_coerce(entry.c.day, Text)),
    )
    if connection.scalar(select(exists().where(entry.c.producer_id.in_(producers), spoilt))):
        raise odd("an amount, a day or a yes")


def _within(scope: export_pages.Scope) -> list[ColumnElement[bool]]:
    first = [] if scope.first is None else [entry.c.day >= scope.first]
    return first if scope.last is None else [*first, entry.c.day <= scope.last]
