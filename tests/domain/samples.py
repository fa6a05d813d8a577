"""What the tests of the domain share: the study's pace, runs of days, and what the store asks of slots."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.domain.evaluation.calendar import PlannedSlot, SlotState, closes, opens
from bot.domain.programme import NudgeLadder, Schedule, Standing

SCHEDULE = Schedule(
    months=(1, 2, 3, 4, 5, 6, 8, 10, 12),
    intervals={Standing.ON_TRACK: 6, Standing.MIXED: 3, Standing.AT_RISK: 1},
    opens_days_before=3,
    late_after_days=7,
)
LADDER = NudgeLadder(days=(0, 3, 7), hour=9, hours=(7, 9, 12, 18), earliest=7, latest=20, window_hours=2)
FIRST, LAST = date(2024, 1, 1), date(2034, 1, 1)


ZONES = (
    "Asia/Bangkok",
    "Asia/Kathmandu",
    "Africa/Blantyre",
    "Africa/Cairo",
    "America/New_York",
    "America/Bogota",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)


def days(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    for number in range((last - first).days):
        yield first + timedelta(days=number)


def unanswered_state(
    slot: PlannedSlot, today: date, dues: Iterable[date], inception: date, schedule: Schedule
) -> SlotState:
    """Where a slot without an answer stands today: waiting, open or missed. A slot that has ended stays as it is."""
    if slot.state.ended:
        return slot.state
    if today < opens(slot, schedule):
        return SlotState.WAITING
    return SlotState.OPEN if today < closes(slot, dues, inception, schedule) else SlotState.MISSED


def slot_for_answer(
    slots: Iterable[PlannedSlot], today: date, inception: date, schedule: Schedule
) -> PlannedSlot | None:
    """The slot that an answer given today belongs to: the oldest open one without an answer. None: nothing is asked."""
    known = sorted(slots, key=lambda slot: slot.number)
    dues = [slot.due for slot in known]
    for slot in known:
        if unanswered_state(slot, today, dues, inception, schedule) is SlotState.OPEN:
            return slot
    return None
