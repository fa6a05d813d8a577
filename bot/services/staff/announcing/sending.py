"""Announcements by the clock: people are gathered in pieces, messages leave a few hundreds at a time, changes follow.

What waits in the outbox is kept small, so that a pause, a night or an election holds up all but what is in flight, and
the text of each is frozen as hers leaves and no earlier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.domain.staff.announcement import Announcement, State
from bot.domain.staff.leaving_hours import LeavingHours
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.services.staff.announced import leaders
from bot.services.staff.announcing import audiences, handing_over
from bot.services.staff.announcing.audiences import Wanted
from bot.services.work import Connection
from bot.store.staff.announcing import addressees
from bot.store.staff.announcing import announcements as rows
from bot.store.staff.announcing.announcements import Gathered
from bot.store.wire import broadcasts

ANNOUNCING = "Announcing: announcement"
# So many wait in the outbox at most, of all announcements together.
WINDOW = 400
# So many people are written down in one transaction.
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Stepped:
    """What one step has done: how many messages were written, whether there is more to do at once, and whether soon."""

    written: int = 0
    more: bool = False
    soon: bool = False


def step(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> Stepped:
    """One piece of all announcements that are open, one after the other; one that cannot be read holds up no other."""
    broadcasts.settled(connection)
    numbers = rows.open_ones(connection)
    room = [WINDOW - addressees.on_their_way(connection)] if numbers else [0]
    work = partial(_each, loaded=loaded, now=now, room=room)
    done = []
    for number in left_out.others(ANNOUNCING, numbers, len(numbers)):
        done += left_out.each(connection, ANNOUNCING, [number], work)
    soon = any(one.soon or one.written for one in done)
    return Stepped(sum(one.written for one in done), any(one.more for one in done), soon)


def hold(connection: Connection) -> None:
    """Nothing leaves now that is not in flight: the clock is doubted."""
    if rows.open_ones(connection):
        addressees.put_back(connection)


def _each(
    connection: Connection, numbers: Sequence[int], *, loaded: LoadedPacks, now: datetime, room: list[int]
) -> Stepped:
    """One announcement: each is done alone, so that what is written of it fits into the room that others have left."""
    (number,) = numbers
    stepped = _step(connection, rows.load(connection, number), loaded, now, room[0])
    room[0] -= stepped.written
    return stepped


def _step(connection: Connection, one: Announcement, loaded: LoadedPacks, now: datetime, room: int) -> Stepped:
    pack = loaded.pack(one.programme)
    changed = handing_over.changes(connection, one, loaded, now, room) if one.changing else 0
    match one.state:
        case State.GATHERING:
            return Stepped(changed, more=_gather(connection, one, loaded, now))
        case State.PLANNED:
            return Stepped(changed, more=_leave(connection, one, pack, now))
        case State.UNDER_WAY if not _may_leave(one, pack, now):
            addressees.put_back(connection, addressees.of(one.id))
            return Stepped(changed)
        case State.UNDER_WAY:
            return Stepped(changed + _send(connection, one, loaded, now, room - changed), soon=True)
    return Stepped(changed, soon=one.changing)


def _gather(connection: Connection, one: Announcement, loaded: LoadedPacks, now: datetime) -> bool:
    """The next of its people are written down; when all are, it goes on. Whoever has composed it and works here no
    longer sends nothing.
    """
    try:
        wanted = audiences.wanted(connection, one.author, loaded.pack(one.programme), one.audience, now)
    except NotAllowed:
        rows.change(connection, one.id, state=State.STOPPED, ended_at=now)
        return False
    so_far = rows.gathered(connection, one.id)
    chats = addressees.gather(connection, one.id, wanted, so_far.last, AT_ONCE, emergency=one.emergency)
    many = so_far.count + len(chats)
    if len(chats) == AT_ONCE:
        rows.gather_on(connection, one.id, Gathered(chats[-1], many))
        return True
    rows.gather_on(connection, one.id, Gathered(None, 0))
    return _gathered(connection, one, loaded, wanted, many, now)


def _gathered(
    connection: Connection, one: Announcement, loaded: LoadedPacks, wanted: Wanted, many: int, now: datetime
) -> bool:
    """All are there: counted for the first time as it was composed, for the second as it leaves, when leaders hear of
    members without a phone. Too many of them need somebody else's word.
    """
    above = loaded.pack(one.programme).programme.announcements.approve_above
    may = one.approved_by is not None or addressees.size(connection, one.id) <= above
    if one.composed is None:
        rows.change(connection, one.id, composed_count=many, state=State.PLANNED if may else State.TO_APPROVE)
    elif may:
        rows.change(connection, one.id, left_count=many, left_at=now, state=State.UNDER_WAY)
        leaders.tell(connection, loaded, one, wanted, now)
    else:
        rows.change(connection, one.id, state=State.TO_APPROVE)
    return may


def _leave(connection: Connection, one: Announcement, pack: Pack, now: datetime) -> bool:
    """When its moment has come, and nothing forbids it, it is gathered once more and leaves."""
    if (one.not_before or now) > now or not _may_leave(one, pack, now):
        return False
    rows.change(connection, one.id, state=State.GATHERING)
    return True


def _send(connection: Connection, one: Announcement, loaded: LoadedPacks, now: datetime, room: int) -> int:
    """The next of its messages leave; when nobody waits any more it is done."""
    sent = handing_over.messages(connection, one, loaded, now, room) if room > 0 else 0
    if not sent and not addressees.waits(connection, one.id):
        rows.change(connection, one.id, state=State.DONE, ended_at=now)
    return sent


def _may_leave(one: Announcement, pack: Pack, now: datetime) -> bool:
    return LeavingHours.of(pack.programme, emergency=one.emergency).opens(now) <= now
