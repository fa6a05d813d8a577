"""Forms that staff have sent to the bot as files: waiting to be checked, ready to be used, or done with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, literal_column, select, update

from bot.domain.wire.contact import Contact
from bot.left_out import LeftOut
from bot.store.engine.types import number_of
from bot.store.schema import form_upload, media

WAITING, READY, REFUSED, USED, DROPPED = "waiting", "ready", "refused", "used", "dropped"
CHECKING = "Checking forms: row of form_upload"
# Written out, so that the partial index is found whatever is bound.
_IS_WAITING = form_upload.c.state == literal_column("'waiting'")


@dataclass(frozen=True, slots=True)
class Upload:
    """A form as a file in the media folder: who has sent it, for which programme, what it is to be called."""

    media: str
    bot: int
    chat: int
    person_id: int
    programme: str
    name: str


def add(connection: Connection, one: Upload, now: datetime) -> None:
    """A form was sent; it is checked once the file is there."""
    connection.execute(
        form_upload.insert().values(
            media=one.media,
            bot=one.bot,
            chat=one.chat,
            person_id=one.person_id,
            programme=one.programme,
            name=one.name,
            state=WAITING,
            sent_at=now,
        )
    )


def arrived(connection: Connection, left_out: LeftOut, limit: int) -> Sequence[tuple[Upload, bool]]:
    """Forms to check now, the oldest first; False where the file cannot be had."""
    rows = (
        select(number_of(form_upload, connection.dialect))
        .join_from(form_upload, media, media.c.name == form_upload.c.media)
        .where(_IS_WAITING, media.c.state.in_(("kept", "lost")))
        .order_by(form_upload.c.sent_at)
    )
    found = left_out.others(CHECKING, connection.scalars(rows.limit(limit + len(left_out))).all(), limit)
    return [one for part in left_out.each(connection, CHECKING, found, _load) for one in part]


def _load(connection: Connection, numbers: Sequence[Any]) -> list[tuple[Upload, bool]]:
    rows = connection.execute(
        select(*_COLUMNS, media.c.state)
        .join_from(form_upload, media, media.c.name == form_upload.c.media)
        .where(number_of(form_upload, connection.dialect).in_(numbers))
        .order_by(form_upload.c.sent_at)
    )
    return [(Upload(*row[:-1]), row.state == "kept") for row in rows]


def settle(connection: Connection, one: Upload, state: str, xml: str | None) -> bool:
    """It was checked; False when nobody waits for that any more."""
    statement = update(form_upload).where(form_upload.c.media == one.media, _IS_WAITING).values(state=state, xml=xml)
    return connection.execute(statement).rowcount == 1


def ready(connection: Connection, contact: Contact, name: str | None) -> tuple[Upload, str] | None:
    """A form of who is in front that waits for yes or no, with its XML: that of a file, or the newest."""
    here = (form_upload.c.bot == contact.bot, form_upload.c.chat == contact.chat)
    statement = (
        select(*_COLUMNS, form_upload.c.xml)
        .where(*here, form_upload.c.person_id == contact.person_id, form_upload.c.state == READY)
        .order_by(form_upload.c.sent_at.desc())
        .limit(1)
    )
    if name is not None:
        statement = statement.where(form_upload.c.media == name)
    row = connection.execute(statement).one_or_none()
    return None if row is None else (Upload(*row[:-1]), str(row.xml))


def close(connection: Connection, one: Upload, state: str) -> None:
    """Yes or no was said; what it was is kept by its version, or not at all."""
    connection.execute(update(form_upload).where(form_upload.c.media == one.media).values(state=state, xml=None))


_COLUMNS = (
    form_upload.c.media,
    form_upload.c.bot,
    form_upload.c.chat,
    form_upload.c.person_id,
    form_upload.c.programme,
    form_upload.c.name,
)
