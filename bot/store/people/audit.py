"""The audit log: what staff and operators did, for ever."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.engine import Row

from bot.store.schema import audit, audit_word


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to which thing. `detail` is small JSON without names, phones or amounts; `acting_for`: the producer
    (or group) in whose name or matter it was done, where there is one.
    """

    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    acting_for: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What staff wrote to a deed. `about` and `by`: the numbers of people with whom it goes; None: nobody known."""

    text: str
    about: int | None = None
    by: int | None = None


def record(connection: Connection, deed: Deed, now: datetime, words: Words | None = None) -> int | None:
    """Write one line, and `words` beside it; gives the number of a line that has words."""
    what = {"action": deed.action, "subject": deed.subject, "detail": dict(deed.detail)}
    line = audit.insert().values(at=now, actor=deed.actor, acting_for=deed.acting_for, **what)
    if words is None:
        connection.execute(line)
        return None
    number = int(connection.execute(line.returning(audit.c.id)).scalar_one())
    beside = {"words": words.text, "about_id": words.about, "by_id": words.by}
    connection.execute(audit_word.insert().values(audit_id=number, **beside))
    return number


def is_noted(connection: Connection, actor: str, action: str, subject: str, since: datetime) -> bool:
    """Whether there is a line of this since a moment."""
    same = (audit.c.actor == actor, audit.c.action == action, audit.c.subject == subject)
    return connection.scalar(select(audit.c.id).where(*same, audit.c.at > since).limit(1)) is not None


def read(
    connection: Connection, since: datetime | None, named: str | None, acting_for: int | None
) -> Iterator[Row[Any]]:
    """The lines from a moment on, by or about who is `named` (“person 12”), for one producer; None: all. With the words
    beside them that are still there. A few are read at a time.
    """
    statement = select(audit, audit_word.c.words).outerjoin(audit_word, audit_word.c.audit_id == audit.c.id)
    statement = statement.order_by(audit.c.at, audit.c.id)
    if since is not None:
        statement = statement.where(audit.c.at >= since)
    if named is not None:
        statement = statement.where(or_(audit.c.actor == named, audit.c.subject == named))
    if acting_for is not None:
        statement = statement.where(audit.c.acting_for == acting_for)
    yield from connection.execute(statement.execution_options(yield_per=500))
