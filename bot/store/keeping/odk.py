"""Readings for the export to ODK's own files: submissions by form version, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select

from bot.store.keeping.export import Given, answers
from bot.store.keeping.export_pages import Scope, of, pages
from bot.store.schema import form_version, producer, submission


@dataclass(frozen=True, slots=True)
class Version:
    """A form version that has submissions under a name."""

    programme: str
    form_name: str
    hash: str
    xml: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A submission with its answers as they stand now, by path, without the `held` ones, which staff are checking;
    `is_first`: its dialogue's first one.
    """

    id: int
    dialogue_id: int
    producer_id: int
    entry: int
    is_first: bool
    language: str
    began_at: datetime
    sent_at: datetime
    answers: dict[str, str]
    held: int = 0


def versions(connection: Connection, scope: Scope) -> list[Version]:
    """Every form version that was really answered, not in practice; by programme and name."""
    statement = (
        select(producer.c.programme, submission.c.form_name, form_version.c.hash, form_version.c.xml)
        .select_from(submission.join(form_version).join(producer, producer.c.id == submission.c.producer_id))
        .where(submission.c.practice.is_(False))
        .order_by(producer.c.programme, submission.c.form_name, form_version.c.hash)
        .distinct()
    )
    return [Version(*row) for row in connection.execute(of(statement, scope, producer, submission.c.sent_at))]


_BEFORE = submission.alias("before")
_IS_FIRST = ~exists().where(_BEFORE.c.dialogue_id == submission.c.dialogue_id, _BEFORE.c.id < submission.c.id)
_FILLED: tuple[ColumnElement[Any], ...] = (
    submission.c.id,
    submission.c.dialogue_id,
    submission.c.producer_id,
    submission.c.entry,
    _IS_FIRST.label("is_first"),
    submission.c.language,
    submission.c.began_at,
    submission.c.sent_at,
)


def filled(connection: Connection, version: Version, scope: Scope) -> Iterator[Sequence[Filled]]:
    """The submissions of a version, in pages; without practice."""
    statement = (
        select(*_FILLED)
        .join_from(submission, producer, producer.c.id == submission.c.producer_id)
        .where(
            submission.c.form == version.hash,
            submission.c.form_name == version.form_name,
            producer.c.programme == version.programme,
            submission.c.practice.is_(False),
        )
    )
    for page in pages(connection, of(statement, scope, producer, submission.c.sent_at), submission.c.id, scope):
        given = answers(connection, [row["id"] for row in page], scope)
        yield [_filled(row, given.get(row["id"], {})) for row in page]


def _filled(row: Mapping[str, Any], given: Mapping[str, Given]) -> Filled:
    counted = {path: one.value for path, one in given.items() if not one.held}
    return Filled(**row, answers=counted, held=len(given) - len(counted))
