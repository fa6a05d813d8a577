"""Days between the calendars; Bikram Sambat only where its tables agree."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.calendars import FIRST_SURE_BS_YEAR, LAST_SURE_BS_YEAR, CalendarDay, from_calendar, is_sure, to_calendar
from bot.i18n.locale import Calendar

days = st.dates(min_value=date(1920, 1, 1), max_value=date(2040, 12, 31))


@given(days, st.sampled_from(list(Calendar)))
def test_there_and_back(day: date, calendar: Calendar) -> None:
    shown = to_calendar(day, calendar)
    assert from_calendar(shown.calendar, shown.year, shown.month, shown.day) == day


@given(days)
def test_the_next_day_is_the_next_day_in_bikram_sambat_too(day: date) -> None:
    today, tomorrow = (to_calendar(each, Calendar.BIKRAM_SAMBAT) for each in (day, day + timedelta(days=1)))
    if today.calendar is tomorrow.calendar:
        new_month = tomorrow.day == 1 and today.day >= 28
        assert new_month or (tomorrow.day == today.day + 1 and tomorrow.month == today.month)


def test_known_days() -> None:
    assert to_calendar(date(2026, 11, 24), Calendar.BIKRAM_SAMBAT) == CalendarDay(Calendar.BIKRAM_SAMBAT, 2083, 8, 8)
    assert to_calendar(date(2026, 4, 14), Calendar.BIKRAM_SAMBAT) == CalendarDay(Calendar.BIKRAM_SAMBAT, 2083, 1, 1)
    assert to_calendar(date(2026, 11, 24), Calendar.BUDDHIST) == CalendarDay(Calendar.BUDDHIST, 2569, 11, 24)


def test_outside_the_sure_years_it_stays_gregorian() -> None:
    assert to_calendar(date(2027, 4, 14), Calendar.BIKRAM_SAMBAT).calendar is Calendar.GREGORIAN
    assert to_calendar(date(1910, 1, 1), Calendar.BIKRAM_SAMBAT).calendar is Calendar.GREGORIAN
    assert is_sure(Calendar.BIKRAM_SAMBAT, LAST_SURE_BS_YEAR) and is_sure(Calendar.BIKRAM_SAMBAT, FIRST_SURE_BS_YEAR)
    assert not is_sure(Calendar.BIKRAM_SAMBAT, LAST_SURE_BS_YEAR + 1)


def test_no_such_day() -> None:
    assert from_calendar(Calendar.GREGORIAN, 2026, 2, 29) is None
    assert from_calendar(Calendar.BUDDHIST, 2569, 2, 29) is None
    assert from_calendar(Calendar.BIKRAM_SAMBAT, 2083, 8, 30) is None
    assert from_calendar(Calendar.BIKRAM_SAMBAT, 2500, 1, 1) is None
