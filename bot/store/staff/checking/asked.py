"""Values that staff propose for an answer, and what was said to them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.staff.checking import How, Said
from bot.store.schema import figure_asked
from bot.store.staff.checking.queue import Asked


@dataclass(frozen=True, slots=True)
class Proposed:
    """A value that is proposed for an answer of an item, by whom, and how it stood."""

    follow_up_id: int
    submission_id: int
    path: str
    old: str
    new: str
    person_id: int


def add(connection: Connection, one: Proposed, now: datetime) -> int:
    """Write down what is proposed; gives its number."""
    names = ("follow_up_id", "submission_id", "path", "old", "new", "person_id")
    values = {name: getattr(one, name) for name in names} | {"at": now}
    return int(connection.execute(insert(figure_asked).values(values).returning(figure_asked.c.id)).scalar_one())


def find(connection: Connection, number: int) -> tuple[int, Asked] | None:
    """One that nothing was said to yet, with the follow-up that it is about."""
    columns = [figure_asked.c[name] for name in ("id", "path", "old", "new", "person_id", "at", "said")]
    waits = (figure_asked.c.id == number, figure_asked.c.said.is_(None), figure_asked.c.ended_at.is_(None))
    row = connection.execute(select(figure_asked.c.follow_up_id, *columns).where(*waits)).one_or_none()
    return None if row is None else (row[0], Asked(*row[1:]))


def say(connection: Connection, number: int, said: Said, how: How | None, by: int, now: datetime) -> None:
    """What was said to it, by whom, and how she agreed for whom it was said."""
    values = {"said": said, "how": how, "said_by": by, "said_at": now}
    connection.execute(update(figure_asked).where(figure_asked.c.id == number).values(values))


def end(connection: Connection, number: int, now: datetime) -> None:
    """It is asked no longer."""
    connection.execute(update(figure_asked).where(figure_asked.c.id == number).values(ended_at=now))
