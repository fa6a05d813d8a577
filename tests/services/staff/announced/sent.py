"""Announcements as they stand in the database, for tests of what those do who get them."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert

from bot.domain.staff.announced import Question
from bot.domain.staff.announcement import Fate, State
from bot.domain.wire.contact import Contact
from bot.store import Connection
from bot.store.schema import announcement, announcement_text, announcement_to
from bot.store.staff.announced import questions
from bot.store.wire import chats
from tests.services.village import NOW

BOT = 1
WORDS = {"en": "The market is on Friday.", "ne": "बजार शुक्रबार लाग्छ।"}


def an_announcement(
    connection: Connection,
    author: int,
    asks: Question | None = None,
    *,
    state: State = State.UNDER_WAY,
    programme: str = "nepal-odop",
    words: dict[str, str] | None = None,
    **more: Any,
) -> int:
    """One of hers, with what it asks; gives its number."""
    values = {"programme": programme, "author_id": author, "state": state, "audience": {}, "fallback": "en"}
    values |= {"created_at": NOW, "areas": None, **more}
    number = int(connection.execute(insert(announcement).values(values).returning(announcement.c.id)).scalar_one())
    for language, text in (WORDS if words is None else words).items():
        new = {"announcement_id": number, "language": language, "text": text}
        connection.execute(insert(announcement_text).values(new))
    questions.put(connection, number, asks)
    return number


def came(connection: Connection, number: int, person_id: int, chat: int, fate: Fate = Fate.DELIVERED) -> None:
    """It was sent to her, and that is what became of it."""
    values = {"announcement_id": number, "person_id": person_id, "bot": BOT, "chat": chat, "state": fate, "at": NOW}
    connection.execute(insert(announcement_to).values(values))


def contact(connection: Connection, chat: int) -> Contact:
    """The chat as a turn has it."""
    return chats.load(connection, BOT, [chat])[chat]


def moment(day: int, hour: int = 6) -> datetime:
    """An hour (UTC) of a day of the month in which all this happens."""
    return NOW.replace(day=day, hour=hour)
