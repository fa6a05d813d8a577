"""The month that a group talks about, and how each member stands in it."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.evaluation.calendar import PlannedSlot, SlotState
from bot.i18n.calendars import month_before, month_of, to_calendar
from bot.i18n.locale import Calendar

# Groups meet between the 5th and the 15th, about the month that has closed (docs/glossary.md: group).
TALKED_ABOUT_UNTIL = 15


class Standing(StrEnum):
    """How a member stands in a month, the most urgent first."""

    LATE = "late"
    DUE = "due"
    MISSED = "missed"
    ANSWERED = "answered"
    NOTHING_DUE = "nothing due"


def month_shown(today: date, calendar: Calendar) -> tuple[date, date]:
    """First and last day of the month that has just closed, until the 15th; then of the present one."""
    if to_calendar(today, calendar).day <= TALKED_ABOUT_UNTIL:
        return month_before(today, calendar)
    return month_of(today, calendar)


def counting(slots: Iterable[PlannedSlot], month: tuple[date, date]) -> PlannedSlot | None:
    """The slot of one member that counts in the month: the last that is due in it."""
    first, last = month
    due = [one for one in slots if first <= one.due <= last and one.state is not SlotState.BEFORE_JOINING]
    return max(due, key=lambda slot: (slot.due, slot.number), default=None)


def standing(slots: Iterable[PlannedSlot], month: tuple[date, date], today: date, late_after: int) -> Standing:
    """By the slot that counts. `late_after`: days until it is late."""
    one = counting(slots, month)
    if one is None:
        return Standing.NOTHING_DUE
    if one.state in (SlotState.ANSWERED, SlotState.LATE):
        return Standing.ANSWERED
    if one.state is SlotState.MISSED:
        return Standing.MISSED
    if one.due > today:
        return Standing.NOTHING_DUE
    return Standing.LATE if today > one.due + timedelta(days=late_after) else Standing.DUE
