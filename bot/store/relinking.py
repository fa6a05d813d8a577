"""An account that was lost: who else has a phone number, and the rows that move from an old chat to a new one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.engine import Row

from bot.store.schema import chat, dialogue, follow_up, media, outbox, person

ACCOUNT_LOST = "account_lost"
# In a dialogue's state: numbers of messages, which are those of a chat.
_TYPED = "typed"


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
    """The chat (bot, chat) in which a person wrote last."""
    hers = select(chat.c.bot, chat.c.chat).where(chat.c.person_id == person_id)
    row = connection.execute(hers.order_by(chat.c.seen_at.desc()).limit(1).with_for_update()).one_or_none()
    return None if row is None else (row.bot, row.chat)


def move(connection: Connection, old: tuple[int, int], new: tuple[int, int]) -> None:
    """What is hers in an old chat goes to the new one: open forms, laid aside, and the files that she sent."""
    for row in connection.execute(select(dialogue).where(*_in(dialogue, old))).all():
        values = {"bot": new[0], "chat": new[1], "front": False, "state": _without_messages(row)}
        connection.execute(update(dialogue).where(dialogue.c.id == row.id).values(values))
    hers = (*_in(media, old), media.c.place.is_(None))
    connection.execute(update(media).where(*hers).values(bot=new[0], chat=new[1]))


def _without_messages(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row.state.items() if name != _TYPED}


def clear(connection: Connection, where: tuple[int, int]) -> None:
    """What was begun in a chat, and what waits to be said there, by who is somebody else now."""
    connection.execute(delete(dialogue).where(*_in(dialogue, where)))
    connection.execute(delete(outbox).where(*_in(outbox, where), outbox.c.state == "waiting"))


def give_chat(connection: Connection, where: tuple[int, int], person_id: int, language: str) -> None:
    """From now on this chat is hers."""
    values = {"person_id": person_id, "language": language, "joining": None}
    connection.execute(update(chat).where(*_in(chat, where)).values(values))


def _in(table: Any, where: tuple[int, int]) -> tuple[Any, Any]:
    return table.c.bot == where[0], table.c.chat == where[1]
