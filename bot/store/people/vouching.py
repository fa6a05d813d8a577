"""Who is confirmed: people, and the producers that they answer for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.store.schema import person, producer, speaks_for, vouch


def known(connection: Connection, people: Sequence[int]) -> set[int]:
    """Those of these numbers that are people."""
    return set(connection.scalars(select(person.c.id).where(person.c.id.in_(people))))


def confirm_people(connection: Connection, people: Sequence[int], now: datetime) -> list[int]:
    """Confirm who is not yet; gives them."""
    new = update(person).where(person.c.id.in_(people), person.c.confirmed_at.is_(None)).values(confirmed_at=now)
    return sorted(connection.scalars(new.returning(person.c.id)))


def confirm_producers(connection: Connection, people: Sequence[int], now: datetime) -> int:
    """Confirm the producers that these people answer for and that are not yet; gives how many."""
    theirs = select(speaks_for.c.producer_id).where(speaks_for.c.person_id.in_(people))
    new = update(producer).where(producer.c.id.in_(theirs), producer.c.confirmed_at.is_(None))
    return connection.execute(new.values(confirmed_at=now)).rowcount


def settle(connection: Connection, people: Sequence[int], now: datetime) -> None:
    """What officers have said of these people is not undone any more: somebody else has vouched for them too."""
    theirs = (vouch.c.person_id.in_(people), vouch.c.undone_at.is_(None), vouch.c.settled_at.is_(None))
    connection.execute(update(vouch).where(*theirs).values(settled_at=now))
