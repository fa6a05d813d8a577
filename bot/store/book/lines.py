"""Entries one by one: what became of one, which were written down last, and which lines of a message are which."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.store.book.entries import FIRST, HERS, KEPT, OWNED, STANDS, Kept, Owner, kept_of
from bot.store.evaluation.corrections import Message
from bot.store.schema import entry, entry_media, entry_message, media

_HISTORY = KEPT.where(*HERS, entry.c.first == FIRST).order_by(entry.c.id)
_LATEST = (
    KEPT.where(*OWNED, STANDS, entry.c.recorded_at >= bindparam("recorded"))
    .order_by(entry.c.recorded_at.desc(), entry.c.id.desc())
    .limit(bindparam("most"))
)


def history(connection: Connection, owner: Owner, id: str) -> list[Kept]:
    """All versions of an entry of hers by any version's id, undos too, in the order of their ids."""
    return [kept_of(row) for row in connection.execute(_HISTORY, owner.key | {"one": id})]


def latest(connection: Connection, owner: Owner, since: datetime, limit: int) -> list[Kept]:
    """What stands and was recorded since a moment, whatever day it is about, the newest first."""
    rows = connection.execute(_LATEST, owner.key | {"recorded": since, "most": limit})
    return [kept_of(row) for row in rows]


def typed_in(connection: Connection, owner: Owner, message: Message) -> dict[int, str]:
    """The ids of the entries of hers that were typed in a message, whether they stand or not, by line."""
    where = (
        entry_message.c.bot == message.bot,
        entry_message.c.chat == message.chat,
        entry_message.c.message_id == message.number,
    )
    hers = select(entry_message.c.line, entry.c.id).join(entry, entry.c.id == entry_message.c.entry_id)
    rows = connection.execute(hers.where(*HERS, *where).order_by(entry_message.c.line), owner.key)
    return {row.line: row.id for row in rows}


def place(connection: Connection, message: Message, lines: Mapping[int, str], now: datetime) -> None:
    """Which line of a message is which entry from now on; what its lines were before is forgotten."""
    where = {"bot": message.bot, "chat": message.chat, "message_id": message.number}
    gone = (entry_message.c[name] == value for name, value in where.items())
    connection.execute(delete(entry_message).where(*gone))
    if lines:
        rows = [where | {"line": line, "entry_id": id, "at": now} for line, id in lines.items()]
        connection.execute(insert(entry_message), rows)


def files(connection: Connection, owner: Owner, id: str, bot: int) -> dict[str, str]:
    """The files of an entry of hers that this bot was sent and still knows: its id at Telegram, by name here."""
    known = select(entry_media.c.media, media.c.file_id).join(media, media.c.name == entry_media.c.media)
    hers = known.join(entry, entry.c.id == entry_media.c.entry_id).where(*HERS, entry.c.first == FIRST)
    rows = connection.execute(hers.where(media.c.bot == bot).order_by(entry_media.c.at), owner.key | {"one": id})
    return {row.media: row.file_id for row in rows}
