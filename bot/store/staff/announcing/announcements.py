"""Announcements as rows: what each says, to whom, and where it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, text, update

from bot.domain.staff.announcement import Announcement, Attached, State, Words
from bot.domain.staff.audience import Audience
from bot.domain.wire.message import FileKind
from bot.store.engine.engine import insert_for
from bot.store.schema import announcement, announcement_text
from bot.store.staff.announcing import addressees

# Written out: SQLite uses a partial index only when it reads the index's own words in the statement.
_OPEN = text("(announcement.state IN ('gathering', 'planned', 'under_way') OR announcement.changing)")


def add(connection: Connection, programme: str, author: int, fallback: str, now: datetime) -> int:
    """A new draft; gives its number."""
    values = {"programme": programme, "author_id": author, "state": State.DRAFT, "fallback": fallback}
    new = insert(announcement).values(**values, audience=Audience().to_json(), created_at=now)
    return int(connection.execute(new.returning(announcement.c.id)).scalar_one())


def drop_drafts(connection: Connection, author: int) -> None:
    """What she has begun and never sent is gone, with its words. Its number stays its own: an old button under it must
    not mean the next one.
    """
    here = (announcement.c.author_id == author, announcement.c.state == State.DRAFT)
    hers = select(announcement.c.id).where(*here)
    connection.execute(delete(announcement_text).where(announcement_text.c.announcement_id.in_(hers)))
    nothing = {"state": State.STOPPED, "audience": Audience().to_json()}
    connection.execute(update(announcement).where(*here).values(nothing))


def find(connection: Connection, programme: str, number: int) -> Announcement | None:
    """One of a programme; on PostgreSQL nobody else changes it meanwhile."""
    here = (announcement.c.id == number, announcement.c.programme == programme)
    return next(iter(_read(connection, select(announcement).where(*here).with_for_update())), None)


def draft_of(connection: Connection, programme: str, author: int) -> Announcement | None:
    """What she has begun and not sent; the newest."""
    here = (announcement.c.author_id == author, announcement.c.programme == programme)
    return next(iter(_some(connection, *here, announcement.c.state == State.DRAFT, most=1)), None)


def sent(connection: Connection, programme: str, most: int) -> list[Announcement]:
    """Those of a programme that were composed, the newest first."""
    here = (announcement.c.programme == programme, announcement.c.composed_at.is_not(None))
    return _some(connection, *here, most=most)


def to_approve(connection: Connection, programme: str) -> list[Announcement]:
    """Those of a programme that wait for a second one of the staff, the oldest first."""
    here = (announcement.c.programme == programme, announcement.c.state == State.TO_APPROVE)
    return _read(connection, select(announcement).where(*here).order_by(announcement.c.id))


def open_ones(connection: Connection) -> Sequence[int]:
    """The numbers of those that the clock has something to do with, emergencies first, then the oldest."""
    order = (announcement.c.emergency.desc(), announcement.c.id)
    return connection.scalars(select(announcement.c.id).where(_OPEN).order_by(*order)).all()


def load(connection: Connection, number: int) -> Announcement:
    """One by its number, for the clock; on PostgreSQL nobody else changes it meanwhile."""
    return _read(connection, select(announcement).where(announcement.c.id == number).with_for_update())[0]


def change(connection: Connection, number: int, **values: object) -> None:
    """It stands elsewhere from now on."""
    connection.execute(update(announcement).where(announcement.c.id == number).values(**values))


def hold_up(connection: Connection) -> None:
    """All that are under way are paused, and what waits of them leaves later."""
    addressees.put_back(connection)
    going = announcement.c.state.in_([one for one in State if one.can_pause])
    connection.execute(update(announcement).where(going).values(state=State.PAUSED))


@dataclass(frozen=True, slots=True)
class Gathered:
    """How far a gathering is: the last chat (bot, chat), None where it begins, and how many were found so far."""

    last: tuple[int, int] | None
    count: int


def gathered(connection: Connection, number: int) -> Gathered:
    """How far the gathering is that is under way."""
    columns = (announcement.c.gathered_bot, announcement.c.gathered_chat, announcement.c.gathered_count)
    row = connection.execute(select(*columns).where(announcement.c.id == number)).one()
    return Gathered(None if row.gathered_bot is None else (row.gathered_bot, row.gathered_chat), row.gathered_count)


def gather_on(connection: Connection, number: int, so_far: Gathered) -> None:
    """It goes on from there the next time."""
    bot, chat = so_far.last or (None, None)
    change(connection, number, gathered_bot=bot, gathered_chat=chat, gathered_count=so_far.count)


def say(connection: Connection, number: int, language: str, words: Words) -> None:
    """What it says in a language."""
    values = {"text": words.text, "file": _packed(words.file), "edition": words.edition}
    new = insert_for(connection.dialect)(announcement_text).values(announcement_id=number, language=language, **values)
    connection.execute(new.on_conflict_do_update(index_elements=["announcement_id", "language"], set_=values))


def unsay(connection: Connection, number: int, language: str) -> None:
    """It has no version of its own in a language."""
    here = (announcement_text.c.announcement_id == number, announcement_text.c.language == language)
    connection.execute(delete(announcement_text).where(*here))


def _some(connection: Connection, *where: ColumnElement[bool], most: int) -> list[Announcement]:
    newest = select(announcement).where(*where).order_by(announcement.c.id.desc()).limit(most)
    return _read(connection, newest)


def _read(connection: Connection, statement: Any) -> list[Announcement]:
    rows = connection.execute(statement).all()
    words = _words(connection, [row.id for row in rows])
    return [_announcement(row, words.get(row.id, {})) for row in rows]


def _words(connection: Connection, numbers: Collection[int]) -> dict[int, dict[str, Words]]:
    said: dict[int, dict[str, Words]] = {}
    here = select(announcement_text).where(announcement_text.c.announcement_id.in_(numbers))
    for row in connection.execute(here.order_by(announcement_text.c.language)) if numbers else ():
        said.setdefault(row.announcement_id, {})[row.language] = Words(row.text, _unpacked(row.file), row.edition)
    return said


def _announcement(row: Row[Any], words: dict[str, Words]) -> Announcement:
    return Announcement(
        id=row.id,
        programme=row.programme,
        author=row.author_id,
        state=State(row.state),
        areas=None if row.areas is None else tuple(row.areas),
        audience=Audience.from_json(row.audience),
        fallback=row.fallback,
        emergency=row.emergency,
        not_before=row.not_before,
        created_at=row.created_at,
        composed_at=row.composed_at,
        composed=row.composed_count,
        left_at=row.left_at,
        left=row.left_count,
        approved_by=row.approved_by,
        taken_back_at=row.taken_back_at,
        ended_at=row.ended_at,
        changing=row.changing,
        words=words,
    )


def _packed(file: Attached | None) -> dict[str, Any] | None:
    if file is None:
        return None
    return {"kind": file.kind.value, "bot": file.bot, "id": file.file_id, "media": file.media}


def _unpacked(file: dict[str, Any] | None) -> Attached | None:
    if file is None:
        return None
    return Attached(FileKind(file["kind"]), file["bot"], file["id"], file["media"])
