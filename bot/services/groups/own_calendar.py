"""A group's own calendar: begun when a leader first opens it, answered by who leads the group, in no member's count.

The group is the producer that is asked, so slots and submissions are those of anybody; what asks is a form of its own
(`OfGroup`). No leader speaks for it: who leads it is asked anew each time, so a hand-over needs nothing done here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.packs import Pack
from bot.services import roles
from bot.services.evaluation import calendar, submissions
from bot.services.evaluation.submissions import Sent
from bot.services.work import Connection
from bot.store.evaluation import corrections, slots
from bot.store.evaluation.corrections import Own as Kept
from bot.store.evaluation.slots import SlotRow
from bot.store.groups import groups
from bot.store.groups.groups import Group
from bot.store.people import audit
from bot.store.people.audit import Deed

__all__ = ["Kept", "Own", "Sent", "keep", "look", "next_after"]


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


def look(connection: Connection, person_id: int | None, group_id: int, pack: Pack, now: datetime) -> Own | None:
    """The calendar, begun now where it was not; None: the pack asks groups nothing. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    group = groups.find(connection, group_id)
    if group is None:
        raise LookupError(f"there is no group {group_id}")
    if not pack.asks_groups:
        return None
    began = not slots.of_producer(connection, group_id)
    if began:
        today = local_day(now, ZoneInfo(pack.programme.timezone))
        calendar.begin_of_group(connection, group_id, group.inception, today, pack.programme)
        deed = Deed(f"person {person_id}", "begin group calendar", f"group {group_id}", {}, group_id)
        audit.record(connection, deed, now)
    open_now = slots.open_now(connection, [group_id], now)
    last = corrections.newest_of_group(connection, group_id)
    return Own(group, open_now[0] if open_now else None, _next_after(connection, group_id, now), began, last)


def next_after(connection: Connection, person_id: int | None, group_id: int, now: datetime) -> date | None:
    """The day on which the next one is due that is not open yet. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return _next_after(connection, group_id, now)


def _next_after(connection: Connection, group_id: int, now: datetime) -> date | None:
    waiting = slots.unanswered_of_producers(connection, [group_id])
    return min((one.due for one in waiting if one.opens_at > now), default=None)


def keep(connection: Connection, sent: Sent, pack: Pack, now: datetime) -> int | None:
    """What its leader sends for the group; gives its number, None: it was kept before. Raises NotAllowed."""
    roles.require_leader(connection, sent.person_id, sent.producer_id)
    outcome = submissions.submit(connection, sent, pack, now)
    if not outcome.was_new:
        return None
    about = f"submission {outcome.submission_id}"
    deed = Deed(f"person {sent.person_id}", "answer for group", about, {}, sent.producer_id)
    audit.record(connection, deed, now)
    return outcome.submission_id
