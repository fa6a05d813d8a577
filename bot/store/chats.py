"""Chats: where a person is reached, and the dialogue in front."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, and_, bindparam, func, select, true, update
from sqlalchemy.engine import Row

from bot.domain.contact import ChatState, Contact, Dialogue, Person
from bot.store.engine import insert_in
from bot.store.schema import chat, dialogue, person

_LOAD = (
    select(
        chat,
        person.c.programme.label("person_programme"),
        person.c.language.label("person_language"),
        person.c.nudge_hour,
        person.c.practice,
        person.c.consent_version,
        person.c.text_only.label("person_text_only"),
        person.c.confirmed_at,
        dialogue.c.id.label("dialogue_id"),
        dialogue.c.kind,
        dialogue.c.form,
        dialogue.c.producer_id,
        dialogue.c.slot_id,
        dialogue.c.state.label("dialogue_state"),
        dialogue.c.began_at,
    )
    .select_from(chat)
    .outerjoin(person, person.c.id == chat.c.person_id)
    .outerjoin(dialogue, and_(dialogue.c.bot == chat.c.bot, dialogue.c.chat == chat.c.chat, dialogue.c.front == true()))
    .where(chat.c.bot == bindparam("bot"), chat.c.chat.in_(bindparam("chats", expanding=True)))
    .order_by(chat.c.chat)
    .with_for_update(of=chat)
)


def load(connection: Connection, bot: int, ids: Collection[int]) -> dict[int, Contact]:
    """The known chats among `ids`, by id, each with its person and the dialogue in front.

    On PostgreSQL the rows are locked in sorted order: one person's updates are handled one after the other.
    """
    found = connection.execute(_LOAD, {"bot": bot, "chats": sorted(ids)})
    return {row.chat: _contact(row) for row in found}


def _contact(row: Row[Any]) -> Contact:
    return Contact(
        bot=row.bot,
        chat=row.chat,
        state=ChatState(row.state),
        state_since=row.state_since,
        language=row.language,
        programme=row.programme,
        joining=row.joining,
        words_only=row.text_only,
        person=None
        if row.person_id is None
        else Person(
            id=row.person_id,
            programme=row.person_programme,
            language=row.person_language,
            nudge_hour=row.nudge_hour,
            practice=row.practice,
            confirmed=row.confirmed_at is not None,
            text_only=row.person_text_only,
            consent_version=row.consent_version,
        ),
        dialogue=None
        if row.dialogue_id is None
        else Dialogue(
            id=row.dialogue_id,
            kind=row.kind,
            state=row.dialogue_state,
            began_at=row.began_at,
            form=row.form,
            producer_id=row.producer_id,
            slot_id=row.slot_id,
        ),
    )


def save(connection: Connection, contacts: Iterable[Contact], now: datetime) -> None:
    """Write back what is new or has changed."""
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
        for contact in contacts
        if contact.is_new or contact.changed
    ]
    if values:
        connection.execute(_write(connection.dialect.name), values)


@cache
def _write(dialect: str) -> Insert:
    statement = insert_in(dialect)(chat)
    columns = ("person_id", "programme", "language", "text_only", "state", "state_since", "joining", "seen_at")
    changing = {name: statement.excluded[name] for name in columns}
    written: Insert = statement.on_conflict_do_update(index_elements=["bot", "chat"], set_=changing)
    return written


def set_state(connection: Connection, bot: int, chat_id: int, state: ChatState, now: datetime) -> None:
    """A chat stops or comes back."""
    connection.execute(
        update(chat)
        .where(chat.c.bot == bot, chat.c.chat == chat_id, chat.c.state != state)
        .values(state=state, state_since=now)
    )


def of_people(connection: Connection, people: Sequence[int]) -> dict[int, tuple[int, int, ChatState]]:
    """Where each person is reached: (bot, chat, state) of the chat seen last."""
    rows = connection.execute(
        select(chat.c.person_id, chat.c.bot, chat.c.chat, chat.c.state)
        .where(chat.c.person_id.in_(people))
        .order_by(chat.c.seen_at)
    )
    return {row.person_id: (row.bot, row.chat, ChatState(row.state)) for row in rows}


def language_of(connection: Connection, bot: int, number: int) -> str | None:
    """The language to write in to a chat, empty where none was chosen; None when there is no such chat any more."""
    statement = (
        select(func.coalesce(person.c.language, chat.c.language, ""))
        .select_from(chat)
        .outerjoin(person, person.c.id == chat.c.person_id)
        .where(chat.c.bot == bot, chat.c.chat == number)
    )
    found: str | None = connection.scalar(statement)
    return found
