"""Rows as they are kept, and the producers that are hers."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from bot.store.people import merges
from bot.store.schema import (
    producer,
    speaks_for,
)

# Of a phone that said to be hers (`phone_request.outcome`); who has another phone is somebody else.
LINKED = "linked"
Rows = list[dict[str, Any]]


def businesses_of(connection: Connection, person_id: int) -> Rows:
    theirs = select(speaks_for.c.producer_id).where(speaks_for.c.person_id == person_id)
    whole = or_(producer.c.id.in_(theirs), producer.c.id.in_(merges.of_kept(person_id)))
    return rows_of(connection, producer, whole)


def rows_of(connection: Connection, table: Table, condition: ColumnElement[bool]) -> Rows:
    statement = select(table).where(condition).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(statement).mappings()]
