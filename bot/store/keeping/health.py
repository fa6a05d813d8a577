"""How a database is: what `ovop doctor` asks of it, and whoever watches a running bot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, func, select, text, update

from bot.domain.evaluation.calendar import SlotState, Why
from bot.domain.wire.outgoing import Lane, OutState
from bot.store.engine.sync import sqlite_file
from bot.store.engine.whole import require_sound
from bot.store.people.erasure import Progress
from bot.store.schema import erasure, heartbeat, outbox, person, seen_update, slot
from bot.store.wire.updates import count_dead

WAITS_TOO_LONG = timedelta(hours=1)
A_DAY, A_MONTH = timedelta(days=1), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Engine:
    """The database itself, sound. Sizes in bytes; `wal` is 0 on PostgreSQL."""

    name: str
    size: int
    wal: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """What is under way: dead updates, messages that are stuck, and when a bot last gave a sign of life."""

    dead_updates: int
    waiting_too_long: int
    unsure: int
    failed: int
    blocked: int
    last_sign: datetime | None


def engine(connection: Connection, url: str) -> Engine:
    """Version and size. Raises StoreTrouble when it is damaged as a whole."""
    file = sqlite_file(url)
    if file is None:
        version = connection.exec_driver_sql("SHOW server_version").scalar()
        size = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar()
        return Engine(f"PostgreSQL {version}", int(size or 0), 0)
    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
    require_sound(connection)
    wal = file.with_name(f"{file.name}-wal")
    return Engine(f"SQLite {version}", file.stat().st_size, wal.stat().st_size if wal.exists() else 0)


def traffic(connection: Connection, now: datetime) -> Traffic:
    """Counts over the outbox, the dead updates and the heartbeats."""
    late = select(func.count()).where(
        outbox.c.state.in_((OutState.WAITING, OutState.SENDING)), outbox.c.next_attempt < now - WAITS_TOO_LONG
    )
    blocked = (func.coalesce(outbox.c.reason, "") == "blocked").label("blocked")
    rows = connection.execute(
        select(outbox.c.state, blocked, func.count())
        .where(outbox.c.state.in_((OutState.FAILED, OutState.UNSURE)))
        .group_by(outbox.c.state, "blocked")
    )
    counts = {(state, bool(of_blocked)): number for state, of_blocked, number in rows}
    unsure = sum(number for (state, _), number in counts.items() if state == OutState.UNSURE)
    return Traffic(
        dead_updates=count_dead(connection),
        waiting_too_long=int(connection.scalar(late) or 0),
        unsure=unsure,
        failed=counts.get((OutState.FAILED, False), 0),
        blocked=counts.get((OutState.FAILED, True), 0),
        last_sign=last_sign(connection),
    )


def kept_since(connection: Connection) -> datetime | None:
    """Since when there is something to lose: when the first person came."""
    since: datetime | None = connection.scalar(select(func.min(person.c.created_at)))
    return since


@dataclass(frozen=True, slots=True)
class Pulse:
    """What can be asked of a database every few seconds: since when the oldest message of each lane waits (None: none
    does), updates that were set aside, erasures that are not done.
    """

    oldest: Mapping[Lane, datetime | None]
    dead_updates: int
    erasures: int


def last_sign(connection: Connection) -> datetime | None:
    """When a bot was last alive on this database; None: never."""
    found: datetime | None = connection.scalar(select(func.max(heartbeat.c.at)))
    return found


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The oldest of what goes by itself: keys of updates, erasures under way. None: there is none."""

    oldest_key: datetime | None
    oldest_erasure: datetime | None


def leftovers(connection: Connection) -> Leftovers:
    """What should have been taken away by now, if it is old."""
    return Leftovers(
        connection.scalar(select(func.min(seen_update.c.seen_at))),
        connection.scalar(select(func.min(erasure.c.at)).where(erasure.c.state != Progress.DONE)),
    )


@dataclass(frozen=True, slots=True)
class Uncommon:
    """What a night has done that it should not: check-ins closed as missed before their time, people erased at a time
    still to come, and the day (UTC) of the last month on which most people were erased, beside how many there are.
    """

    closed_early: int
    erased_ahead: int
    erased_on: date | None
    most_erased: int
    people: int


def uncommon(connection: Connection, now: datetime) -> Uncommon:
    """Looks through the erasures of a month, and the check-ins whose time is not over."""
    closed = select(func.count()).where(
        slot.c.state == SlotState.MISSED,
        slot.c.closes_at > now + A_DAY,
        func.coalesce(slot.c.why, "").not_in([Why.ERASED, Why.MOVED]),
    )
    ahead = select(func.count()).where(erasure.c.at > now + A_DAY)
    moments = connection.scalars(select(erasure.c.at).where(erasure.c.at > now - A_MONTH, erasure.c.at <= now + A_DAY))
    days = Counter(moment.astimezone(UTC).date() for moment in moments)
    day, most = max(days.items(), key=lambda found: found[1], default=(None, 0))
    people = select(func.count()).select_from(person)
    counts = [int(connection.scalar(query) or 0) for query in (closed, ahead, people)]
    return Uncommon(counts[0], counts[1], day, most, counts[2])


def pulse(connection: Connection, bots: Sequence[int]) -> Pulse:
    """Raises when nothing can be written: the sign of life is written as it stands, and that goes to the disk."""
    connection.execute(update(heartbeat).values(at=heartbeat.c.at))
    under_way = select(func.count()).where(erasure.c.state != Progress.DONE)
    return Pulse(
        {lane: _oldest(connection, bots, lane) for lane in Lane},
        count_dead(connection),
        int(connection.scalar(under_way) or 0),
    )


def _oldest(connection: Connection, bots: Sequence[int], lane: Lane) -> datetime | None:
    """By the index of what waits, one bot after the other: millions may wait."""
    first = select(outbox.c.created_at).where(outbox.c.lane == int(lane), text("outbox.state = 'waiting'"))
    found = (connection.scalar(first.where(outbox.c.bot == bot).order_by(outbox.c.id).limit(1)) for bot in bots)
    return min((moment for moment in found if moment is not None), default=None)
