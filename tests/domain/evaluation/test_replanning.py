"""Which slots are asked no more when staff change a calendar, and which one in their place."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.calendar import PlannedSlot, SlotState, add_months
from bot.domain.evaluation.replanning import EVERY, every, once

BEGAN = date(2026, 1, 31)
TODAY = date(2026, 5, 10)


def year(opened: int = 3) -> list[PlannedSlot]:
    """Due every month; so many have been answered, and the next one is open."""
    states = [SlotState.ANSWERED] * opened + [SlotState.OPEN] + [SlotState.WAITING] * (8 - opened)
    return [PlannedSlot(number, number, add_months(BEGAN, number), state) for number, state in enumerate(states)]


def test_a_day_before_what_comes_next_is_asked_in_its_place() -> None:
    slots = year()
    found = once(slots, date(2026, 5, 20), BEGAN, TODAY, 8)
    assert found is not None
    assert found.replaced == (4,), "what comes next is asked once, not twice"
    assert (found.new.number, found.new.due, found.new.state) == (9, date(2026, 5, 20), SlotState.WAITING)


def test_a_day_after_several_is_asked_in_the_place_of_all_of_them() -> None:
    found = once(year(), date(2026, 7, 31), BEGAN, TODAY, 8)
    assert found is not None and found.replaced == (4, 5, 6)


def test_no_day_before_what_is_open_is_due() -> None:
    slots = [PlannedSlot(0, 0, BEGAN, SlotState.ANSWERED), PlannedSlot(1, 4, date(2026, 5, 14), SlotState.OPEN)]
    assert once(slots, date(2026, 5, 14), BEGAN, TODAY, 1) is None
    assert once(slots, date(2026, 5, 15), BEGAN, TODAY, 1) is not None


def test_a_pace_counts_from_what_was_due_last_and_is_never_past() -> None:
    found = every(year(), 3, BEGAN, TODAY, 8)
    assert found is not None
    assert found.replaced == (4, 5, 6, 7, 8)
    assert (found.new.month, found.new.due) == (6, date(2026, 7, 31))
    late = every([PlannedSlot(0, 0, BEGAN, SlotState.MISSED)], 1, BEGAN, TODAY, 0)
    assert late is not None and late.new.due == date(2026, 5, 31)


@given(st.integers(0, 7), st.sampled_from(EVERY), st.integers(-400, 800))
def test_whatever_is_chosen_touches_nothing_but_what_is_to_come(opened: int, months: int, days: int) -> None:
    slots, day = year(opened), TODAY + timedelta(days=days)
    for found in (every(slots, months, BEGAN, TODAY, 8), once(slots, day, BEGAN, TODAY, 8)):
        if found is None:
            continue
        assert found.new.number == 9 and found.new.due > TODAY
        assert {one.state for one in slots if one.number in found.replaced} <= {SlotState.WAITING}
        left: Sequence[PlannedSlot] = [one for one in slots if one.number not in found.replaced]
        assert found.new.due not in [one.due for one in left]
        assert all(one.due < found.new.due for one in left if one.state is SlotState.OPEN)
