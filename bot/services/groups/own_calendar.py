"""A group's own calendar: begun once somebody leads it, answered by who leads the group, in no member's count.

The group is the producer that is asked, so slots and submissions are those of anybody; what asks is a form of its own
(`OfGroup`). No leader speaks for it: who leads it is asked anew each time, so a hand-over needs nothing done here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services import roles
from bot.services.evaluation import calendar, submissions
from bot.services.evaluation.submissions import Sent
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.evaluation import changed_paces, corrections, silent_groups, slots
from bot.store.evaluation.changed_paces import Chosen
from bot.store.evaluation.corrections import Own as Kept
from bot.store.evaluation.slots import SlotRow
from bot.store.groups import groups, own_slots
from bot.store.groups.groups import Group
from bot.store.people import audit
from bot.store.people.audit import Deed

__all__ = ["AT_ONCE", "Kept", "Own", "Sent", "begin_all", "keep", "look", "next_after"]

BEGINNING = "Beginning the calendar of a group: producer"
# Groups of a programme that begin in one tick: after an update all begin that are there, and others have to wait.
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Own:
    """A group's own calendar. `open`: what can be answered now, the oldest of it; `next_due`: the day of the one after
    it that is not open yet; `began`: this look has begun it; `last`: what was sent for it last.
    """

    group: Group
    open: SlotRow | None
    next_due: date | None
    began: bool
    last: Kept | None
    # the next one, where staff have chosen its day
    chosen: Chosen | None = None


def look(connection: Connection, person_id: int | None, group_id: int, pack: Pack, now: datetime) -> Own | None:
    """The calendar, begun now where it was not; None: the pack asks groups nothing. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    group = groups.find(connection, group_id)
    if group is None:
        raise LookupError(f"there is no group {group_id}")
    if not pack.asks_groups:
        return None
    began = _begin(connection, group, f"person {person_id}", pack, now)
    open_now = slots.open_now(connection, [group_id], now)
    last = corrections.newest_of_group(connection, group_id)
    following, found = _next_after(connection, group_id, now), changed_paces.chosen(connection, [group_id], now)
    chosen = next((one for one in found if one.due == following), None)
    return Own(group, open_now[0] if open_now else None, following, began, last, chosen)


def begin_all(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """Begin what nobody has looked at yet, of groups that somebody leads; gives how many. Today is the day from which
    on they are asked: what was due until then stands as before joining, as with a producer who registers today.
    """
    begun = 0
    for pack in loaded.packs.values():
        if pack.asks_groups:
            found = own_slots.to_begin(connection, pack.programme.code, AT_ONCE + len(left_out))
            due = left_out.others(BEGINNING, found, AT_ONCE)
            begun += sum(left_out.each(connection, BEGINNING, due, partial(_begin_some, pack=pack, now=now)))
    return begun


def _begin_some(connection: Connection, numbers: Sequence[int], *, pack: Pack, now: datetime) -> int:
    found = [groups.find(connection, number) for number in numbers]
    return sum(_begin(connection, group, "clock", pack, now) for group in found if group is not None)


def _begin(connection: Connection, group: Group, actor: str, pack: Pack, now: datetime) -> bool:
    """False: it has begun before."""
    if own_slots.has_begun(connection, group.id):
        return False
    today = local_day(now, ZoneInfo(pack.programme.timezone))
    calendar.begin_of_group(connection, group.id, group.inception, today, pack.programme)
    audit.record(connection, Deed(actor, "begin group calendar", f"group {group.id}", {}, group.id), now)
    return True


def next_after(connection: Connection, person_id: int | None, group_id: int, now: datetime) -> date | None:
    """The day on which the next one is due that is not open yet. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return _next_after(connection, group_id, now)


def _next_after(connection: Connection, group_id: int, now: datetime) -> date | None:
    waiting = slots.unanswered_of_producers(connection, [group_id])
    return min((one.due for one in waiting if one.opens_at > now), default=None)


def keep(connection: Connection, sent: Sent, pack: Pack, now: datetime, said_at: datetime | None = None) -> int | None:
    """What its leader sends for the group; gives its number, None: it was kept before. `said_at`: when she wrote it,
    where it came in later. Raises NotAllowed.
    """
    roles.require_leader(connection, sent.person_id, sent.producer_id)
    outcome = submissions.submit(connection, sent, pack, said_at or now)
    if not outcome.was_new:
        return None
    silent_groups.settle(connection, sent.producer_id, now)
    about = f"submission {outcome.submission_id}"
    deed = Deed(f"person {sent.person_id}", "answer for group", about, {}, sent.producer_id)
    audit.record(connection, deed, now)
    return outcome.submission_id
