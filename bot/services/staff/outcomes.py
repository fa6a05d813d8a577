"""What an officer does about a follow-up: she was there, calls again on a day, closes it with a reason, and undoes it.

Each function asks anew whether the follow-up is in an area where she works and not about herself. Each step is one row
more, with a line in the audit log; her words stand in the row alone, and go with whom they are about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.domain.staff.outcomes import CAN_BE_UNDONE, LONGEST_WAIT, LONGEST_WORDS, Closed, What
from bot.packs import Pack
from bot.services.roles import NotAllowed
from bot.services.staff import work
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.members import members
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.staff import follow_ups, outcomes
from bot.store.staff.follow_ups import Waiting
from bot.store.staff.outcomes import Outcome, Step

__all__ = [
    "CAN_BE_UNDONE",
    "LONGEST_WAIT",
    "Closed",
    "Known",
    "Outcome",
    "Waiting",
    "What",
    "call_again",
    "can_undo",
    "close",
    "look",
    "note",
    "undo",
    "visited",
    "wait_days",
]

MOST_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A follow-up with what is known: its steps; what was noted before of the same producer; the group she is in."""

    one: Waiting
    steps: Sequence[Outcome]
    before: Sequence[Outcome]
    group: groups.Group | None
    # when something was sent for her last
    heard: datetime | None


def look(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Known:
    """One follow-up, ended or not. Raises NotAllowed: there is none of this number where she works."""
    one = _find(connection, person_id, pack, number)
    of_hers = members.groups_of(connection, one.producer_id)
    group = groups.find(connection, of_hers[0]) if of_hers else None
    before = outcomes.before(connection, one.producer_id, number, MOST_BEFORE)
    heard = follow_ups.heard(connection, one.producer_id)
    return Known(one, outcomes.of(connection, number), before, group, heard)


def _find(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Waiting:
    one = follow_ups.find(connection, number, work.reader(connection, person_id, pack))
    if one is None:
        raise NotAllowed(f"person {person_id} has no follow-up {number} where she works")
    return one


def visited(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> int | None:
    """She was there: nobody is to look at it any more. Gives the step's number; None: it has ended already. Raises
    NotAllowed.
    """
    return _take(connection, person_id, pack, number, now, What.VISITED)


def close(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    why: Closed,
    now: datetime,
    words: str = "",
) -> int | None:
    """There is nothing more to do, for a reason; another one needs words. It does not open again for the same slot.
    Gives the step's number; None: it has ended already, or the words are missing. Raises NotAllowed.
    """
    kept = _kept(words)
    if why is Closed.OTHER and kept is None:
        return None
    return _take(connection, person_id, pack, number, now, What.CLOSED, why, words=kept)


def call_again(
    connection: Connection, person_id: int | None, pack: Pack, number: int, day: date, now: datetime
) -> int | None:
    """It is off the list until a day, and on it again from then on. Gives the step's number; None: it has ended, or
    the day is past or too far off. Raises NotAllowed.
    """
    zone = ZoneInfo(pack.programme.timezone)
    today = local_day(now, zone)
    if not today < day <= today + LONGEST_WAIT:
        return None
    step = _take(connection, person_id, pack, number, now, What.CALL_AGAIN, again_on=day)
    if step is not None:
        follow_ups.put_off(connection, number, datetime.combine(day, time(), tzinfo=zone))
    return step


def _take(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    now: datetime,
    what: What,
    why: Closed | None = None,
    *,
    again_on: date | None = None,
    words: str | None = None,
) -> int | None:
    one = _find(connection, person_id, pack, number)
    if one.done is not None or person_id is None:
        return None
    if what.ends:
        follow_ups.end(connection, number, now)
    return _write(connection, one, Step(number, person_id, what, why, again_on, words), now)


def note(
    connection: Connection, person_id: int | None, pack: Pack, number: int, words: str, now: datetime
) -> int | None:
    """Words beside a follow-up, ended or not. Gives the step's number; None: there are none. Raises NotAllowed."""
    one, kept = _find(connection, person_id, pack, number), _kept(words)
    if kept is None or person_id is None:
        return None
    return _write(connection, one, Step(number, person_id, What.NOTED, words=kept), now)


def _kept(words: str) -> str | None:
    return " ".join(words.split())[:LONGEST_WORDS] or None


def can_undo(steps: Sequence[Outcome], person_id: int | None, now: datetime) -> Outcome | None:
    """The step that she can take back: her own, the last that was taken, of the last minutes; None: there is none."""
    taken = [one for one in steps if one.what is not What.NOTED]
    last = taken[-1] if taken else None
    if last is None or last.what is What.UNDONE or last.by != person_id or now - last.at > CAN_BE_UNDONE:
        return None
    return last


def undo(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """What she did last about it did not happen: it is on the list again. False: it was too long ago, somebody else
    was there since, or it has settled itself meanwhile. Raises NotAllowed.
    """
    one = _find(connection, person_id, pack, number)
    last = can_undo(outcomes.of(connection, number), person_id, now)
    if last is None or person_id is None or follow_ups.has_settled(connection, number):
        return False
    follow_ups.end(connection, number, None)
    _write(connection, one, Step(number, person_id, What.UNDONE), now)
    return True


def _write(connection: Connection, one: Waiting, step: Step, now: datetime) -> int:
    written = outcomes.add(connection, step, now)
    detail = {"follow_up": one.id, "why": one.reason, "reason": step.reason}
    detail |= {"again_on": step.again_on.isoformat() if step.again_on else None}
    known = {name: value for name, value in detail.items() if value is not None}
    action = f"follow-up {step.what.value.replace('_', ' ')}"
    deed = Deed(f"person {step.by}", action, f"producer {one.producer_id}", known, one.producer_id)
    audit.record(connection, deed, now)
    return written


def wait_days(today: date) -> Sequence[date]:
    """Days that are offered to call again: tomorrow, in three days, in a week, in a month."""
    return [today + timedelta(days=days) for days in (1, 3, 7, 30)]
