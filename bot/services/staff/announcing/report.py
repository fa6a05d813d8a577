"""What became of an announcement: its counts, why it failed with whom, and its rows by numbers.

Each function asks anew for her role and her area. None: there is no such announcement where she works.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.people.roles import STAFF
from bot.domain.staff.announcement import Announcement, Change, Counts, Fate, State
from bot.domain.staff.leaving_hours import LeavingHours
from bot.packs import Pack
from bot.services import roles
from bot.services.staff.announcing import noted
from bot.services.work import Connection
from bot.store.staff.announcing import addressees, changing
from bot.store.staff.announcing import announcements as rows_of

# So many are looked through for those that go where she works.
LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Report:
    """An announcement with its counts. `failed`, `withdrawn`: how many for which reason; `changed`: what became of the
    last change (edited, taken back) with how many; `leaves_at`: when the next of it leaves, where it waits for the
    morning, a day that is no blackout or its own moment; None: now, or nothing leaves.
    """

    announcement: Announcement
    counts: Counts
    failed: Mapping[str, int]
    withdrawn: Mapping[str, int]
    changed: Mapping[Change, int]
    leaves_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One of the audience, by numbers alone; `person_id` None: she was erased since."""

    person_id: int | None
    fate: Fate
    reason: str | None
    language: str | None
    at: datetime | None
    tries: int
    changed: Change | None


def look(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Report | None:
    """One announcement that goes where she works, or that she has composed. Raises NotAllowed."""
    found = noted.hers(connection, person_id, pack, number)
    if found is None:
        return None
    told = addressees.tally(connection, number)
    changed = changing.became(connection, number)
    return Report(found, told.counts, told.failed, told.withdrawn, changed, _leaves_at(found, pack, now))


def _leaves_at(one: Announcement, pack: Pack, now: datetime) -> datetime | None:
    if one.state not in (State.GATHERING, State.PLANNED, State.UNDER_WAY):
        return None
    from_then = max(now, one.not_before or now) if one.left_at is None else now
    opens = LeavingHours.of(pack.programme, emergency=one.emergency).opens(from_then)
    return opens if opens > now else None


def recent(connection: Connection, person_id: int | None, pack: Pack, most: int = 10) -> Sequence[Announcement]:
    """The newest that go where she works, or that she has composed; no drafts. Raises NotAllowed."""
    roles.require(connection, person_id, STAFF)
    known = rows_of.sent(connection, pack.programme.code, LOOKED_AT)
    return [one for one in known if one.author == person_id or noted.covers(connection, person_id, pack, one)][:most]


def to_approve(connection: Connection, person_id: int | None, pack: Pack) -> Sequence[Announcement]:
    """Those that wait for a second one of the staff and that she may approve, the oldest first. Raises NotAllowed."""
    roles.require(connection, person_id, STAFF)
    waiting = rows_of.to_approve(connection, pack.programme.code)
    return [one for one in waiting if one.author != person_id and noted.covers(connection, person_id, pack, one)]


def rows(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Iterator[Row] | None:
    """What a table of it holds, in the order in which it was sent; a few are read at a time. Raises NotAllowed."""
    if noted.hers(connection, person_id, pack, number) is None:
        return None
    return _rows(connection, number)


def _rows(connection: Connection, number: int) -> Iterator[Row]:
    for row in addressees.each(connection, number):
        became = addressees.fate_of(row)
        why = row.reason if became in (Fate.FAILED, Fate.WITHDRAWN) else None
        changed = None if row.changed is None or row.outbox_id is not None else Change(row.changed)
        yield Row(row.person_id, became, why, row.language, row.at, row.tries, changed)
