"""Photos of a group's paper sheet, each with the month that it is about; the files lie with all that people send."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from bot.store.schema import media, membership, report, report_row, sheet_photo

KEPT, LOST = "kept", "lost"
# A month begins by the day of the place, what is kept by that of Greenwich.
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Photo:
    """A page of a sheet: its name in the media folder, of which group and month, who has sent it when, how (`kind`: a
    photo or a document), and whether the file is there.
    """

    media: str
    group_id: int
    month: date
    person_id: int
    sent_at: datetime
    kind: str
    is_there: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A month of which photos are there: how many, when the last came, of how many members it was reported, and when
    for the last time.
    """

    group_id: int
    month: date
    photos: int
    last_at: datetime
    reported: int
    reported_at: datetime | None


_ASKED = (
    select(
        sheet_photo.c.media,
        sheet_photo.c.group_id,
        sheet_photo.c.month,
        sheet_photo.c.person_id,
        sheet_photo.c.sent_at,
        sheet_photo.c.kind,
        (media.c.state == KEPT).label("is_there"),
    )
    .join_from(sheet_photo, media, media.c.name == sheet_photo.c.media)
    .where(sheet_photo.c.erased_at.is_(None), media.c.state != LOST)
    .order_by(sheet_photo.c.sent_at, sheet_photo.c.media)
)


def add(connection: Connection, one: Photo) -> None:
    """A page of a sheet was sent."""
    named = ("media", "group_id", "month", "person_id", "sent_at", "kind")
    connection.execute(insert(sheet_photo).values({name: getattr(one, name) for name in named}))


def of_month(connection: Connection, group_id: int, month: date) -> list[Photo]:
    """The pages of a month that nobody has erased, also those that are still fetched, the first that came first."""
    rows = connection.execute(_ASKED.where(sheet_photo.c.group_id == group_id, sheet_photo.c.month == month))
    return [Photo(*row) for row in rows]


def since(connection: Connection, group_id: int, moment: datetime) -> list[Photo]:
    """The pages of a group that came since a moment, the first that came first."""
    rows = connection.execute(_ASKED.where(sheet_photo.c.group_id == group_id, sheet_photo.c.sent_at >= moment))
    return [Photo(*row) for row in rows]


def find(connection: Connection, name: str) -> Photo | None:
    """One page; None: there is none, or it was erased."""
    row = connection.execute(_ASKED.where(sheet_photo.c.media == name)).one_or_none()
    return None if row is None else Photo(*row)


def months(connection: Connection, groups: Collection[int]) -> list[Waiting]:
    """The months of these groups of which photos are there, the earliest first."""
    written = and_(report.c.group_id == sheet_photo.c.group_id, report.c.month == sheet_photo.c.month)
    said = report_row.c.report_id == report.c.id
    rows = connection.execute(
        select(
            sheet_photo.c.group_id,
            sheet_photo.c.month,
            func.count(sheet_photo.c.media.distinct()),
            func.max(sheet_photo.c.sent_at, type_=sheet_photo.c.sent_at.type),
            func.count(report_row.c.member_id.distinct()),
            func.max(report_row.c.at, type_=report_row.c.at.type),
        )
        .select_from(sheet_photo)
        .join(media, media.c.name == sheet_photo.c.media)
        .outerjoin(report, written)
        .outerjoin(report_row, said)
        .where(sheet_photo.c.group_id.in_(sorted(groups)), sheet_photo.c.erased_at.is_(None), media.c.state == KEPT)
        .group_by(sheet_photo.c.group_id, sheet_photo.c.month)
        .order_by(sheet_photo.c.month, sheet_photo.c.group_id)
    )
    return [Waiting(*row) for row in rows]


# What goes


def erase(connection: Connection, name: str, now: datetime) -> None:
    """Nobody sees this page any more; its file goes at the next tick."""
    connection.execute(update(sheet_photo).where(sheet_photo.c.media == name).values(erased_at=now))


def erased(connection: Connection) -> list[str]:
    """The names of files that are to go now."""
    return list(connection.scalars(select(sheet_photo.c.media).where(sheet_photo.c.erased_at.is_not(None))))


_DROP = delete(sheet_photo).where(sheet_photo.c.media == bindparam("file"))


def drop(connection: Connection, names: Sequence[str]) -> int:
    """No sheet has these files; gives how many had."""
    return connection.execute(_DROP, [{"file": name} for name in names]).rowcount if names else 0


def drop_with(connection: Connection, person_id: int, producers: Collection[int]) -> list[str]:
    """Every page on which somebody is, or may be, who is forgotten goes as a whole, with the row of its file: what she
    has sent, what is of a month that was reported of her, and of one in which she was in the group. Gives the names.
    """
    page, hers = sheet_photo.c, membership.c
    names = set(connection.scalars(select(page.media).where(page.person_id == person_id)))
    same_month = and_(report.c.group_id == page.group_id, report.c.month == page.month)
    told = select(page.media).join_from(sheet_photo, report, same_month).join(report_row)
    names |= set(connection.scalars(told.where(report_row.c.member_id.in_(producers))))
    in_group = select(page.media, page.month, hers.until).join_from(
        sheet_photo, membership, hers.group_id == page.group_id
    )
    for row in connection.execute(in_group.where(hers.member_id.in_(producers))):
        if row.until is None or row.until.date() + A_DAY >= row.month:
            names.add(row.media)
    found = sorted(names)
    drop(connection, found)
    connection.execute(delete(media).where(media.c.name.in_(found)))
    return found
