"""What is kept only for so long, by the programme of its person or its chat: old rows are found and erased."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, exists, or_, select

from bot.left_out import LeftOut
from bot.store.book import erasing_words
from bot.store.engine.types import number_of, str_of
from bot.store.groups.report import sheet_photos
from bot.store.schema import chat, dead_update, dialogue, media, outbox, person, producer, sheet_photo
from bot.store.staff.asking import parting as questions
from bot.store.wire.broadcasts import DONE, remove

_DROP = delete(media).where(media.c.name == bindparam("file"))


def _of(table: Table, programme: str | None) -> ColumnElement[bool]:
    """Rows whose person is in a programme, or whose chat is where nobody is named; None: in none, or there is no such
    chat any more.
    """
    there = select(chat.c.chat).where(chat.c.bot == table.c.bot, chat.c.chat == table.c.chat)
    if programme is None:
        by_chat = ~exists(there.where(chat.c.programme.is_not(None)))
    else:
        by_chat = exists(there.where(chat.c.programme == programme))
    if "person_id" not in table.c:
        return by_chat
    hers = exists().where(person.c.id == table.c.person_id, person.c.programme == programme)
    return or_(hers, and_(table.c.person_id.is_(None), by_chat))


def forget_messages(connection: Connection, programme: str | None, before: datetime) -> int:
    """Erase what was written before a moment, and has arrived or never will; gives how many."""
    old = (outbox.c.created_at < before, outbox.c.state.in_(DONE), _of(outbox, programme))
    return remove(connection, *old)


def forget_unfinished(connection: Connection, programme: str | None, before: datetime) -> int:
    """Erase dialogues that nobody has touched since a moment; gives how many."""
    old = (dialogue.c.touched_at < before, _of(dialogue, programme))
    return connection.execute(delete(dialogue).where(*old)).rowcount


def forget_of_kind(connection: Connection, kind: str, before: datetime) -> int:
    """Erase dialogues of one kind that nobody has touched since a moment, whoever's they are; gives how many."""
    old = (dialogue.c.kind == kind, dialogue.c.touched_at < before)
    return connection.execute(delete(dialogue).where(*old)).rowcount


def forget_dead_updates(connection: Connection, programme: str | None, before: datetime) -> int:
    """Erase updates that were set aside before a moment, looked at or not; gives how many."""
    old = (dead_update.c.died_at < before, _of(dead_update, programme))
    return connection.execute(delete(dead_update).where(*old)).rowcount


def old_files(connection: Connection, left_out: LeftOut, programme: str | None, before: datetime) -> list[str]:
    """The names of files that people sent before a moment as answers; what staff have recorded is none."""
    old = (media.c.sent_at < before, media.c.place.is_(None), _of(media, programme))
    found = connection.scalars(select(number_of(media, connection.dialect)).where(*old).order_by(media.c.name)).all()
    return [name for part in left_out.each(connection, "Old files: row of media", found, _names) for name in part]


def old_sheets(connection: Connection, left_out: LeftOut, programme: str | None, before: datetime) -> list[str]:
    """The names of photos of paper sheets that were sent before a moment, by the programme of their group."""
    if programme is None:
        return []
    page, group = sheet_photo.c, producer.c
    old = select(page.media).join_from(sheet_photo, producer, group.id == page.group_id)
    old = old.where(page.sent_at < before, group.programme == programme)
    these = select(number_of(media, connection.dialect)).where(media.c.name.in_(old)).order_by(media.c.name)
    found = connection.scalars(these).all()
    return [name for part in left_out.each(connection, "Old files: row of media", found, _names) for name in part]


def _names(connection: Connection, numbers: Sequence[Any]) -> list[str]:
    these = select(media.c.name).where(number_of(media, connection.dialect).in_(numbers))
    return [str_of(name) for name in connection.scalars(these.order_by(media.c.name))]


def drop_files(connection: Connection, names: Sequence[str]) -> None:
    """Know nothing of these files any more."""
    erasing_words.drop_files(connection, names)
    sheet_photos.drop(connection, names)
    questions.drop_files(connection, names)
    if names:
        connection.execute(_DROP, [{"file": name} for name in names])
