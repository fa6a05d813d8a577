"""Days between the calendars; Bikram Sambat by its published years, and computed where there is none."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import bikram_sambat
from bot.i18n.bikram_sambat import Unfit, publish
from bot.i18n.calendars import CalendarDay, ends, from_calendar, is_sure, month_of, to_calendar
from bot.i18n.locale import Calendar
from bot.i18n.sun_signs import month_begins

BS = Calendar.BIKRAM_SAMBAT
DAY = timedelta(days=1)
LAST = 2083
days = st.dates(min_value=date(1700, 1, 1), max_value=date(2400, 12, 31))


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """What a test publishes is forgotten after it."""
    known = bikram_sambat._published
    yield
    bikram_sambat._published = known
    bikram_sambat._begins.cache_clear()


@given(days, st.sampled_from(list(Calendar)))
def test_there_and_back(day: date, calendar: Calendar) -> None:
    shown = to_calendar(day, calendar)
    assert from_calendar(shown.calendar, shown.year, shown.month, shown.day) == day


@given(days)
def test_the_next_day_is_the_next_day_in_bikram_sambat_too(day: date) -> None:
    today, tomorrow = (to_calendar(each, BS) for each in (day, day + DAY))
    same_month = (tomorrow.year, tomorrow.month, tomorrow.day) == (today.year, today.month, today.day + 1)
    new_month = tomorrow.day == 1 and today.day >= 28 and tomorrow.month == today.month % 12 + 1
    assert same_month or (new_month and tomorrow.year == today.year + (today.month == 12))


@given(days, st.sampled_from(list(Calendar)))
def test_a_month_is_a_whole_month(day: date, calendar: Calendar) -> None:
    first, last = month_of(day, calendar)
    assert first <= day <= last and to_calendar(first, calendar).day == 1 == to_calendar(last + DAY, calendar).day
    assert 27 <= (last - first).days <= 32


def test_known_days() -> None:
    assert to_calendar(date(2026, 11, 24), BS) == CalendarDay(BS, 2083, 8, 8)
    assert to_calendar(date(2026, 4, 14), BS) == CalendarDay(BS, 2083, 1, 1)
    assert to_calendar(date(2015, 4, 25), BS) == CalendarDay(BS, 2072, 1, 12), "the day of the Gorkha earthquake"
    assert to_calendar(date(2026, 11, 24), Calendar.BUDDHIST) == CalendarDay(Calendar.BUDDHIST, 2569, 11, 24)


def test_beyond_its_table_the_calendar_goes_on_and_is_not_sure() -> None:
    assert ends(BS) == date(2027, 4, 13) and ends(Calendar.GREGORIAN) is None
    assert to_calendar(date(2027, 4, 13), BS) == CalendarDay(BS, LAST, 12, 30)
    assert to_calendar(date(2027, 4, 14), BS) == CalendarDay(BS, LAST + 1, 1, 1, sure=False)
    assert to_calendar(date(1910, 1, 1), BS) == CalendarDay(BS, 1966, 9, 18, sure=False)
    assert is_sure(BS, LAST) and is_sure(BS, 1975) and not is_sure(BS, 1974) and not is_sure(BS, LAST + 1)


def test_where_tables_differ_a_day_is_not_sure() -> None:
    assert not is_sure(BS, 2062) and is_sure(BS, 2061) and is_sure(BS, 2063)


def test_the_computed_calendar_is_near_the_published_one() -> None:
    """So a day that is marked is right nearly always, and never more than one off."""
    off = [
        month_begins(year, month) - found.toordinal()
        for year in range(2060, LAST + 1)
        for month in range(1, 13)
        if (found := from_calendar(BS, year, month, 1)) is not None
    ]
    assert len(off) == 24 * 12 and set(off) <= {-1, 0, 1} and off.count(0) > 0.95 * len(off)


YEAR = (31, 32, 31, 32, 30, 31, 30, 30, 29, 30, 30, 30)


def test_a_year_that_was_published_is_sure() -> None:
    publish({2084: YEAR})
    assert to_calendar(date(2027, 4, 14) + 62 * DAY, BS) == CalendarDay(BS, 2084, 2, 32)
    assert is_sure(BS, 2084) and ends(BS) == date(2028, 4, 13)
    assert to_calendar(date(2028, 4, 14), BS) == CalendarDay(BS, 2085, 1, 1, sure=False)
    publish({LAST: bikram_sambat._published.lengths[LAST], 2084: YEAR, 2085: (*YEAR[:-1], 29)})
    assert is_sure(BS, 2085)


@pytest.mark.parametrize("last_month", [29, 30])
def test_a_computed_year_begins_where_the_published_one_ends(last_month: int) -> None:
    publish({2084: (*YEAR[:-1], last_month)})
    end = ends(BS)
    assert end is not None
    last, first = to_calendar(end, BS), to_calendar(end + DAY, BS)
    assert (last.year, last.month, last.day) == (2084, 12, last_month)
    assert (first.year, first.month, first.day) == (2085, 1, 1)


@pytest.mark.parametrize(
    ("years", "why"),
    [
        ({2085: YEAR}, "does not follow 2083"),
        ({2084: YEAR[:-1]}, "days of twelve months"),
        ({2084: (*YEAR[:-1], 28)}, "29 to 32"),
        ({2084: (31,) * 12}, "has 372 days"),
        ({LAST: YEAR}, "is known already, with other months: 31, 31, 32, 31"),
        ({2084: YEAR, 2085: (33, *YEAR[1:])}, "29 to 32"),
    ],
)
def test_what_cannot_be_a_year_is_not_added(years: dict[int, tuple[int, ...]], why: str) -> None:
    with pytest.raises(Unfit, match=why):
        publish(years)
    assert ends(BS) == date(2027, 4, 13)


def test_no_such_day() -> None:
    assert from_calendar(Calendar.GREGORIAN, 2026, 2, 29) is None
    assert from_calendar(Calendar.BUDDHIST, 2569, 2, 29) is None
    assert from_calendar(BS, 2083, 8, 30) is None
    assert from_calendar(BS, 2082, 12, 31) is None
    assert all(from_calendar(BS, year, 1, 1) is None for year in (-5, 0, 57, 10_057, 99_999))
