"""Column types that read the same on SQLite and PostgreSQL."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, Dialect, Table, Text, literal_column
from sqlalchemy.types import TypeDecorator

from bot.json_text import written
from bot.store.engine.trouble import StoreTrouble


class Utc(TypeDecorator[datetime]):
    """A moment: aware in Python, always UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone is not stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _written(value: datetime | None) -> str | None:
    """As SQLAlchemy writes a moment into SQLite, in a tenth of the time: every row that is written has several."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("A moment without a time zone is not stored.")
    moment = value if value.tzinfo is UTC else value.astimezone(UTC)
    return moment.isoformat(" ", "microseconds")[:26]


def _read(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        raise odd("a moment") from None


class Day(TypeDecorator[date]):
    """A day."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], date | None] | None:
        return _read_day if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read_day(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise odd("a day") from None


def odd(what: str) -> StoreTrouble:
    """What stands there nobody has written: a damage that SQLite does not see, such as a page full of zeros."""
    return StoreTrouble(f"there is something else where {what} was written", damaged=True, of_a_row=True)


class Json(TypeDecorator[Any]):
    """A small JSON value kept as text: the same bytes on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else read_json(value)


def number_of(table: Table, dialect: Dialect) -> ColumnElement[Any]:
    """What tells a row of a table whose key is a text from all others, whatever stands in it: in SQLite its number."""
    return literal_column(f"{table.name}.rowid") if dialect.name == "sqlite" else next(iter(table.primary_key))


def str_of(value: Any) -> str:
    """A text that is one; raises StoreTrouble, of this row. SQLite keeps anything in any column."""
    if not isinstance(value, str):
        raise odd("a text")
    return value


def read_json(value: str | bytes) -> Any:
    """A JSON value from its text; raises StoreTrouble, of this row."""
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        raise odd("a JSON value") from None
