"""When the next evaluation is, once the first year is over: the interval follows progress, and its reason is kept."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.evaluation.calendar import PlannedSlot, SlotState, add_months, months_until
from bot.domain.programme import Schedule, Standing


class Course(StrEnum):
    """How a producer is doing on the whole: a standing, or went quiet, which is counted and never left out."""

    ON_TRACK = "on_track"
    MIXED = "mixed"
    AT_RISK = "at_risk"
    QUIET = "quiet"

    @property
    def standing(self) -> Standing:
        """Who went quiet is treated as at risk."""
        return Standing.AT_RISK if self is Course.QUIET else Standing(self.value)


class IntervalReason(StrEnum):
    """Why the next check-in is when it is."""

    ON_TRACK = "on_track"
    MIXED = "mixed"
    AT_RISK = "at_risk"
    QUIET = "quiet"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Override:
    """Staff's own choice of the interval, in months, with the code of the reason. Neither may be empty."""

    months: int
    note: str

    def __post_init__(self) -> None:
        if self.months < 1 or not self.note.strip():
            raise ValueError("an override needs at least one month and a reason")


@dataclass(frozen=True, slots=True)
class Interval:
    """Months to the next check-in, and why. `short`: two questions only, and a visit, for who is at risk or quiet."""

    months: int
    reason: IntervalReason
    short: bool
    note: str = ""


def next_interval(course: Course, schedule: Schedule, override: Override | None = None) -> Interval:
    """The interval after the last slot of the first year, and after each one that follows."""
    short = course.standing is Standing.AT_RISK
    if override is not None:
        return Interval(override.months, IntervalReason.STAFF, short, override.note)
    return Interval(schedule.intervals[course.standing], IntervalReason(course.value), short)


def next_slot(last: PlannedSlot, interval: Interval, inception: date, after: date = date.min) -> PlannedSlot:
    """The slot after `last`, due a whole number of months from inception, `interval` after `last` was due.

    A baseline that was asked in the middle of a month counts as the end of that month, so that the interval is never
    shorter than it says. It is due later than `after`, so many intervals on.
    """
    month = months_until(inception, last.due) + interval.months
    while add_months(inception, month) <= after:
        month += interval.months
    return PlannedSlot(last.number + 1, month, add_months(inception, month), SlotState.WAITING)
