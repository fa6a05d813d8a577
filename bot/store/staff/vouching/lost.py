"""Accounts that somebody wants back, and what officers have said: two words that it is her, and it is given back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, insert, literal, or_, select, update

from bot.store.people.relinking import ACCOUNT_LOST
from bot.store.schema import (
    chat_person,
    follow_up,
    group_about,
    lost_account,
    lost_word,
    membership,
    person,
    producer,
)
from bot.store.staff.waiting import Reader

KIND = "lost"
HER, NOT_HER = "her", "not_her"
# Why a word ends: its officer takes it back, its days are over, somebody says that it is not her, it was done, it
# cannot be done.
TAKEN_BACK, OVER, CLOSED, DONE, CANNOT = "taken_back", "over", "closed", "done", "cannot"
# So long one yes waits for the other.
WAITS_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Word:
    """What an officer has said that counts still."""

    id: int
    by_id: int
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """An account that somebody wants back, as an officer may see it: no figure, and nothing of the new one but since
    when it is and whether it writes the same name. `words`: who has said that it is her.
    """

    id: int
    programme: str
    area: str | None
    producer_id: int
    old_id: int
    new_id: int
    name: str
    group: str | None
    number: int | None
    heard: datetime | None
    since: datetime
    new_since: datetime
    same_name: bool
    words: Sequence[Word] = ()


_OLD, _NEW = person.alias("old"), person.alias("new")
_OPEN = (follow_up.c.reason == ACCOUNT_LOST, follow_up.c.done_at.is_(None))
_BOTH = (
    follow_up.join(lost_account, lost_account.c.follow_up_id == follow_up.c.id)
    .join(producer, producer.c.id == follow_up.c.producer_id)
    .join(_OLD, _OLD.c.id == lost_account.c.old_id)
    .join(_NEW, _NEW.c.id == lost_account.c.new_id)
)
_STANDS = (lost_word.c.word == HER, lost_word.c.ended_at.is_(None))


def _here(reader: Reader) -> list[ColumnElement[bool]]:
    """Of her areas; not hers, nor of who uses the same phone as either of the two."""
    here = [*_OPEN, producer.c.programme == reader.programme, _OLD.c.name.is_not(None), _NEW.c.name.is_not(None)]
    here += [] if reader.areas is None else [producer.c.area.in_(sorted(reader.areas))]
    return [*here, ~_of_reader(reader.person_id)]


def _of_reader(reader: int) -> ColumnElement[bool]:
    theirs, hers = chat_person.alias("theirs"), chat_person.alias("readers")
    same = and_(theirs.c.bot == hers.c.bot, theirs.c.chat == hers.c.chat, hers.c.person_id == reader)
    beside = exists(select(theirs.c.person_id).join_from(theirs, hers, same)).where(
        theirs.c.person_id.in_((lost_account.c.old_id, lost_account.c.new_id))
    )
    return or_(lost_account.c.old_id == reader, lost_account.c.new_id == reader, beside)


def _settled_for(reader: int) -> ColumnElement[bool]:
    """She has said it herself, or two others have."""
    own = exists().where(lost_word.c.follow_up_id == follow_up.c.id, *_STANDS, lost_word.c.by_id == reader)
    said = select(func.count()).select_from(lost_word).where(lost_word.c.follow_up_id == follow_up.c.id, *_STANDS)
    return or_(own, said.scalar_subquery() > 1)


def waits(reader: Reader) -> Select[Any]:
    """What waits for a reader of this kind, by the number of the follow-up: not what she has said her word to."""
    columns = (literal(KIND).label("kind"), follow_up.c.id.label("ref"), follow_up.c.created_at.label("since"))
    return select(*columns).select_from(_BOTH).where(*_here(reader), ~_settled_for(reader.person_id))


def numbers(connection: Connection, reader: Reader) -> list[int]:
    """All that are open in her areas, also where she has said her word; the oldest first."""
    here = select(follow_up.c.id).select_from(_BOTH).where(*_here(reader))
    return list(connection.scalars(here.order_by(follow_up.c.created_at, follow_up.c.id)))


def find(connection: Connection, number: int, *, lock: bool = False) -> Account | None:
    """One that is open; `lock`: nobody else says anything about it meanwhile."""
    if lock:
        connection.execute(select(follow_up.c.id).where(follow_up.c.id == number).with_for_update())
    in_group = and_(membership.c.member_id == producer.c.id, membership.c.until.is_(None))
    seen = select(func.max(chat_person.c.seen_at)).where(chat_person.c.person_id == _OLD.c.id).scalar_subquery()
    columns = (
        follow_up.c.id,
        producer.c.programme,
        producer.c.area,
        producer.c.id,
        _OLD.c.id,
        _NEW.c.id,
        _OLD.c.name,
        group_about.c.name,
        membership.c.number,
        seen,
        follow_up.c.created_at,
        _NEW.c.created_at,
        _NEW.c.name,
    )
    joined = _BOTH.outerjoin(membership, in_group).outerjoin(
        group_about, group_about.c.group_id == membership.c.group_id
    )
    this = (follow_up.c.id == number, *_OPEN, _OLD.c.name.is_not(None), _NEW.c.name.is_not(None))
    row = connection.execute(select(*columns).select_from(joined).where(*this).limit(1)).one_or_none()
    if row is None:
        return None
    *known, other = tuple(row)
    known.append(row[6].strip().casefold() == other.strip().casefold())
    return replace(Account(*known), words=words(connection, number))


def of_reader(connection: Connection, number: int, reader: int) -> bool:
    """Whether it is about who reads it, or about who uses the same phone as she."""
    hers = select(follow_up.c.id).select_from(_BOTH).where(follow_up.c.id == number, _of_reader(reader))
    return connection.scalar(hers) is not None


def share_a_phone(connection: Connection, one: int, other: int) -> bool:
    """Whether two people write in the same chat."""
    first, second = chat_person.alias("first"), chat_person.alias("second")
    same = and_(first.c.bot == second.c.bot, first.c.chat == second.c.chat)
    both = (first.c.person_id == one, second.c.person_id == other)
    return connection.scalar(select(first.c.chat).join_from(first, second, same).where(*both).limit(1)) is not None


def words(connection: Connection, number: int) -> list[Word]:
    """Who has said that it is her, the first of them first."""
    said = select(lost_word.c.id, lost_word.c.by_id, lost_word.c.how, lost_word.c.at)
    rows = connection.execute(said.where(lost_word.c.follow_up_id == number, *_STANDS).order_by(lost_word.c.id))
    return [Word(*row) for row in rows]


def say(connection: Connection, number: int, by: int, word: str, how: str, now: datetime) -> None:
    """An officer's word; that it is not her ends at once, with all others."""
    ended = {"ended_at": now, "end": CLOSED} if word == NOT_HER else {}
    values = {"follow_up_id": number, "by_id": by, "word": word, "how": how, "at": now}
    connection.execute(insert(lost_word).values(values | ended))


def end(connection: Connection, which: Collection[int], why: str, now: datetime) -> None:
    """These words count no more."""
    here = (lost_word.c.id.in_(which), lost_word.c.ended_at.is_(None))
    connection.execute(update(lost_word).where(*here).values(ended_at=now, end=why))


def close(connection: Connection, number: int, now: datetime) -> None:
    """There is nothing to look at any more."""
    this = (follow_up.c.id == number, follow_up.c.done_at.is_(None))
    connection.execute(update(follow_up).where(*this).values(done_at=now))


def agreed(connection: Connection, programme: str) -> list[int]:
    """Those of a programme of which two have said that it is her, and that are open."""
    here = select(follow_up.c.id).join_from(follow_up, lost_word, lost_word.c.follow_up_id == follow_up.c.id)
    here = here.join(producer, producer.c.id == follow_up.c.producer_id)
    here = here.where(*_OPEN, *_STANDS, producer.c.programme == programme)
    twice = here.group_by(follow_up.c.id).having(func.count() > 1)
    return list(connection.scalars(twice.order_by(follow_up.c.id)))


def end_over(connection: Connection, now: datetime) -> int:
    """A yes to which nobody has added another in its days counts no more; gives how many."""
    more = lost_word.alias("more")
    other = exists().where(
        more.c.follow_up_id == lost_word.c.follow_up_id,
        more.c.id != lost_word.c.id,
        more.c.word == HER,
        more.c.ended_at.is_(None),
    )
    over = update(lost_word).where(*_STANDS, lost_word.c.at <= now - WAITS_FOR, ~other)
    return connection.execute(over.values(ended_at=now, end=OVER)).rowcount
