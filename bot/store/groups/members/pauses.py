"""Pauses of members: why, since when and until which day; one that was ended early says when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.store.schema import pause


class Reason(StrEnum):
    """Why somebody pauses."""

    SICK = "sick"
    BIRTH = "birth"
    AWAY = "away"
    SEASON = "season"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Pause:
    """One pause; `until` is the first day on which she is asked again, unless it was ended before."""

    producer_id: int
    why: Reason
    since: datetime
    until: date
    ended_at: datetime | None

    def falls_into(self, due: date, closes: datetime) -> bool:
        """Whether a check-in that is due on that day and closes then is in the pause, in part at least."""
        end = self.until if self.ended_at is None else min(self.until, self.ended_at.date())
        return self.since < closes and end > due


def begin(connection: Connection, producer_id: int, why: Reason, until: date, now: datetime) -> None:
    """She pauses from now on; a pause of hers that has not ended ends."""
    end(connection, producer_id, now)
    connection.execute(insert(pause).values(producer_id=producer_id, why=why, since=now, until=until))


def end(connection: Connection, producer_id: int, now: datetime) -> bool:
    """She goes on; False: she was not pausing."""
    hers = (pause.c.producer_id == producer_id, pause.c.ended_at.is_(None), pause.c.until > now.date())
    return connection.execute(update(pause).where(*hers).values(ended_at=now)).rowcount > 0


def current(connection: Connection, producers: Collection[int], today: date) -> Mapping[int, Pause]:
    """The pauses of these that hold today, by producer."""
    here = (pause.c.producer_id.in_(sorted(producers)), pause.c.ended_at.is_(None), pause.c.until > today)
    return {one.producer_id: one for one in _read(connection, *here)}


def of(connection: Connection, producers: Collection[int]) -> Mapping[int, list[Pause]]:
    """All pauses of these, by producer."""
    found: dict[int, list[Pause]] = {}
    for one in _read(connection, pause.c.producer_id.in_(sorted(producers))):
        found.setdefault(one.producer_id, []).append(one)
    return found


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Pause]:
    columns = (pause.c.producer_id, pause.c.why, pause.c.since, pause.c.until, pause.c.ended_at)
    rows = connection.execute(select(*columns).where(*conditions).order_by(pause.c.id))
    return [Pause(row.producer_id, Reason(row.why), row.since, row.until, row.ended_at) for row in rows]


def drop_of(connection: Connection, producers: Collection[int]) -> None:
    """Nothing is kept of the pauses of these: why somebody paused is hers."""
    connection.execute(delete(pause).where(pause.c.producer_id.in_(sorted(producers))))
