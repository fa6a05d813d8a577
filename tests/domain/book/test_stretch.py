"""Stretches of days: each day is in one of each kind, and they follow each other without a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.book.stretch import Reach, after, before, stretch
from bot.i18n import Calendar
from bot.i18n.calendars import to_calendar

days = st.dates(date(1990, 1, 1), date(2040, 1, 1))
ONE = timedelta(days=1)


@given(days, st.sampled_from(Reach), st.sampled_from(Calendar))
def test_neighbours_join_without_a_gap(day: date, reach: Reach, calendar: Calendar) -> None:
    here = stretch(reach, day, calendar)
    assert here.holds(day)
    assert before(here, calendar).last == here.first - ONE
    assert after(here, calendar).first == here.last + ONE
    assert stretch(reach, here.first, calendar) == stretch(reach, here.last, calendar) == here


@given(days, st.sampled_from(Calendar))
def test_a_month_is_one_of_her_calendar(day: date, calendar: Calendar) -> None:
    month = stretch(Reach.MONTH, day, calendar)
    within = {
        (one.calendar, one.year, one.month)
        for one in (to_calendar(month.first + n * ONE, calendar) for n in range((month.last - month.first).days + 1))
    }
    assert len(within) == 1
    assert (month.last - month.first).days < 32


@pytest.mark.parametrize(
    ("calendar", "reach", "first", "last"),
    [
        (Calendar.GREGORIAN, Reach.WEEK, date(2026, 11, 23), date(2026, 11, 29)),
        (Calendar.BIKRAM_SAMBAT, Reach.WEEK, date(2026, 11, 22), date(2026, 11, 28)),
        (Calendar.BUDDHIST, Reach.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (Calendar.BIKRAM_SAMBAT, Reach.MONTH, date(2026, 11, 17), date(2026, 12, 15)),
    ],
)
def test_by_the_calendar(calendar: Calendar, reach: Reach, first: date, last: date) -> None:
    found = stretch(reach, date(2026, 11, 24), calendar)
    assert (found.first, found.last) == (first, last)
