"""The evaluation calendar over every inception date of ten years: due days, states, windows, reasons."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from bot.domain.evaluation.calendar import (
    Facts,
    PlannedSlot,
    SlotState,
    Why,
    add_months,
    answered,
    close,
    closes,
    months_until,
    opens,
    plan,
)
from tests.domain.samples import SCHEDULE, days, slot_for_answer


@pytest.mark.parametrize(
    ("inception", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
    ],
)
def test_months_are_held_to_the_end_of_short_ones(inception: date, months: int, due: date) -> None:
    assert add_months(inception, months) == due


def test_due_days_never_drift() -> None:
    for inception in days():
        for slot in plan(inception, inception, SCHEDULE):
            month_index = inception.year * 12 + inception.month - 1 + slot.month
            assert (slot.due.year, slot.due.month - 1) == divmod(month_index, 12)
            end_of_month = (slot.due + timedelta(days=1)).day == 1
            assert slot.due.day == inception.day or (end_of_month and slot.due.day < inception.day)
            assert months_until(inception, slot.due) == slot.month


def test_the_pace_of_the_study() -> None:
    slots = plan(date(2026, 11, 24), date(2026, 11, 24), SCHEDULE)
    assert [slot.month for slot in slots] == [0, 1, 2, 3, 4, 5, 6, 8, 10, 12]
    assert [slot.number for slot in slots] == list(range(10))
    assert slots[0].state is SlotState.OPEN
    assert {slot.state for slot in slots[1:]} == {SlotState.WAITING}


def test_windows_follow_one_another_without_gap() -> None:
    for inception in days():
        slots = plan(inception, inception, SCHEDULE)
        dues = [slot.due for slot in slots]
        for slot, following in pairwise(slots):
            assert closes(slot, dues, inception, SCHEDULE) == following.due > opens(following, SCHEDULE) > slot.due
        assert closes(slots[-1], dues, inception, SCHEDULE) == add_months(inception, 13)


def test_late_joiners_for_every_day_of_joining() -> None:
    for inception in (date(2027, 1, 31), date(2028, 2, 29), date(2026, 11, 24)):
        for joined in days(inception, add_months(inception, 15)):
            baseline, *rest = slots = plan(inception, joined, SCHEDULE)
            assert (baseline.due, baseline.state, baseline.why) == (joined, SlotState.OPEN, None)
            for slot in rest:
                before = slot.due <= joined
                assert (slot.state is SlotState.BEFORE_JOINING) == before == (slot.why is Why.JOINED_LATER)
            assert closes(baseline, [slot.due for slot in slots], inception, SCHEDULE) >= add_months(joined, 1)
            assert slot_for_answer(slots, joined, inception, SCHEDULE) == baseline


def test_who_joins_on_the_day_of_a_check_in_has_the_baseline_alone_that_day() -> None:
    baseline, *rest = plan(date(2025, 5, 31), date(2026, 1, 31), SCHEDULE)
    on_that_day = [(slot.month, slot.state) for slot in rest if slot.due == baseline.due]
    assert on_that_day == [(8, SlotState.BEFORE_JOINING)]
    assert {slot.state for slot in rest if slot.due > baseline.due} == {SlotState.WAITING}


def test_inception_after_joining_waits_for_it() -> None:
    baseline, first, *_ = plan(date(2027, 1, 1), date(2026, 11, 24), SCHEDULE)
    assert (baseline.state, baseline.due) == (SlotState.WAITING, date(2027, 1, 1))
    assert first.due == date(2027, 2, 1)


def test_early_late_and_too_late_answers() -> None:
    slots = plan(date(2026, 1, 31), date(2026, 1, 31), SCHEDULE)
    slots = (replace(slots[0], state=SlotState.ANSWERED), *slots[1:])
    dues = {slot.number: slot.due for slot in slots}

    def number(day: date) -> int | None:
        slot = slot_for_answer(slots, day, date(2026, 1, 31), SCHEDULE)
        return slot and slot.number

    assert number(dues[1] - timedelta(days=4)) is None
    assert number(dues[1] - timedelta(days=3)) == 1
    assert number(dues[2] - timedelta(days=1)) == 1, "the oldest open one comes first"
    assert number(dues[2]) == 2
    assert answered(slots[1], dues[1] - timedelta(days=3), SCHEDULE) is SlotState.ANSWERED
    assert answered(slots[1], dues[1] + timedelta(days=7), SCHEDULE) is SlotState.ANSWERED
    assert answered(slots[1], dues[1] + timedelta(days=8), SCHEDULE) is SlotState.LATE


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(nudges=3), Why.NO_ANSWER),
        (Facts(), Why.NOT_ASKED),
        (Facts(nudges=1, begun=True), Why.UNFINISHED),
        (Facts(blocked=True, begun=True), Why.BLOCKED),
        (Facts(stopped=True, nudges=2), Why.STOPPED),
        (Facts(outage=True, stopped=True), Why.OUTAGE),
        (Facts(producing=False, outage=True), Why.NOT_PRODUCING),
        (Facts(erased=True, producing=False), Why.ERASED),
    ],
)
def test_every_missed_slot_says_why(facts: Facts, why: Why) -> None:
    assert close(facts) == (SlotState.MISSED, why)


def test_states_that_end() -> None:
    assert {state for state in SlotState if not state.ended} == {SlotState.WAITING, SlotState.OPEN}


def test_a_closed_slot_takes_no_answer() -> None:
    slot = PlannedSlot(3, 3, date(2026, 4, 30), SlotState.LATE)
    assert slot_for_answer([slot], date(2026, 5, 1), date(2026, 1, 31), SCHEDULE) is None
