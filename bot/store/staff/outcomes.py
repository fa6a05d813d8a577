"""What came of follow-ups: steps that are only added."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from bot.domain.staff.outcomes import What
from bot.store.schema import follow_up, follow_up_outcome, person


@dataclass(frozen=True, slots=True)
class Outcome:
    """One step: who took it, what it was; `reason`: why it was closed; `again_on`: when to call again."""

    id: int
    follow_up_id: int
    by: int
    name: str | None
    at: datetime
    what: What
    reason: str | None
    again_on: date | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step to be written."""

    follow_up_id: int
    by: int
    what: What
    reason: str | None = None
    again_on: date | None = None
    words: str | None = None


_ALL = select(
    follow_up_outcome.c.id,
    follow_up_outcome.c.follow_up_id,
    follow_up_outcome.c.by_id,
    person.c.name,
    follow_up_outcome.c.at,
    follow_up_outcome.c.what,
    follow_up_outcome.c.reason,
    follow_up_outcome.c.again_on,
    follow_up_outcome.c.words,
).join_from(follow_up_outcome, person, person.c.id == follow_up_outcome.c.by_id)


def add(connection: Connection, one: Step, now: datetime) -> int:
    """Write it down; gives its number."""
    values = {"follow_up_id": one.follow_up_id, "by_id": one.by, "at": now, "what": one.what}
    values |= {"reason": one.reason, "again_on": one.again_on, "words": one.words}
    written = insert(follow_up_outcome).values(values).returning(follow_up_outcome.c.id)
    return int(connection.execute(written).scalar_one())


def of(connection: Connection, number: int) -> list[Outcome]:
    """All steps of one follow-up, the oldest first."""
    hers = _ALL.where(follow_up_outcome.c.follow_up_id == number).order_by(follow_up_outcome.c.id)
    return [Outcome(*row[:5], What(row.what), *row[6:]) for row in connection.execute(hers)]


def before(connection: Connection, producer_id: int, but: int, most: int) -> list[Outcome]:
    """The newest steps of the earlier follow-ups of a producer, the newest first."""
    others = _ALL.join(follow_up, follow_up.c.id == follow_up_outcome.c.follow_up_id).where(
        follow_up.c.producer_id == producer_id, follow_up.c.id != but
    )
    rows = connection.execute(others.order_by(follow_up_outcome.c.id.desc()).limit(most))
    return [Outcome(*row[:5], What(row.what), *row[6:]) for row in rows]
