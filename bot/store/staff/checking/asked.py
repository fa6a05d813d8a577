"""Values that staff propose for an answer, and what was said to them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.staff.checking import How, Said
from bot.store.schema import figure_asked, follow_up, producer
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


def waiting_since(connection: Connection, programme: str, before: datetime, most: int) -> list[int]:
    """Those that were proposed before a moment and that nothing was said to, the oldest first."""
    waits = (figure_asked.c.said.is_(None), figure_asked.c.ended_at.is_(None), figure_asked.c.at <= before)
    statement = (
        select(figure_asked.c.id)
        .select_from(figure_asked.join(follow_up).join(producer, producer.c.id == follow_up.c.producer_id))
        .where(*waits, producer.c.programme == programme)
    )
    return list(connection.scalars(statement.order_by(figure_asked.c.id).limit(most)))


def say(connection: Connection, number: int, said: Said, how: How | None, by: int | None, now: datetime) -> None:
    """What was said to it, by whom (None: nobody said anything), and how she agreed for whom it was said."""
    values = {"said": said, "how": how, "said_by": by, "said_at": now}
    connection.execute(update(figure_asked).where(figure_asked.c.id == number).values(values))


def end(connection: Connection, number: int, now: datetime) -> None:
    """It is asked no longer."""
    connection.execute(update(figure_asked).where(figure_asked.c.id == number).values(ended_at=now))
