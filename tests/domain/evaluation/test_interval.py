"""The interval after the first year: by progress, by silence, by staff."""

from datetime import date

import pytest

from bot.domain.evaluation.calendar import PlannedSlot, SlotState, plan
from bot.domain.evaluation.interval import Course, Interval, IntervalReason, Override, next_interval, next_slot
from tests.domain.samples import SCHEDULE, days


@pytest.mark.parametrize(
    ("course", "months", "short"),
    [(Course.ON_TRACK, 6, False), (Course.MIXED, 3, False), (Course.AT_RISK, 1, True), (Course.QUIET, 1, True)],
)
def test_interval_follows_progress(course: Course, months: int, short: bool) -> None:
    assert next_interval(course, SCHEDULE) == Interval(months, IntervalReason(course.value), short)


def test_staff_win_with_their_reason() -> None:
    interval = next_interval(Course.AT_RISK, SCHEDULE, Override(2, "New oil press in March"))
    assert interval == Interval(2, IntervalReason.STAFF, True, "New oil press in March")


@pytest.mark.parametrize(("months", "note"), [(0, "soon"), (-1, "soon"), (3, "  ")])
def test_an_override_without_months_or_reason_is_refused(months: int, note: str) -> None:
    with pytest.raises(ValueError, match="an override needs"):
        Override(months, note)


def test_next_slots_count_from_inception_for_all_dates() -> None:
    for inception in days():
        last = plan(inception, inception, SCHEDULE)[-1]
        for course, month in ((Course.AT_RISK, 13), (Course.MIXED, 16), (Course.ON_TRACK, 22)):
            last = next_slot(last, next_interval(course, SCHEDULE), inception)
            assert last.month == month
        assert last.due.day == inception.day or last.due.day in (28, 29, 30)
        assert last.number == 12


def test_after_a_baseline_in_mid_month_the_interval_is_never_shorter() -> None:
    inception, joined = date(2020, 1, 31), date(2026, 3, 10)
    baseline = PlannedSlot(9, 0, joined, SlotState.MISSED)
    following = next_slot(baseline, next_interval(Course.QUIET, SCHEDULE), inception)
    assert (following.month, following.due) == (75, date(2026, 4, 30))
