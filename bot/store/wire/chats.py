"""Chats: where people are reached, who is in front, and her dialogue in front."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
    true,
    update,
)
from sqlalchemy.engine import Row

from bot.domain.wire.button_owner import called
from bot.domain.wire.contact import ChatState, Contact, Dialogue, Person
from bot.store.engine.engine import insert_in
from bot.store.people import roles
from bot.store.people.acting_for import chosen
from bot.store.schema import chat, chat_person, dialogue, person

# So exactly it is known when somebody was last heard of: to know the day would cost a write a day and person.
HEARD_WITHIN = timedelta(days=30)
_PERSON = (
    person.c.programme.label("person_programme"),
    person.c.language.label("person_language"),
    person.c.nudge_hour,
    person.c.practice,
    person.c.consent_version,
    person.c.consent_asked,
    person.c.consent_ask_again,
    person.c.text_only.label("person_text_only"),
    person.c.confirmed_at,
    chosen(person.c.id).label("acting_for"),
    roles.named(person.c.id).label("roles"),
)
_DIALOGUE = (
    dialogue.c.id.label("dialogue_id"),
    dialogue.c.kind,
    dialogue.c.form,
    dialogue.c.producer_id,
    dialogue.c.slot_id,
    dialogue.c.state.label("dialogue_state"),
    dialogue.c.began_at,
)


def _in_front(of: Table) -> ColumnElement[bool]:
    """The dialogue in front of one person of a chat, whom a row of `of` names."""
    here = and_(dialogue.c.bot == of.c.bot, dialogue.c.chat == of.c.chat, dialogue.c.front == true())
    return and_(here, dialogue.c.person_id.is_not_distinct_from(of.c.person_id))


# Somebody is registered here who is not in front.
_OTHERS = exists().where(
    chat_person.c.bot == chat.c.bot,
    chat_person.c.chat == chat.c.chat,
    chat_person.c.person_id.is_distinct_from(chat.c.person_id),
)
_LOAD = (
    select(chat, _OTHERS.label("shared"), *_PERSON, *_DIALOGUE)
    .select_from(chat)
    .outerjoin(person, person.c.id == chat.c.person_id)
    .outerjoin(dialogue, _in_front(chat))
    .where(chat.c.bot == bindparam("bot"), chat.c.chat.in_(bindparam("chats", expanding=True)))
    .order_by(chat.c.chat)
    .with_for_update(of=chat)
)
_HERS = (
    select(chat_person, *_PERSON, *_DIALOGUE)
    .join_from(chat_person, person, person.c.id == chat_person.c.person_id)
    .outerjoin(dialogue, _in_front(chat_person))
)


def load(connection: Connection, bot: int, ids: Collection[int], now: datetime | None = None) -> dict[int, Contact]:
    """The known chats among `ids`, by id, each with its person and the dialogue in front.

    On PostgreSQL the rows are locked in sorted order: one person's updates are handled one after the other. `now`:
    somebody writes; a chat not heard of for a month is written back, so that this is known.
    """
    found = connection.execute(_LOAD, {"bot": bot, "chats": sorted(ids)})
    fresh = now - HEARD_WITHIN if now else None
    return {row.chat: _contact(row, fresh) for row in found}


def _contact(row: Row[Any], fresh: datetime | None) -> Contact:
    return Contact(
        changed=fresh is not None and row.seen_at < fresh,
        bot=row.bot,
        chat=row.chat,
        state=ChatState(row.state),
        state_since=row.state_since,
        language=row.language,
        programme=row.programme,
        joining=row.joining,
        words_only=row.text_only,
        shared=row.shared,
        person=None if row.person_id is None else _person(row),
        dialogue=None if row.dialogue_id is None else _dialogue(row),
    )


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.person_id,
        programme=row.person_programme,
        language=row.person_language,
        nudge_hour=row.nudge_hour,
        practice=row.practice,
        confirmed=row.confirmed_at is not None,
        text_only=row.person_text_only,
        consent_version=row.consent_version,
        consent_asked=row.consent_asked,
        consent_ask_again=row.consent_ask_again,
        acting_for=row.acting_for,
        roles=roles.among(row.roles),
    )


def _dialogue(row: Row[Any]) -> Dialogue:
    return Dialogue(
        id=row.dialogue_id,
        kind=row.kind,
        state=row.dialogue_state,
        began_at=row.began_at,
        form=row.form,
        producer_id=row.producer_id,
        slot_id=row.slot_id,
        person_id=row.person_id,
    )


@dataclass(frozen=True, slots=True)
class Hers:
    """One of those who use a chat: what a turn knows of her, and whether she wants to hear from us."""

    person: Person
    dialogue: Dialogue | None
    state: ChatState
    since: datetime


def hers(connection: Connection, bot: int, number: int, person_id: int) -> Hers | None:
    """One of those who are registered in a chat; None: she is not."""
    here = (chat_person.c.bot == bot, chat_person.c.chat == number, chat_person.c.person_id == person_id)
    row = connection.execute(_HERS.where(*here)).one_or_none()
    if row is None:
        return None
    front = None if row.dialogue_id is None else _dialogue(row)
    return Hers(_person(row), front, ChatState(row.state), row.state_since)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of a chat: her name as she wrote it, and what she is `called` among those who use it."""

    id: int
    name: str
    called: str


def people_in(connection: Connection, bot: int, number: int) -> list[Somebody]:
    """Everybody who is registered in a chat, who came first comes first."""
    statement = (
        select(person.c.id, func.coalesce(person.c.name, ""))
        .join_from(chat_person, person, person.c.id == chat_person.c.person_id)
        .where(chat_person.c.bot == bot, chat_person.c.chat == number)
        .order_by(chat_person.c.since, person.c.id)
    )
    names = {row[0]: row[1] for row in connection.execute(statement)}
    return [
        Somebody(number, name, called(name, (other for one, other in names.items() if one != number)))
        for number, name in names.items()
    ]


def unblocked(connection: Connection, bot: int, number: int, now: datetime) -> None:
    """Whoever uses this chat can be reached again from now on, who has not said stop."""
    here = (chat_person.c.bot == bot, chat_person.c.chat == number, chat_person.c.state == ChatState.ACTIVE)
    connection.execute(update(chat_person).where(*here).values(state_since=now))


def save(connection: Connection, contacts: Iterable[Contact], now: datetime) -> None:
    """Write back what is new or has changed; who is in front belongs to the chat from now on."""
    changed = [contact for contact in contacts if contact.is_new or contact.changed]
    values = [
        {
            "bot": contact.bot,
            "chat": contact.chat,
            "person_id": contact.person.id if contact.person else None,
            "programme": contact.programme,
            "language": contact.language,
            "text_only": contact.words_only,
            "state": contact.state,
            "state_since": contact.state_since,
            "joining": contact.joining,
            "seen_at": now,
        }
        for contact in changed
    ]
    if values:
        connection.execute(_write(connection.dialect.name), values)
    for contact in changed:
        keep_wish(connection, contact, now)


def keep_wish(connection: Connection, contact: Contact, now: datetime) -> None:
    """Who is in front belongs to the chat, and wants to hear from us or not. That it is blocked is nobody's wish."""
    if contact.person is not None and contact.state is not ChatState.BLOCKED:
        values = {"bot": contact.bot, "chat": contact.chat, "person_id": contact.person.id, "since": now}
        wish = {"state": contact.state, "state_since": contact.state_since, "seen_at": now}
        connection.execute(_write_wish(connection.dialect.name), values | wish)


def belongs_to(connection: Connection, bot: int, number: int, person_id: int, now: datetime) -> None:
    """From now on somebody who is registered already uses this chat too, and wants to hear from us."""
    wish = {"state": ChatState.ACTIVE, "state_since": now, "seen_at": now, "since": now}
    here = {"bot": bot, "chat": number, "person_id": person_id}
    connection.execute(_write_wish(connection.dialect.name), here | wish)


def since(connection: Connection, contact: Contact) -> datetime | None:
    """Since when who is in front uses this chat."""
    here = (chat_person.c.bot == contact.bot, chat_person.c.chat == contact.chat)
    return connection.scalar(select(chat_person.c.since).where(*here, chat_person.c.person_id == contact.person_id))


def _later(new: ColumnElement[Any], known: ColumnElement[Any]) -> ColumnElement[Any]:
    """Nobody was heard of earlier than is known: who writes while the clock is years behind has not been silent."""
    return case((new > known, new), else_=known)


@cache
def _write_wish(dialect: str) -> Insert:
    statement = insert_in(dialect)(chat_person)
    changing = {name: statement.excluded[name] for name in ("state", "state_since")}
    changing["seen_at"] = _later(statement.excluded.seen_at, chat_person.c.seen_at)
    written: Insert = statement.on_conflict_do_update(index_elements=["bot", "chat", "person_id"], set_=changing)
    return written


@cache
def _write(dialect: str) -> Insert:
    statement = insert_in(dialect)(chat)
    columns = ("person_id", "programme", "language", "text_only", "state", "state_since", "joining")
    changing = {name: statement.excluded[name] for name in columns}
    changing["seen_at"] = _later(statement.excluded.seen_at, chat.c.seen_at)
    written: Insert = statement.on_conflict_do_update(index_elements=["bot", "chat"], set_=changing)
    return written


def set_state(connection: Connection, bot: int, chat_id: int, state: ChatState, now: datetime) -> None:
    """A chat stops or comes back."""
    connection.execute(
        update(chat)
        .where(chat.c.bot == bot, chat.c.chat == chat_id, chat.c.state != state)
        .values(state=state, state_since=now)
    )


def language_of(connection: Connection, bot: int, number: int, person_id: int | None = None) -> str | None:
    """The language to write in to a chat, or to one of those who use it; empty where none was chosen, None when there
    is no such chat any more.
    """
    statement = (
        select(func.coalesce(person.c.language, chat.c.language, ""))
        .select_from(chat)
        .outerjoin(person, person.c.id == (chat.c.person_id if person_id is None else person_id))
        .where(chat.c.bot == bot, chat.c.chat == number)
    )
    found: str | None = connection.scalar(statement)
    return found
