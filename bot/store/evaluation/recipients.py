"""Recipients: who is asked for a producer, how they are reached, and what staff are to look at."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, case, exists, func, literal_column, select, update

from bot.domain.wire.contact import ChatState
from bot.store.engine.engine import insert_for
from bot.store.schema import chat, chat_person, dialogue, follow_up, person, speaks_for
from bot.store.wire.chats import people_in

_BLOCKED = chat.c.state == literal_column("'blocked'")
# Where several people use a chat each has her own wish; that it is blocked is the chat's.
_STATE = case((_BLOCKED, chat.c.state), else_=chat_person.c.state)
_ACTIVE = case((literal_column("'active'") == _STATE, 1), else_=0)
_HERE = (chat.c.bot == chat_person.c.bot) & (chat.c.chat == chat_person.c.chat)
_companion = chat_person.alias("companion")
_SHARED = exists().where(
    _companion.c.bot == chat_person.c.bot,
    _companion.c.chat == chat_person.c.chat,
    _companion.c.person_id != chat_person.c.person_id,
)

_LOAD = (
    select(person.c.id, person.c.programme, person.c.language, person.c.nudge_hour, person.c.last_nudge_on)
    .where(person.c.id.in_(bindparam("people", expanding=True)))
    .order_by(person.c.id)
)
_LOAD_LOCKED = _LOAD.with_for_update(key_share=True, skip_locked=True)
_ADDRESSES = (
    select(
        chat_person.c.person_id,
        chat.c.bot,
        chat.c.chat,
        _STATE.label("state"),
        case((_BLOCKED, chat.c.state_since), else_=chat_person.c.state_since).label("since"),
        _SHARED.label("shared"),
    )
    .join_from(chat_person, chat, _HERE)
    .where(chat_person.c.person_id.in_(bindparam("people", expanding=True)))
    .order_by(_ACTIVE, chat.c.seen_at)
)
_NUDGED_ON = update(person).where(person.c.id == bindparam("who")).values(last_nudge_on=bindparam("day"))


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is written to, whether we may, and since when it is so; `shared`: others use that phone too."""

    bot: int
    chat: int
    state: ChatState
    since: datetime
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A person who is asked. `address` None: they have no chat at all (somebody else answers for them). `called`: what
    she is called among those who use her phone; None: nobody else does.
    """

    id: int
    programme: str
    language: str
    nudge_hour: int | None
    last_nudge_on: date | None
    address: Address | None
    called: str | None = None


def speakers(connection: Connection, producers: Collection[int]) -> dict[int, int]:
    """For each producer the person who is asked: the one of those who can be reached who has spoken for it longest."""
    statement = (
        select(speaks_for.c.producer_id, speaks_for.c.person_id)
        .select_from(
            speaks_for.outerjoin(chat_person, chat_person.c.person_id == speaks_for.c.person_id).outerjoin(chat, _HERE)
        )
        .where(speaks_for.c.producer_id.in_(producers))
        .group_by(speaks_for.c.producer_id, speaks_for.c.person_id, speaks_for.c.since)
        .order_by(speaks_for.c.producer_id, func.max(_ACTIVE).desc(), speaks_for.c.since, speaks_for.c.person_id)
    )
    chosen: dict[int, int] = {}
    for row in connection.execute(statement):
        chosen.setdefault(row.producer_id, row.person_id)
    return chosen


def load(connection: Connection, people: Collection[int], *, lock: bool = False) -> dict[int, Asked]:
    """These people and how they are reached, by id.

    `lock`: only those whom nobody else is busy with, until the end, so that two ticks never both write to one. The
    lock is weaker than FOR UPDATE: rows that point at a person can be written meanwhile.
    """
    found = connection.execute(_LOAD_LOCKED if lock else _LOAD, {"people": sorted(people)}).all()
    where = addresses(connection, [row.id for row in found])
    called = _called(connection, where)
    return {row.id: Asked(*row, address=where.get(row.id), called=called.get(row.id)) for row in found}


def _called(connection: Connection, where: Mapping[int, Address]) -> dict[int, str]:
    """What they are called who share a phone, by id."""
    shared = {(one.bot, one.chat) for one in where.values() if one.shared}
    here = [one for bot, chat_id in sorted(shared) for one in people_in(connection, bot, chat_id)]
    return {one.id: one.called for one in here if one.id in where and where[one.id].shared and one.called}


def addresses(connection: Connection, people: Collection[int]) -> dict[int, Address]:
    """Where each person is reached: of several chats an active one, and the one seen last."""
    rows = connection.execute(_ADDRESSES, {"people": list(people)})
    return {row.person_id: Address(row.bot, row.chat, ChatState(row.state), row.since, row.shared) for row in rows}


def nudged_on(connection: Connection, days: Mapping[int, date]) -> None:
    """Write the day of each person's last nudge."""
    if days:
        connection.execute(_NUDGED_ON, [{"who": who, "day": day} for who, day in days.items()])


def begun(connection: Connection, people: Collection[int], slots: Collection[int]) -> dict[int, int]:
    """Of these slots, those that one of these people has begun to answer: the open dialogue touched last, by slot."""
    statement = (
        select(dialogue.c.slot_id, dialogue.c.id)
        .join_from(
            chat_person, dialogue, (dialogue.c.bot == chat_person.c.bot) & (dialogue.c.chat == chat_person.c.chat)
        )
        .where(chat_person.c.person_id.in_(people), dialogue.c.slot_id.in_(slots))
        .where(dialogue.c.person_id == chat_person.c.person_id)
        .order_by(dialogue.c.touched_at, dialogue.c.id)
    )
    return {row.slot_id: row.id for row in connection.execute(statement)}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that staff are to look at; the same reason is kept once a slot."""

    producer_id: int
    slot_id: int
    reason: str


def follow_up_on(connection: Connection, rows: Sequence[FollowUp], now: datetime) -> None:
    """Keep what staff are to look at."""
    if rows:
        connection.execute(
            insert_for(connection.dialect)(follow_up).on_conflict_do_nothing(index_elements=["slot_id", "reason"]),
            [
                {"producer_id": row.producer_id, "slot_id": row.slot_id, "reason": row.reason, "created_at": now}
                for row in rows
            ],
        )


def settle_follow_ups(connection: Connection, slots: Iterable[int], reason: str, now: datetime) -> None:
    """What staff were to look at has settled itself."""
    connection.execute(
        update(follow_up)
        .where(follow_up.c.slot_id.in_(list(slots)), follow_up.c.reason == reason, follow_up.c.done_at.is_(None))
        .values(done_at=now)
    )
