"""Who has changed in what people are compared by: her name, phone, place, group, or who she said she is."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, or_, select

from bot.store.engine.engine import insert_in
from bot.store.schema import alike, submission, to_compare

# What is asked of who she is, and compared.
ABOUT = ("gender", "age_band")

_MARK = {
    dialect: insert_in(dialect)(to_compare).on_conflict_do_nothing(index_elements=["producer_id"])
    for dialect in ("sqlite", "postgresql")
}


def mark(connection: Connection, producers: Iterable[int]) -> None:
    """These are compared anew, soon: whoever changes something writes it down in the same transaction."""
    if rows := [{"producer_id": one} for one in producers]:
        connection.execute(_MARK[connection.dialect.name], rows)


def mark_by_submissions(connection: Connection, submissions: Collection[int], paths: Iterable[str]) -> None:
    """The same, of whom these say that."""
    whose = select(submission.c.producer_id).where(submission.c.id.in_(submissions)).distinct()
    mark_by_answers(connection, connection.scalars(whose).all(), paths)


def mark_by_answers(connection: Connection, producers: Iterable[int], paths: Iterable[str]) -> None:
    """The same, where one of these answers says who somebody is."""
    if any(path.rpartition("/")[2] in ABOUT for path in paths):
        mark(connection, producers)


def forget(connection: Connection, producers: Collection[int]) -> None:
    """Whom these were like is nobody's to know any more."""
    connection.execute(delete(alike).where(or_(alike.c.first_id.in_(producers), alike.c.second_id.in_(producers))))
    connection.execute(delete(to_compare).where(to_compare.c.producer_id.in_(producers)))
