"""The evaluation calendar: which check-ins a producer owes, when each is due, and how each one ends.

Every date here is a local date, where the producer lives. The pace comes from the ESCAP study of 2020 by way of the
pack's Schedule; why the rules are what they are: docs/decisions/0005-evaluation-calendar.md.
"""

import calendar as gregorian
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.programme import BASELINE_MONTH, Schedule, Standing


class SlotState(StrEnum):
    """Where a slot stands. Waiting and open are on the way; the others are the end of it."""

    WAITING = "waiting"
    OPEN = "open"
    ANSWERED = "answered"
    LATE = "late"
    MISSED = "missed"
    BEFORE_JOINING = "before_joining"

    @property
    def ended(self) -> bool:
        return self not in (SlotState.WAITING, SlotState.OPEN)


class Why(StrEnum):
    """Why a slot was not answered. A slot that ended without an answer always has one."""

    JOINED_LATER = "joined_later"
    ERASED = "erased"
    # she has died, or the business is closed, as her leader has said
    NOT_PRODUCING = "not_producing"
    # she paused, as her leader has said
    PAUSED = "paused"
    # staff have chosen another day for it
    MOVED = "moved"
    STOPPED = "stopped"
    BLOCKED = "blocked"
    OUTAGE = "outage"
    NOT_ASKED = "not_asked"
    UNFINISHED = "unfinished"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """One evaluation of one producer. `number` counts from 0, the baseline; `month` counts from inception."""

    number: int
    month: int
    due: date
    state: SlotState
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened while a slot was open, for the reason of a missed one."""

    erased: bool = False
    producing: bool = True
    paused: bool = False
    stopped: bool = False
    blocked: bool = False
    outage: bool = False
    begun: bool = False
    nudges: int = 0


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, held to the end of a shorter month.

    Count always from inception: adding month to month would turn 31 January into the 28th for ever.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def months_until(inception: date, day: date) -> int:
    """The fewest whole months from inception that reach `day`; 0 when `day` is not after inception."""
    months = (day.year - inception.year) * 12 + day.month - inception.month
    if add_months(inception, months) < day:
        months += 1
    return max(months, 0)


def plan(inception: date, joined: date, schedule: Schedule) -> tuple[PlannedSlot, ...]:
    """All slots of the first year.

    The baseline is asked at once, so it is due on the day of joining if that is later than inception. Slots due before
    that day, or on it, are kept and say so: nobody is asked twice about one day.
    """
    baseline = max(inception, joined)
    slots = [PlannedSlot(0, BASELINE_MONTH, baseline, _first_state(baseline, joined))]
    for number, month in enumerate(schedule.months, start=1):
        due = add_months(inception, month)
        if due <= joined:
            slots.append(PlannedSlot(number, month, due, SlotState.BEFORE_JOINING, Why.JOINED_LATER))
        else:
            slots.append(PlannedSlot(number, month, due, SlotState.WAITING))
    return tuple(slots)


def _first_state(due: date, joined: date) -> SlotState:
    return SlotState.OPEN if due <= joined else SlotState.WAITING


def opens(slot: PlannedSlot, schedule: Schedule) -> date:
    """The first day on which an answer counts for this slot. Nudges start on the due day, not here."""
    return slot.due if slot.month == BASELINE_MONTH else slot.due - timedelta(days=schedule.opens_days_before)


def closes(slot: PlannedSlot, dues: Iterable[date], inception: date, schedule: Schedule) -> date:
    """The day on which an unanswered slot is missed: the due day of the next slot.

    `dues`: the due days of the producer's slots, in any order. The baseline is open for a month at the least, because
    who joins a day before a check-in would otherwise have one day for it. A last slot, with nothing planned after it,
    is open for the interval of who is at risk: the next one is planned when it ends, and silence counts as at risk.
    """
    baseline = slot.month == BASELINE_MONTH
    earliest = add_months(slot.due, 1) if baseline else slot.due + timedelta(days=1)
    alone = months_until(inception, slot.due) + schedule.intervals[Standing.AT_RISK]
    return min((due for due in dues if due >= earliest), default=add_months(inception, alone))


def answered(slot: PlannedSlot, day: date, schedule: Schedule) -> SlotState:
    """How an answer given on `day` counts. Only the first answer does: a correction changes no state."""
    return SlotState.LATE if day > slot.due + timedelta(days=schedule.late_after_days) else SlotState.ANSWERED


def close(facts: Facts) -> tuple[SlotState, Why]:
    """The end of a slot that nobody answered. The reason that lies least with the producer comes first."""
    reasons = (
        (facts.erased, Why.ERASED),
        (not facts.producing, Why.NOT_PRODUCING),
        (facts.paused, Why.PAUSED),
        (facts.outage, Why.OUTAGE),
        (facts.stopped, Why.STOPPED),
        (facts.blocked, Why.BLOCKED),
        (facts.begun, Why.UNFINISHED),
        (facts.nudges == 0, Why.NOT_ASKED),
    )
    return SlotState.MISSED, next((why for true, why in reasons if true), Why.NO_ANSWER)
