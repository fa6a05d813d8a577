"""Which month a group talks about, and how a member stands in it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.evaluation.calendar import PlannedSlot, SlotState
from bot.domain.groups.month import Standing, month_shown, standing
from bot.i18n.calendars import to_calendar
from bot.i18n.locale import Calendar

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 1), *OCTOBER),
        (date(2026, 11, 15), *OCTOBER),
        (date(2026, 11, 16), date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 1, 3), date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_the_closed_month_until_the_15th(today: date, first: date, last: date) -> None:
    assert month_shown(today, Calendar.GREGORIAN) == month_shown(today, Calendar.BUDDHIST) == (first, last)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sampled_from(Calendar))
def test_it_is_a_whole_month_of_her_calendar(today: date, calendar: Calendar) -> None:
    first, last = month_shown(today, calendar)
    assert to_calendar(first, calendar).day == 1 and to_calendar(last + timedelta(days=1), calendar).day == 1
    assert 28 <= (last - first).days + 1 <= 32
    assert first <= today <= last if to_calendar(today, calendar).day > 15 else last < today <= last + timedelta(15)


def slot(due: date, state: SlotState, number: int = 1) -> PlannedSlot:
    return PlannedSlot(number, 1, due, state)


@pytest.mark.parametrize(
    ("slots", "today", "expected"),
    [
        ([], date(2026, 10, 20), Standing.NOTHING_DUE),
        ([slot(date(2026, 9, 30), SlotState.OPEN)], date(2026, 10, 20), Standing.NOTHING_DUE),
        ([slot(date(2026, 10, 5), SlotState.BEFORE_JOINING)], date(2026, 10, 20), Standing.NOTHING_DUE),
        ([slot(date(2026, 10, 31), SlotState.WAITING)], date(2026, 10, 20), Standing.NOTHING_DUE),
        ([slot(date(2026, 10, 25), SlotState.OPEN)], date(2026, 10, 24), Standing.NOTHING_DUE),
        ([slot(date(2026, 10, 25), SlotState.OPEN)], date(2026, 10, 25), Standing.DUE),
        ([slot(date(2026, 10, 10), SlotState.OPEN)], date(2026, 10, 17), Standing.DUE),
        ([slot(date(2026, 10, 10), SlotState.OPEN)], date(2026, 10, 18), Standing.LATE),
        ([slot(date(2026, 10, 1), SlotState.ANSWERED)], date(2026, 10, 18), Standing.ANSWERED),
        ([slot(date(2026, 10, 1), SlotState.LATE)], date(2026, 10, 18), Standing.ANSWERED),
        ([slot(date(2026, 10, 31), SlotState.MISSED)], date(2026, 11, 5), Standing.MISSED),
        (
            [slot(date(2026, 10, 1), SlotState.MISSED, 1), slot(date(2026, 10, 30), SlotState.ANSWERED, 2)],
            date(2026, 11, 5),
            Standing.ANSWERED,
        ),
    ],
)
def test_how_a_member_stands(slots: list[PlannedSlot], today: date, expected: Standing) -> None:
    assert standing(slots, OCTOBER, today, 7) is expected
    assert standing(reversed(slots), OCTOBER, today, 7) is expected
