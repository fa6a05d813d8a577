"""A calendar that staff change: which slots are not asked any more, and which is asked in their place.

What is open, and what has ended, is never touched. Of what is still to come each row stays, and says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.evaluation.calendar import PlannedSlot, SlotState, add_months, months_until

# As often as this, and no day further off than this.
EVERY = (1, 2, 3, 6)
FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Replanned:
    """The numbers of the slots that are not asked, and the one that is asked next."""

    replaced: tuple[int, ...]
    new: PlannedSlot


def every(slots: Sequence[PlannedSlot], months: int, inception: date, today: date, highest: int) -> Replanned | None:
    """From now on every so many months, counted from what was due last; nothing that is still to come is asked when it
    was. None: there is no day for it within a year. `slots`: those that count; `highest`: the highest number taken.
    """
    due = max((one.due for one in slots if one.state is not SlotState.WAITING), default=inception)
    month = months_until(inception, due) + months
    while (day := add_months(inception, month)) <= max(today, _open_until(slots)):
        month += months
    if day > today + FURTHEST:
        return None
    gone = tuple(one.number for one in slots if one.state is SlotState.WAITING)
    return Replanned(gone, PlannedSlot(highest + 1, month, day, SlotState.WAITING))


def once(slots: Sequence[PlannedSlot], day: date, inception: date, today: date, highest: int) -> Replanned | None:
    """Next on this day: in the place of what comes next, and of all that is due until then. None: the day is past, too
    far off, or before something that is open is due.
    """
    if not max(today, _open_until(slots)) < day <= today + FURTHEST:
        return None
    waiting = sorted((one for one in slots if one.state is SlotState.WAITING), key=lambda one: one.due)
    gone = tuple(one.number for at, one in enumerate(waiting) if at == 0 or one.due <= day)
    new = PlannedSlot(highest + 1, months_until(inception, day), day, SlotState.WAITING)
    return Replanned(gone, new)


def _open_until(slots: Sequence[PlannedSlot]) -> date:
    """The day on which the last of those that can be answered now is due."""
    return max((one.due for one in slots if one.state is SlotState.OPEN), default=date.min)
