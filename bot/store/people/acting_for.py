"""For whom somebody acts, who may answer for several producers: the one rule, where she has named nobody."""

from sqlalchemy import ColumnElement, Connection, Integer, ScalarSelect, bindparam, select

from bot.store.schema import speaks_for


def chosen(person_id: ColumnElement[int]) -> ScalarSelect[int]:
    """The producer that she has answered for longest, as a part of a statement about her; NULL: for nobody yet."""
    hers = speaks_for.alias("acted_for")
    oldest = select(hers.c.producer_id).where(hers.c.person_id == person_id).order_by(hers.c.since, hers.c.producer_id)
    return oldest.limit(1).scalar_subquery()


_CHOSEN = select(chosen(bindparam("person_id", type_=Integer)))


def producer_of(connection: Connection, person_id: int) -> int | None:
    """The producer that a person acts for."""
    return connection.scalar(_CHOSEN, {"person_id": person_id})
