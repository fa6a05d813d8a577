"""What goes of questions to a person when somebody is erased, or when their days are over: words, files, drafts, and
the messages that said it.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, bindparam, delete, exists, or_, select, type_coerce, update

from bot.domain.wire.outgoing import OutState
from bot.store.schema import inquiry, inquiry_past, inquiry_said, lesson_draft, media, outbox

# What a button about a question begins with; what it does: handlers/staff/asking/.
ABOUT = re.compile(r'"ask(?:ed)?\|\w\|([0-9a-f]+)')


def drop_with(connection: Connection, person_id: int) -> tuple[list[str], list[int]]:
    """Her questions go with all that was answered to them; of those that she has answered, what she said, and what
    became of it. Gives the names of files that are to go, and the messages that are being sent.
    """
    hers = list(connection.scalars(select(inquiry.c.id).where(inquiry.c.asker_id == person_id)))
    said = select(inquiry_said.c.inquiry_id).where(inquiry_said.c.by_id == person_id)
    theirs = [one for one in connection.scalars(said.distinct()) if one not in set(hers)]
    in_flight = _drop_messages(connection, {*hers, *theirs})
    files = _drop_whole(connection, hers)
    files += _drop_said(connection, theirs, person_id)
    connection.execute(delete(inquiry_past).where(inquiry_past.c.person_id == person_id))
    for name, more in (("claimed_by", {"claimed_at": None}), ("with_id", {})):
        here = update(inquiry).where(inquiry.c[name] == person_id)
        connection.execute(here.values({name: None, **more}))
    _forget_files(connection, files)
    return files, in_flight


def old_files(connection: Connection, programme: str, before: datetime) -> list[str]:
    """The names of the files of those of which nothing was said since a moment."""
    old = select(inquiry_said.c.media).join(inquiry, inquiry.c.id == inquiry_said.c.inquiry_id)
    old = old.where(inquiry.c.programme == programme, inquiry.c.touched_at < before, inquiry_said.c.media.is_not(None))
    return [str(name) for name in connection.scalars(old.order_by(inquiry_said.c.id))]


def forget_old(connection: Connection, programme: str, before: datetime) -> int:
    """Erase those of which nothing was said since a moment, answered or not; one with files when these are gone. Gives
    how many.
    """
    files = exists().where(inquiry_said.c.inquiry_id == inquiry.c.id, inquiry_said.c.media.is_not(None))
    old = select(inquiry.c.id).where(inquiry.c.programme == programme, inquiry.c.touched_at < before, ~files)
    numbers = list(connection.scalars(old))
    _drop_whole(connection, numbers)
    return len(numbers)


def _drop_whole(connection: Connection, numbers: Sequence[int]) -> list[str]:
    if not numbers:
        return []
    here = inquiry_said.c.inquiry_id.in_(numbers)
    files = connection.scalars(select(inquiry_said.c.media).where(here, inquiry_said.c.media.is_not(None))).all()
    connection.execute(update(inquiry_said).where(here).values(replaced_by=None))
    for table, column in (
        (lesson_draft, lesson_draft.c.inquiry_id),
        (inquiry_past, inquiry_past.c.inquiry_id),
        (inquiry_said, inquiry_said.c.inquiry_id),
        (inquiry, inquiry.c.id),
    ):
        connection.execute(delete(table).where(column.in_(numbers)))
    return [str(name) for name in files]


def _drop_said(connection: Connection, numbers: Sequence[int], person_id: int) -> list[str]:
    """What she has answered others goes; that she has stays, so that nobody waits again."""
    if not numbers:
        return []
    hers = (inquiry_said.c.inquiry_id.in_(numbers), inquiry_said.c.by_id == person_id)
    files = connection.scalars(select(inquiry_said.c.media).where(*hers, inquiry_said.c.media.is_not(None))).all()
    connection.execute(update(inquiry_said).where(*hers).values(words="", media=None))
    connection.execute(delete(lesson_draft).where(lesson_draft.c.inquiry_id.in_(numbers)))
    return [str(name) for name in files]


def drop_files(connection: Connection, names: Collection[str]) -> None:
    """No question has these files any more."""
    if names:
        gone = update(inquiry_said).where(inquiry_said.c.media == bindparam("file")).values(media=None)
        connection.execute(gone, [{"file": name} for name in names])


def _forget_files(connection: Connection, names: Sequence[str]) -> None:
    if names:
        connection.execute(delete(media).where(media.c.name == bindparam("file")), [{"file": name} for name in names])


def _drop_messages(connection: Connection, numbers: Collection[int]) -> list[int]:
    """Each message about a question has its number on a button. One that is being sent loses what it says."""
    if not numbers:
        return []
    told = type_coerce(outbox.c.payload, Text)
    about = or_(told.contains('"ask|'), told.contains('"asked|'))
    rows = connection.execute(select(outbox.c.id, told).where(about)).all()
    found = [row for row, raw in rows if _named(raw) & set(numbers)]
    sending = outbox.c.state == OutState.SENDING
    empty = update(outbox).where(outbox.c.id.in_(found), sending).values(payload={}, dedupe=None, reason=None)
    in_flight = list(connection.scalars(empty.returning(outbox.c.id)))
    connection.execute(delete(outbox).where(outbox.c.id.in_(found), ~sending))
    return in_flight


def _named(raw: Any) -> set[int]:
    return {int(number, 16) for number in ABOUT.findall(raw)} if isinstance(raw, str) else set()
