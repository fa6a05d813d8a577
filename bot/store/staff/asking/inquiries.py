"""Questions to a person and what was said in them: begun, claimed, answered, closed, opened again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, insert, or_, select, update

from bot.domain.staff.asking import About, As
from bot.store.engine.engine import insert_for
from bot.store.schema import inquiry, inquiry_past, inquiry_said, lesson_draft, media


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question or a complaint as it stands; what each part means: bot/store/schema/inquiries.py."""

    id: int
    programme: str
    asker_id: int
    about: About
    area: str | None
    level: str | None
    begun_at: datetime
    waits_since: datetime | None
    raises: int
    claimed_by: int | None
    claimed_at: datetime | None
    with_id: int | None
    closed_at: datetime | None
    helped: bool | None

    @property
    def is_question(self) -> bool:
        """A question about nobody: no complaint."""
        return self.about is About.NOBODY


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in one, by whom and how; `media`: the name of its file."""

    id: int
    inquiry_id: int
    by_id: int
    by_staff: bool
    said_as: As
    words: str
    media: str | None
    at: datetime
    replaced_by: int | None = None


@dataclass(frozen=True, slots=True)
class New:
    """What is about to be said, by whom."""

    by_id: int
    by_staff: bool
    said_as: As
    words: str
    media: str | None = None


_COLUMNS = [column for column in inquiry.c if column.name != "touched_at"]


def begin(connection: Connection, programme: str, asker_id: int, about: About, area: str | None, now: datetime) -> int:
    """A new one, which lies in an area from now on and waits; gives its number."""
    where = {"programme": programme, "asker_id": asker_id, "about": about, "area": area, "level": area}
    moments = {"begun_at": now, "waits_since": now, "touched_at": now}
    return int(connection.execute(insert(inquiry).values(**where, **moments).returning(inquiry.c.id)).scalar_one())


def pass_by(connection: Connection, number: int, people: Collection[int]) -> None:
    """These never see it."""
    if people:
        connection.execute(insert(inquiry_past), [{"inquiry_id": number, "person_id": one} for one in sorted(people)])


def passed(connection: Connection, number: int) -> frozenset[int]:
    """Who never sees it."""
    return frozenset(connection.scalars(select(inquiry_past.c.person_id).where(inquiry_past.c.inquiry_id == number)))


def find(connection: Connection, number: int) -> Inquiry | None:
    """One of them; None: there is none of this number, or it went with who has asked."""
    return next(iter(_read(connection, inquiry.c.id == number)), None)


def of_asker(connection: Connection, person_id: int, limit: int) -> list[Inquiry]:
    """Those that somebody has asked, the last first."""
    found = select(*_COLUMNS).where(inquiry.c.asker_id == person_id).order_by(inquiry.c.id.desc()).limit(limit)
    return [_inquiry(row) for row in connection.execute(found)]


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Inquiry]:
    rows = connection.execute(select(*_COLUMNS).where(*conditions).order_by(inquiry.c.id))
    return [_inquiry(row) for row in rows]


def _inquiry(row: Sequence[object]) -> Inquiry:
    values = dict(zip((column.name for column in _COLUMNS), row, strict=True))
    return Inquiry(**values | {"about": About(str(values["about"]))})  # type: ignore[arg-type]


# What is said


def say(connection: Connection, number: int, one: New, now: datetime) -> int:
    """Keep what was said; gives its number."""
    what = {"by_id": one.by_id, "by_staff": one.by_staff, "said_as": one.said_as, "words": one.words}
    row = insert(inquiry_said).values(inquiry_id=number, media=one.media, at=now, **what)
    return int(connection.execute(row.returning(inquiry_said.c.id)).scalar_one())


def replace(connection: Connection, old: int, new: int) -> bool:
    """What was said is said anew; the old is kept. False: that was done before."""
    here = (inquiry_said.c.id == old, inquiry_said.c.replaced_by.is_(None))
    return connection.execute(update(inquiry_said).where(*here).values(replaced_by=new)).rowcount == 1


def is_new_version(connection: Connection, number: int) -> bool:
    """Whether it stands in the place of what was said before."""
    before = select(inquiry_said.c.id).where(inquiry_said.c.replaced_by == number)
    return connection.scalar(before.limit(1)) is not None


def said(connection: Connection, number: int) -> list[Said]:
    """All that was said in one and stands, the first first."""
    stands = (inquiry_said.c.inquiry_id == number, inquiry_said.c.replaced_by.is_(None))
    rows = connection.execute(select(inquiry_said).where(*stands).order_by(inquiry_said.c.id))
    return [_said(row) for row in rows]


def one_said(connection: Connection, number: int) -> Said | None:
    """One thing that was said."""
    row = connection.execute(select(inquiry_said).where(inquiry_said.c.id == number)).one_or_none()
    return None if row is None else _said(row)


def _said(row: Sequence[object]) -> Said:
    values = dict(zip((column.name for column in inquiry_said.c), row, strict=True))
    return Said(**values | {"said_as": As(str(values["said_as"]))})  # type: ignore[arg-type]


# Its way


def claim(connection: Connection, number: int, person_id: int, now: datetime, before: datetime) -> bool:
    """She is answering it from now on, unless somebody else has been since later than `before`. One statement: of two
    at once one waits, and then sees the other.
    """
    free = or_(inquiry.c.claimed_by.is_(None), inquiry.c.claimed_at <= before, inquiry.c.claimed_by == person_id)
    mine = update(inquiry).where(inquiry.c.id == number, free)
    return connection.execute(mine.values(claimed_by=person_id, claimed_at=now)).rowcount == 1


def let_go(connection: Connection, number: int, person_id: int) -> bool:
    """She is answering it no longer. False: she was not."""
    hers = (inquiry.c.id == number, inquiry.c.claimed_by == person_id)
    gone = update(inquiry).where(*hers).values(claimed_by=None, claimed_at=None)
    return connection.execute(gone).rowcount == 1


def answered(connection: Connection, number: int, person_id: int, now: datetime) -> None:
    """Nobody waits any more; who has answered is asked first when it goes on."""
    done = {"waits_since": None, "raises": 0, "claimed_by": None, "claimed_at": None, "with_id": person_id}
    _change(connection, number, now, **done)


def waits(connection: Connection, number: int, now: datetime) -> None:
    """She has written: from now on she waits, and it is open again."""
    _change(connection, number, now, waits_since=now, raises=0, closed_at=None, helped=None)


def close(connection: Connection, number: int, helped: bool | None, now: datetime) -> None:
    """It is closed; `helped`: as she says."""
    _change(connection, number, now, closed_at=now, helped=helped)


def hand_to(connection: Connection, number: int, person_id: int | None, level: str | None, now: datetime) -> None:
    """Somebody else is to answer it, or (None) whoever works at this level."""
    gone = {"claimed_by": None, "claimed_at": None}
    _change(connection, number, now, with_id=person_id, level=level, **gone)


def go_up(connection: Connection, one: Inquiry, level: str | None) -> bool:
    """It lies one level higher from now on. False: it has gone there already."""
    same = (inquiry.c.id == one.id, inquiry.c.raises == one.raises, inquiry.c.waits_since == one.waits_since)
    up = update(inquiry).where(*same).values(level=level, raises=one.raises + 1)
    return connection.execute(up).rowcount == 1


def _change(connection: Connection, number: int, now: datetime, **values: object) -> None:
    connection.execute(update(inquiry).where(inquiry.c.id == number).values(touched_at=now, **values))


def may_be_late(connection: Connection, programme: str, longest: timedelta, now: datetime) -> list[int]:
    """Those that have waited for so long and can go higher still, by the clock on the wall."""
    waiting = (inquiry.c.programme == programme, inquiry.c.waits_since <= now - longest, inquiry.c.level.is_not(None))
    return list(connection.scalars(select(inquiry.c.id).where(*waiting).order_by(inquiry.c.id)))


# Lessons


def keep_draft(connection: Connection, number: int, now: datetime) -> None:
    """Its answer has helped: it may become a lesson."""
    once = insert_for(connection.dialect)(lesson_draft).on_conflict_do_nothing(index_elements=["inquiry_id"])
    connection.execute(once, [{"inquiry_id": number, "at": now}])


def drop_draft(connection: Connection, number: int) -> bool:
    """It does not; False: there was none."""
    return connection.execute(delete(lesson_draft).where(lesson_draft.c.inquiry_id == number)).rowcount == 1


def drafts(connection: Connection, readable: ColumnElement[bool]) -> list[int]:
    """The numbers of those that may become lessons, of what somebody may read, the oldest first."""
    found = select(inquiry.c.id).join(lesson_draft, lesson_draft.c.inquiry_id == inquiry.c.id)
    return list(connection.scalars(found.where(readable).order_by(lesson_draft.c.at, inquiry.c.id)))


def readable(person_id: int, programme: str, areas: Collection[str] | None) -> ColumnElement[bool]:
    """Which of them somebody may read who works in these areas (None: in all of the programme): neither her own, nor
    what goes past her.
    """
    here = [inquiry.c.programme == programme, inquiry.c.asker_id != person_id]
    past = exists().where(inquiry_past.c.inquiry_id == inquiry.c.id, inquiry_past.c.person_id == person_id)
    if areas is not None:
        here.append(inquiry.c.area.in_(sorted(areas)))
    return and_(*here, ~past)


def is_readable(connection: Connection, number: int, may: ColumnElement[bool]) -> bool:
    """Whether one is among these."""
    return connection.scalar(select(inquiry.c.id).where(inquiry.c.id == number, may)) is not None


def count_waiting(connection: Connection, may: ColumnElement[bool]) -> int:
    """How many of these wait."""
    return int(connection.scalar(select(func.count()).select_from(inquiry).where(may, _WAITING)) or 0)


def waiting(connection: Connection, may: ColumnElement[bool], first: int, size: int) -> list[Inquiry]:
    """Some of these that wait, who has waited for longest first."""
    found = select(*_COLUMNS).where(may, _WAITING).order_by(inquiry.c.waits_since, inquiry.c.id)
    return [_inquiry(row) for row in connection.execute(found.offset(first).limit(size))]


_WAITING = inquiry.c.waits_since.is_not(None)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was sent: which bot has seen it, by which id."""

    bot: int
    file_id: str


def file_of(connection: Connection, name: str) -> Kept | None:
    """A file by its name; None: it is gone."""
    row = connection.execute(select(media.c.bot, media.c.file_id).where(media.c.name == name)).one_or_none()
    return None if row is None else Kept(*row)
