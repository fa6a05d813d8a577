"""When a person is reminded of a slot that is due, and when not: quiet hours, one a day, late rather than never.

The tick claims rows whose moment has come and asks `decide` about each. A message goes to a person, not to a slot: the
slots of one person that say Send in one tick share a message, and are decided with the person as they were before it.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from bot.domain.evaluation.calendar import SlotState
from bot.domain.programme import NudgeLadder

ONE_DAY = timedelta(days=1)
# What the tick hands over has to pass the outbox before quiet hours begin.
HEAD_ROOM = timedelta(minutes=15)


class Reach(StrEnum):
    """Whether a person may be written to."""

    ACTIVE = "active"
    STOPPED = "stopped"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is reminded. `key` is a stable id (it spreads the messages); `zone` is where they live.

    `hour`: the hour that the person chose, else the pack's. `last_nudge`: the local day of the last nudge about
    anything. Set it to today when a person comes back after a stop, so that the nudge waits for tomorrow.
    """

    key: str
    zone: tzinfo
    hour: int
    reach: Reach = Reach.ACTIVE
    last_nudge: date | None = None


@dataclass(frozen=True, slots=True)
class Reminded:
    """What the ladder knows of one slot. `closes` as in calendar.closes; `last_sent`: local day of its last nudge.
    Until `paused_until` nobody is reminded of it.
    """

    due: date
    closes: date
    state: SlotState
    sent: int = 0
    last_sent: date | None = None
    escalated: bool = False
    paused_until: date | None = None


class Rest(StrEnum):
    """Why a slot needs no more nudges."""

    ENDED = "ended"
    CLOSED = "closed"
    STOPPED = "stopped"
    BLOCKED = "blocked"
    LADDER_DONE = "ladder_done"


@dataclass(frozen=True, slots=True)
class Send:
    """Remind now. Store `rung` as sent, `day` as the slot's last_sent and the person's last_nudge, and `next_at`."""

    rung: int
    day: date
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; ask again at this moment (UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Escalate:
    """The ladder is used up: tell the officer, and the leader if the person agreed to it. Then set next_at to None."""


@dataclass(frozen=True, slots=True)
class Done:
    """No nudge for this slot any more. Set next_at to None."""

    rest: Rest


Decision = Send | Later | Escalate | Done


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The day on the wall where the person lives."""
    return moment.astimezone(zone).date()


def quiet(moment: datetime, zone: tzinfo, ladder: NudgeLadder) -> bool:
    """Whether nothing may be sent at this moment."""
    return not ladder.earliest <= moment.astimezone(zone).hour < ladder.latest


def awake_from(moment: datetime, zone: tzinfo, ladder: NudgeLadder) -> datetime:
    """The moment itself, or at night (UTC) when the next day begins."""
    if not quiet(moment, zone, ladder):
        return moment
    local = moment.astimezone(zone)
    day = local.date() if local.hour < ladder.earliest else local.date() + ONE_DAY
    return _moment(day, ladder.earliest, zone)


def delivery_at(day: date, person: Recipient, ladder: NudgeLadder) -> datetime:
    """The moment (UTC) of the person's nudge on a local day: at their hour, spread over the window by their key.

    An hour that the clocks skip that day comes an hour later, one that they repeat is taken the first time, and a day
    that the whole place skips (Samoa, 30 December 2011) falls on the next.
    """
    hour = min(max(person.hour, ladder.earliest), ladder.latest - 1)
    start = _moment(day, hour, person.zone)
    room = min(timedelta(hours=ladder.window_hours), timedelta(hours=ladder.latest - hour) - HEAD_ROOM)
    moment = start + timedelta(seconds=int(room.total_seconds() * _fraction(person.key)))
    same_day = local_day(moment, person.zone) == local_day(start, person.zone)
    return moment if same_day and not quiet(moment, person.zone, ladder) else start


@lru_cache(maxsize=4096)
def _moment(day: date, hour: int, zone: tzinfo) -> datetime:
    """An hour of a local day in UTC. Kept: a whole country is reminded on the same few days."""
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def _fraction(key: str) -> float:
    """A number from 0 to 1 that is always the same for the same key, in every process."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest()) / 2**32


def next_nudge_at(slot: Reminded, person: Recipient, ladder: NudgeLadder) -> datetime | None:
    """The moment (UTC) at which the slot is to be looked at next, for the row's next_at. None: never again.

    The first time on the due day; then by the ladder's gaps from the day of the nudge before, so that one that came
    late moves those that follow; and a day after the last one to tell the officer. May lie in the past.
    """
    if slot.state.ended or slot.escalated or person.reach is not Reach.ACTIVE:
        return None
    day = _next_day(slot, ladder)
    return delivery_at(day, person, ladder) if day < slot.closes else None


def _next_day(slot: Reminded, ladder: NudgeLadder) -> date:
    day = _rung_day(slot, ladder)
    return day if slot.paused_until is None else max(day, slot.paused_until)


def _rung_day(slot: Reminded, ladder: NudgeLadder) -> date:
    if slot.sent == 0 or slot.last_sent is None:
        return slot.due + timedelta(days=ladder.days[0])
    if slot.sent >= len(ladder.days):
        return slot.last_sent + ONE_DAY
    return slot.last_sent + timedelta(days=ladder.days[slot.sent] - ladder.days[slot.sent - 1])


def decide(now: datetime, slot: Reminded, person: Recipient, ladder: NudgeLadder) -> Decision:
    """What the tick does with a row whose moment has come. `now` is aware (UTC). Never two nudges on a local day."""
    rest = _rest(now, slot, person)
    if rest is not None:
        return Done(rest)
    at = next_nudge_at(slot, person, ladder)
    if at is None:
        return Done(Rest.CLOSED)
    if at > now:
        return Later(at)
    if slot.sent >= len(ladder.days):
        return Escalate()
    return _send(now, slot, person, ladder)


def _rest(now: datetime, slot: Reminded, person: Recipient) -> Rest | None:
    if slot.state.ended:
        return Rest.ENDED
    if person.reach is not Reach.ACTIVE:
        return Rest(person.reach.value)
    if slot.escalated:
        return Rest.LADDER_DONE
    return Rest.CLOSED if local_day(now, person.zone) >= slot.closes else None


def _send(now: datetime, slot: Reminded, person: Recipient, ladder: NudgeLadder) -> Send | Later:
    today = local_day(now, person.zone)
    if person.last_nudge is not None and person.last_nudge >= today:
        return Later(_delivery_after(now, person.last_nudge + ONE_DAY, person, ladder))
    if quiet(now, person.zone, ladder):
        # Not at their own hour: a clock that ticks seldom could miss that one day after day.
        return Later(_delivery_after(now, today, replace(person, hour=ladder.earliest), ladder))
    after = replace(slot, sent=slot.sent + 1, last_sent=today)
    return Send(after.sent, today, next_nudge_at(after, person, ladder))


def _delivery_after(now: datetime, day: date, person: Recipient, ladder: NudgeLadder) -> datetime:
    """The person's first delivery on `day` or later that is still to come."""
    while (at := delivery_at(day, person, ladder)) <= now:
        day += ONE_DAY
    return at
