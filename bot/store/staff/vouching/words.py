"""What officers have said of who registered alone: each row can be undone for some minutes, unless it is settled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists, insert, or_, select, update

from bot.store.schema import membership, merge, person, producer, role, vouch
from bot.store.staff.vouching.unconfirmed import KNOWN, NOT_KNOWN, Newcomer

CAN_BE_UNDONE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Said:
    """One word of an officer about a producer and who answers for it."""

    id: int
    producer_id: int
    person_id: int
    at: datetime
    word: str
    person_too: bool


def confirm(connection: Connection, them: Sequence[Newcomer], by: int, now: datetime) -> dict[int, int]:
    """They are confirmed, each with her business; gives the rows of it by person, the first of the tap first. Who was
    confirmed meanwhile is in none.
    """
    locked = _lock(connection, producer.c.id, {one.producer_id for one in them}, producer.c.confirmed_at.is_(None))
    connection.execute(update(producer).where(producer.c.id.in_(locked)).values(confirmed_at=now))
    hers = [one for one in them if one.producer_id in locked]
    new = _lock(connection, person.c.id, {one.person_id for one in hers}, person.c.confirmed_at.is_(None))
    connection.execute(update(person).where(person.c.id.in_(new)).values(confirmed_at=now))
    rows: dict[int, int] = {}
    for one in hers:
        too = one.person_id in new
        first = next(iter(rows.values()), None)
        rows[one.person_id] = _add(connection, one, by, KNOWN, now, first=first, person_too=too)
        new.discard(one.person_id)
    return rows


def _lock(
    connection: Connection, number: ColumnElement[int], which: Collection[int], *those: ColumnElement[bool]
) -> set[int]:
    """Rows are this transaction's, in the order of their numbers, so that two officers never wait for each other;
    businesses before people, everywhere. Gives those that are there.
    """
    here = select(number).where(number.in_(which), *those).order_by(number).with_for_update(key_share=True)
    return set(connection.scalars(here))


def set_aside(connection: Connection, one: Newcomer, by: int, why: str, now: datetime) -> int:
    """Nobody knows her; gives the row."""
    return _add(connection, one, by, NOT_KNOWN, now, why=why)


def _add(
    connection: Connection,
    one: Newcomer,
    by: int,
    word: str,
    now: datetime,
    *,
    why: str | None = None,
    first: int | None = None,
    person_too: bool = False,
) -> int:
    values = {"producer_id": one.producer_id, "person_id": one.person_id, "by_id": by, "at": now, "word": word}
    values |= {"why": why, "first_id": first, "person_too": person_too}
    return int(connection.execute(insert(vouch).values(values).returning(vouch.c.id)).scalar_one())


def of_tap(connection: Connection, number: int, now: datetime) -> list[Said]:
    """What was said with one tap in the last minutes and is not undone, locked."""
    theirs = or_(vouch.c.id == number, vouch.c.first_id == number)
    columns = (vouch.c.id, vouch.c.producer_id, vouch.c.person_id, vouch.c.at, vouch.c.word, vouch.c.person_too)
    still = (theirs, vouch.c.undone_at.is_(None), vouch.c.at > now - CAN_BE_UNDONE)
    first = (*still, exists(select(vouch.c.id).where(vouch.c.id == number, vouch.c.first_id.is_(None))))
    return [Said(*row) for row in connection.execute(select(*columns).where(*first).order_by(vouch.c.id))]


def undo(connection: Connection, them: Collection[Said], now: datetime) -> list[Said]:
    """All is as it was before these were said; gives those whom nobody else has vouched for since."""
    _lock(connection, producer.c.id, {one.producer_id for one in them})
    _lock(connection, person.c.id, {one.person_id for one in them if one.person_too})
    them = sorted(them, key=lambda one: one.producer_id)
    return [one for one in them if _undo(connection, one, now)]


def _undo(connection: Connection, one: Said, now: datetime) -> bool:
    can = [vouch.c.id == one.id, vouch.c.undone_at.is_(None), *(_alone(one) if one.word == KNOWN else [])]
    if connection.execute(update(vouch).where(*can).values(undone_at=now)).rowcount != 1:
        return False
    if one.word == KNOWN:
        was = (producer.c.id == one.producer_id, producer.c.confirmed_at == one.at)
        connection.execute(update(producer).where(*was).values(confirmed_at=None))
        if one.person_too:
            hers = (person.c.id == one.person_id, person.c.confirmed_at == one.at)
            connection.execute(update(person).where(*hers).values(confirmed_at=None))
    return True


def _alone(one: Said) -> list[ColumnElement[bool]]:
    """Nobody else has said since who she is: no operator, no leader, no link to work here, no merge."""
    let_in = exists().where(membership.c.member_id == one.producer_id, membership.c.confirmed_at >= one.at)
    works = exists().where(role.c.person_id == one.person_id, role.c.since >= one.at)
    either = or_(merge.c.kept_id == one.producer_id, merge.c.other_id == one.producer_id)
    is_one = exists().where(either, merge.c.undone_at.is_(None))
    return [vouch.c.settled_at.is_(None), ~let_in, ~works, ~is_one]


def untold(connection: Connection, programme: str, now: datetime, most: int) -> list[int]:
    """The words of a programme that cannot be undone any more, and of which she has not heard yet; the oldest first."""
    waits = (vouch.c.told_at.is_(None), vouch.c.undone_at.is_(None), vouch.c.word == KNOWN)
    here = select(vouch.c.id).join_from(vouch, producer, producer.c.id == vouch.c.producer_id)
    here = here.where(*waits, vouch.c.at <= now - CAN_BE_UNDONE, producer.c.programme == programme)
    return list(connection.scalars(here.order_by(vouch.c.id).limit(most)))


def told(connection: Connection, numbers: Collection[int], now: datetime) -> set[int]:
    """They hear it now; gives who, each once."""
    hers = update(vouch).where(vouch.c.id.in_(numbers), vouch.c.told_at.is_(None), vouch.c.undone_at.is_(None))
    return set(connection.scalars(hers.values(told_at=now).returning(vouch.c.person_id)))
