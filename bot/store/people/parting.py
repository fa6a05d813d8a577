"""Parting: what goes of a chat with who is forgotten. Where others use that phone too, only what is hers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, exists, or_, select, update

from bot.domain.wire.contact import ChatState
from bot.domain.wire.outgoing import OutState
from bot.store.book import erasing_words
from bot.store.groups.members import phones
from bot.store.groups.report import sheet_photos
from bot.store.people.erasure import Chat, Left
from bot.store.schema import (
    announcement_bar,
    chat,
    chat_person,
    dead_update,
    dialogue,
    entry,
    entry_message,
    form_upload,
    media,
    outbox,
    report_message,
    submission,
    typed,
)
from bot.store.staff.announcing import addressees
from bot.store.staff.asking import parting as questions
from bot.store.wire.broadcasts import remove

# What was written from and to a chat, besides messages and files.
WRITTEN = (announcement_bar, dialogue, typed, entry_message, form_upload, report_message)
# No chat has this number.
NOBODY = 0


def chats_of(connection: Connection, person_id: int) -> list[Chat]:
    """Every chat of a person, with every bot."""
    rows = connection.execute(select(chat_person.c.bot, chat_person.c.chat).where(chat_person.c.person_id == person_id))
    return [(row.bot, row.chat) for row in rows]


def strangers(connection: Connection, before: datetime) -> list[Chat]:
    """The chats, seen before a moment, from which somebody writes who is not registered."""
    nobodys = dialogue.c.person_id.is_(None)
    begun = exists().where(dialogue.c.bot == chat.c.bot, dialogue.c.chat == chat.c.chat, nobodys)
    rows = connection.execute(
        select(chat.c.bot, chat.c.chat).where(or_(chat.c.person_id.is_(None), begun), chat.c.seen_at <= before)
    )
    return [(row.bot, row.chat) for row in rows]


def forget(connection: Connection, where: Chat, person_id: int | None, left: Left) -> bool:
    """Erase a chat with all that was written from and to it, or what is hers in it where others use it too; True when
    they do. `person_id` None: somebody not registered. `left` is told what has to be cleared afterwards.
    """
    hers = _Hers(where, person_id, whole=not _others_use(connection, where, person_id))
    _forget_messages(connection, hers, left)
    _forget_files(connection, hers, left)
    for table in WRITTEN:
        connection.execute(delete(table).where(hers.in_(table)))
    # what is in an update that failed cannot be told apart: a tap brings along what others were told
    connection.execute(delete(dead_update).where(_in(dead_update, where)))
    _forget_unread(connection, where[0], where[1])
    phones.drop_in(connection, where)
    _leave(connection, hers)
    return not hers.whole


def unlink(connection: Connection, where: Chat, person_id: int) -> None:
    """A chat was not hers: nothing of her is read or changed from there any more. What she has is kept."""
    hers = _Hers(where, person_id, whole=not _others_use(connection, where, person_id))
    for table in WRITTEN:
        connection.execute(delete(table).where(hers.in_(table)))
    remove(connection, hers.in_(outbox), outbox.c.state == OutState.WAITING)
    _leave(connection, hers)


def _others_use(connection: Connection, where: Chat, person_id: int | None) -> bool:
    others = select(chat_person.c.person_id).where(
        _in(chat_person, where), chat_person.c.person_id.is_distinct_from(person_id)
    )
    return connection.scalar(others.limit(1)) is not None


def _in(table: Table, where: Chat) -> ColumnElement[bool]:
    return and_(table.c.bot == where[0], table.c.chat == where[1])


@dataclass(frozen=True, slots=True)
class _Hers:
    """One person's part of a chat; `whole`: nobody else uses it, and all of it goes."""

    where: Chat
    person_id: int | None
    whole: bool

    def in_(self, table: Table) -> ColumnElement[bool]:
        """Her rows. What nobody is named for cannot be told apart, and goes too: rather too much."""
        here = _in(table, self.where)
        if self.whole:
            return here
        if table is typed:
            return and_(here, table.c.submission_id.in_(self._written(submission)))
        if table is entry_message:
            return and_(here, table.c.entry_id.in_(self._written(entry)))
        return and_(here, or_(table.c.person_id == self.person_id, table.c.person_id.is_(None)))

    def _written(self, table: Table) -> Select[tuple[int]]:
        return select(table.c.id).where(table.c.person_id == self.person_id)


def _forget_messages(connection: Connection, hers: _Hers, left: Left) -> None:
    """Messages that delivery is sending now lose their content and stay until it has written down what became of them:
    a row that is gone would give its id, and that result, to the next message.
    """
    is_sending = outbox.c.state == OutState.SENDING
    empty = update(outbox).where(hers.in_(outbox), is_sending).values(payload={}, dedupe=None, reason=None)
    left.messages += connection.scalars(empty.returning(outbox.c.id))
    remove(connection, hers.in_(outbox), ~is_sending)


def _forget_files(connection: Connection, hers: _Hers, left: Left) -> None:
    """What staff recorded for the programme's forms is no answer of theirs: it stays, as nobody's."""
    recorded = (hers.in_(media), media.c.place.is_not(None))
    connection.execute(update(media).where(*recorded).values(chat=NOBODY, person_id=None))
    files = connection.scalars(delete(media).where(hers.in_(media)).returning(media.c.name)).all()
    erasing_words.drop_files(connection, files)
    sheet_photos.drop(connection, files)
    questions.drop_files(connection, files)
    left.files += files


def _forget_unread(connection: Connection, bot: int, number: int) -> None:
    """Updates so malformed that nobody could tell whose they are: hers are those with her number in them."""
    told = (dead_update.c.raw.contains(f'"id": {number}{end}') for end in (",", "}"))
    connection.execute(delete(dead_update).where(dead_update.c.bot == bot, dead_update.c.chat.is_(None), or_(*told)))


def _leave(connection: Connection, hers: _Hers) -> None:
    """The chat goes with her. Where others use it, nobody is in front where she was: who writes next says who it is."""
    if hers.whole:
        addressees.forget_chat(connection, hers.where)
        for table in (chat_person, chat):
            connection.execute(delete(table).where(_in(table, hers.where)))
        return
    connection.execute(
        delete(chat_person).where(_in(chat_person, hers.where), chat_person.c.person_id == hers.person_id)
    )
    in_front = and_(_in(chat, hers.where), chat.c.person_id.is_not_distinct_from(hers.person_id))
    nothing = {"person_id": None, "language": None, "programme": None, "joining": None, "text_only": False}
    connection.execute(update(chat).where(in_front).values(nothing))
    nobody_stops = and_(_in(chat, hers.where), chat.c.person_id.is_(None), chat.c.state == ChatState.STOPPED)
    connection.execute(update(chat).where(nobody_stops).values(state=ChatState.ACTIVE))
