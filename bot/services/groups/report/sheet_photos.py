"""Photos of a group's paper sheet: kept with the report of a month, seen by staff of the area, erased as a whole.

What a leader does asks whether she leads this very group now; what staff do, whether they work where it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.packs import Pack
from bot.services import roles
from bot.services.groups.leaders import overseeing
from bot.services.roles import NotAllowed
from bot.services.work import Connection
from bot.store.groups.report import sheet_photos
from bot.store.groups.report.sheet_photos import Photo, erased
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.wire import received_files

__all__ = [
    "MOST",
    "Photo",
    "Sent",
    "ToType",
    "erase",
    "erased",
    "keep",
    "may_type",
    "month_just_now",
    "one",
    "pages",
    "require_typist",
    "to_type",
]

# Pages of one month: a group of three hundred has twelve sheets of paper, which nobody photographs one by one.
MOST = 6
# Pages of one album come at once, and the month is named under the first alone.
AT_ONCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it was sent: its name in the media folder, how (`kind`), in which chat of which bot, its id there."""

    media: str
    kind: str
    bot: int
    chat: int
    file_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ToType:
    """A month of a group whose figures somebody has to type from the paper: how many of its members have some."""

    group_id: int
    group: str
    month: date
    photos: int
    reported: int
    members: int


def keep(connection: Connection, person_id: int | None, group_id: int, month: date, one: Sent, now: datetime) -> bool:
    """Keep a page with the report of a month, whether that is sent or not. False: there are as many as can be. Raises
    NotAllowed.
    """
    roles.require_leader(connection, person_id, group_id)
    if person_id is None or len(sheet_photos.of_month(connection, group_id, month)) >= MOST:
        return False
    received_files.expect(connection, one.media, one.bot, one.chat, one.file_id, now, person=person_id)
    sheet_photos.add(connection, Photo(one.media, group_id, month, person_id, one.at, one.kind))
    _note(connection, person_id, "keep sheet", group_id, month, now)
    return True


def month_just_now(connection: Connection, person_id: int | None, group_id: int, at: datetime) -> date | None:
    """The month of the page that came just before. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    found = sheet_photos.since(connection, group_id, at - AT_ONCE)
    return next((one.month for one in reversed(found) if one.person_id == person_id), None)


def erase(connection: Connection, person_id: int | None, group_id: int, media: str, now: datetime) -> bool:
    """A leader erases a page, whoever has sent it. False: it is gone already. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    found = sheet_photos.find(connection, media)
    if found is None or found.group_id != group_id:
        return False
    sheet_photos.erase(connection, media, now)
    _note(connection, person_id, "erase sheet", group_id, found.month, now)
    return True


def to_type(connection: Connection, person_id: int | None, pack: Pack) -> Sequence[ToType]:
    """The sheets of the groups where she works from which figures are still to be typed: not all of their members are
    reported, and nobody has reported any since the photos came. Raises NotAllowed.
    """
    here = {one.id: one for one in overseeing.listed(connection, person_id, pack)}
    return [
        ToType(one.group_id, group.name, one.month, one.photos, one.reported, group.members)
        for one in sheet_photos.months(connection, here)
        if (group := here[one.group_id])
        and one.reported < group.members
        and (one.reported_at is None or one.reported_at < one.last_at)
    ]


def pages(
    connection: Connection, person_id: int | None, pack: Pack, group_id: int, month: date, now: datetime
) -> Sequence[Photo]:
    """The pages of a month, for who types from them, which is written down. Raises NotAllowed."""
    overseeing.one(connection, person_id, pack, group_id)
    found = [one for one in sheet_photos.of_month(connection, group_id, month) if one.is_there]
    if found:
        _note(connection, person_id, "see sheet", group_id, month, now)
    return found


def one(connection: Connection, person_id: int | None, pack: Pack, group_id: int, media: str) -> Photo | None:
    """A page as it is sent to her; None: it was erased meanwhile. Raises NotAllowed."""
    overseeing.one(connection, person_id, pack, group_id)
    found = sheet_photos.find(connection, media)
    return found if found is not None and found.is_there and found.group_id == group_id else None


def require_typist(
    connection: Connection, person_id: int | None, pack: Pack, group_id: int, month: date | None
) -> None:
    """Raise NotAllowed unless she works where the group is, and a photo of that month is there to be typed from."""
    overseeing.one(connection, person_id, pack, group_id)
    if month is None or not sheet_photos.of_month(connection, group_id, month):
        raise NotAllowed(f"there is no sheet of group {group_id} for {month}")


def may_type(connection: Connection, person_id: int | None, pack: Pack, group_id: int, month: date) -> bool:
    """The same as a question: what she types from may have been erased meanwhile."""
    try:
        require_typist(connection, person_id, pack, group_id, month)
    except NotAllowed:
        return False
    return True


def _note(connection: Connection, person_id: int | None, what: str, group_id: int, month: date, now: datetime) -> None:
    told = {"month": month.isoformat()}
    audit.record(connection, Deed(f"person {person_id}", what, f"group {group_id}", told, group_id), now)
