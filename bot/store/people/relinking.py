"""An account that was lost: who else has a phone number, and the rows that move from an old chat to a new one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, or_, select, update
from sqlalchemy.engine import Row

from bot.store.schema import chat, chat_person, dialogue, follow_up, media, outbox, person
from bot.store.wire.broadcasts import remove

ACCOUNT_LOST = "account_lost"
# In a dialogue's state: numbers of messages, which are those of a chat.
_TYPED = "typed"
_SAME = (chat_person.c.bot == chat.c.bot) & (chat_person.c.chat == chat.c.chat)


@dataclass(frozen=True, slots=True)
class Known:
    """A person as an operator who relinks has to know them. `erased`: nothing but the number is left."""

    id: int
    programme: str
    language: str
    phone: str | None
    confirmed: bool
    erased: bool


def find(connection: Connection, person_id: int) -> Known | None:
    """One person by number; on PostgreSQL nobody else changes her meanwhile."""
    row = connection.execute(select(person).where(person.c.id == person_id).with_for_update()).one_or_none()
    if row is None:
        return None
    erased = row.name is None and row.phone is None
    return Known(row.id, row.programme, row.language, row.phone, row.confirmed_at is not None, erased)


def with_phone(connection: Connection, programme: str, phone: str, but: int) -> list[int]:
    """Everybody else of a programme who has this phone number."""
    same = (person.c.phone == phone, person.c.programme == programme, person.c.id != but)
    return list(connection.scalars(select(person.c.id).where(*same).order_by(person.c.id)))


def note_lost(connection: Connection, producer_id: int, old: int, new: int, now: datetime) -> None:
    """Staff are to look at this: a new account has the phone number of somebody known."""
    values = {"producer_id": producer_id, "reason": ACCOUNT_LOST, "detail": {"old": old, "new": new}}
    connection.execute(insert(follow_up).values(values | {"created_at": now}))


def settle_lost(connection: Connection, person_id: int, now: datetime) -> None:
    """There is nothing to look at any more about a new account."""
    waiting = (follow_up.c.reason == ACCOUNT_LOST, follow_up.c.done_at.is_(None))
    for row in connection.execute(select(follow_up.c.id, follow_up.c.detail).where(*waiting)).all():
        if (row.detail or {}).get("new") == person_id:
            connection.execute(update(follow_up).where(follow_up.c.id == row.id).values(done_at=now))


def newest_chat(connection: Connection, person_id: int) -> tuple[int, int] | None:
    """The chat (bot, chat) of a person in which something was written last."""
    hers = (
        select(chat.c.bot, chat.c.chat).join_from(chat, chat_person, _SAME).where(chat_person.c.person_id == person_id)
    )
    row = connection.execute(hers.order_by(chat.c.seen_at.desc()).limit(1).with_for_update(of=chat)).one_or_none()
    return None if row is None else (row.bot, row.chat)


def move(connection: Connection, old: tuple[int, int], new: tuple[int, int], person_id: int) -> None:
    """What is hers in an old chat goes to the new one: open forms, laid aside, and the files that she sent."""
    others = select(chat_person.c.person_id).where(*_in(chat_person, old), chat_person.c.person_id != person_id)
    shared = connection.scalar(others.limit(1)) is not None
    for row in connection.execute(select(dialogue).where(*_hers(dialogue, old, person_id, shared))).all():
        where = {"bot": new[0], "chat": new[1], "person_id": person_id, "front": False}
        values = where | {"state": _without_messages(row)}
        connection.execute(update(dialogue).where(dialogue.c.id == row.id).values(values))
    sent = (*_hers(media, old, person_id, shared), media.c.place.is_(None))
    connection.execute(update(media).where(*sent).values(bot=new[0], chat=new[1], person_id=person_id))


def _hers(table: Table, where: tuple[int, int], person_id: int, shared: bool) -> tuple[ColumnElement[bool], ...]:
    """Her rows of a chat; what nobody is named for is hers where nobody else uses it."""
    named: ColumnElement[bool] = table.c.person_id == person_id
    return (*_in(table, where), named if shared else or_(named, table.c.person_id.is_(None)))


def _without_messages(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row.state.items() if name != _TYPED}


def clear(connection: Connection, where: tuple[int, int], person_id: int) -> None:
    """What was begun in a chat, and what waits to be said there, by who is somebody else now."""
    connection.execute(delete(dialogue).where(*_in(dialogue, where), dialogue.c.person_id == person_id))
    waiting = (*_in(outbox, where), outbox.c.person_id == person_id, outbox.c.state == "waiting")
    remove(connection, *waiting)


def give_chat(connection: Connection, where: tuple[int, int], old: int, new: int, language: str, now: datetime) -> None:
    """From now on a chat is hers (`new`), in the place of another (`old`)."""
    connection.execute(delete(chat_person).where(*_in(chat_person, where), chat_person.c.person_id == old))
    hers = {"bot": where[0], "chat": where[1], "person_id": new, "since": now, "seen_at": now}
    hers |= {"state": "active", "state_since": now}
    connection.execute(insert(chat_person).values(hers))
    in_front = {"person_id": new, "language": language, "joining": None}
    connection.execute(update(chat).where(*_in(chat, where), chat.c.person_id == old).values(in_front))


def _in(table: Any, where: tuple[int, int]) -> tuple[Any, Any]:
    return table.c.bot == where[0], table.c.chat == where[1]
