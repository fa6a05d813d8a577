"""The figures of a statement: they add up in every calendar, and gaps and corrections are in them."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.book import Direction, Entry, Source, balance_on, opening
from bot.domain.book.statement import DAY, Book, Period, Span, Written, figures, gaps, period, year_name
from bot.i18n import Calendar, Money
from bot.i18n.calendars import month_of, to_calendar

TODAY = date(2026, 11, 24)
YEAR = Period(TODAY - timedelta(days=364), TODAY)
DAYS = st.dates(YEAR.first - timedelta(days=60), YEAR.last)
MOVING = tuple(one for one in Direction)


def entry(id: str, day: date, direction: Direction, amount: int, source: Source = Source.TYPED) -> Entry:
    return Entry(id, day, direction, amount, "THB", category="sales", source=source)


ENTRIES = st.lists(
    st.builds(
        lambda number, day, direction, amount, source: entry(f"{number:032x}", day, direction, amount, source),
        st.integers(1, 10**9),
        DAYS,
        st.sampled_from(MOVING),
        st.integers(1, 10**9),
        st.sampled_from((Source.TYPED, Source.TAPPED, Source.COUNT)),
    ),
    max_size=40,
    unique_by=lambda one: one.id,
).map(lambda found: [one for one in found if one.cash or one.source is not Source.COUNT])


def book(entries: Sequence[Entry], first: date) -> Book:
    began = min((one.day for one in entries), default=None)
    written = [Written(one, one.day, herself=True) for one in entries]
    return Book("THB", began, balance_on(entries, first - DAY), written)


@settings(deadline=None)
@given(ENTRIES, st.sampled_from(Calendar), st.integers(0, 10**6))
def test_what_was_there_and_what_moved_is_what_is_left(entries: list[Entry], calendar: Calendar, start: int) -> None:
    everything = [*entries, opening("0" * 32, min((one.day for one in entries), default=TODAY), Money(start, "THB"))]
    found = figures(YEAR, calendar, book(everything, YEAR.first))
    assert found.closing == balance_on(everything, YEAR.last) == found.months[-1].balance
    business = found.came - found.went - found.home + found.sums.from_outside - found.elsewhere
    assert found.opening + business + found.counted == found.closing
    assert sum(month.entries for month in found.months) == found.kept.entries
    assert sum(month.days for month in found.months) == found.kept.with_entries
    assert sum(map(len, found.kept.gaps)) <= found.kept.days - found.kept.with_entries


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(Span), st.sampled_from(Calendar))
def test_a_period_begins_with_a_month_of_her_calendar(today: date, span: Span, calendar: Calendar) -> None:
    wanted = period(span, today, calendar)
    assert month_of(wanted.first, calendar)[0] == wanted.first
    assert to_calendar(wanted.first, calendar).day == 1
    if span is Span.LAST_YEAR:
        assert wanted.last == period(Span.YEAR, today, calendar).first - DAY
        return
    months = figures(wanted, calendar, Book("THB", wanted.first, 0, [])).months
    # beyond the sure years of Bikram Sambat a Gregorian month begins in the middle of hers
    assert len(months) <= 14
    assert months[0].period.first == wanted.first and months[-1].period.last == today
    if span is not Span.YEAR and to_calendar(wanted.first, calendar).calendar is to_calendar(today, calendar).calendar:
        assert len(months) == int(span)


@pytest.mark.parametrize(
    ("calendar", "span", "first"),
    [
        (Calendar.GREGORIAN, Span.MONTH, date(2026, 11, 1)),
        (Calendar.BUDDHIST, Span.THREE, date(2026, 9, 1)),
        (Calendar.GREGORIAN, Span.TWELVE, date(2025, 12, 1)),
        (Calendar.GREGORIAN, Span.YEAR, date(2026, 1, 1)),
        (Calendar.BIKRAM_SAMBAT, Span.MONTH, date(2026, 11, 17)),
        (Calendar.BIKRAM_SAMBAT, Span.YEAR, date(2026, 4, 14)),
    ],
)
def test_periods_that_are_offered(calendar: Calendar, span: Span, first: date) -> None:
    assert period(span, TODAY, calendar) == Period(first, TODAY)


def test_last_year_is_whole() -> None:
    assert period(Span.LAST_YEAR, TODAY, Calendar.BUDDHIST) == Period(date(2025, 1, 1), date(2025, 12, 31))
    assert period(Span.LAST_YEAR, TODAY, Calendar.BIKRAM_SAMBAT) == Period(date(2025, 4, 14), date(2026, 4, 13))


def test_months_before_the_book_began_are_left_out() -> None:
    one = entry("1", date(2026, 9, 15), Direction.IN, 500)
    found = figures(YEAR, Calendar.GREGORIAN, book([one], YEAR.first))
    assert [month.period.first for month in found.months] == [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)]
    assert found.kept.days == 71
    assert [(month.entries, month.balance) for month in found.months] == [(1, 500), (0, 500), (0, 500)]


def test_a_book_without_entries_has_a_last_month() -> None:
    found = figures(YEAR, Calendar.BIKRAM_SAMBAT, Book("NPR", None, 0, []))
    assert found.closing == 0 and len(found.months) == 13


def test_gaps_of_a_week_are_told() -> None:
    within = Period(date(2026, 11, 1), date(2026, 11, 30))
    days = {date(2026, 11, 7), date(2026, 11, 15), date(2026, 11, 22)}
    assert gaps(within, days) == (
        Period(date(2026, 11, 8), date(2026, 11, 14)),
        Period(date(2026, 11, 23), date(2026, 11, 30)),
    )
    assert gaps(within, set()) == (within,)
    assert gaps(within, set(within.days())) == ()


def test_who_wrote_and_when_is_counted() -> None:
    day = date(2026, 11, 2)
    one, other = entry("1", day, Direction.IN, 5), entry("2", day, Direction.OUT, 3, Source.TAPPED)
    written = [Written(one, day + DAY, herself=True), Written(other, day + 20 * DAY, herself=False, changed=True)]
    kept = figures(YEAR, Calendar.GREGORIAN, Book("THB", day, 0, written, changed=1, taken_back=2)).kept
    assert (kept.entries, kept.soon, kept.herself, kept.changed, kept.taken_back) == (2, 1, 1, 1, 2)
    assert kept.sources == {Source.TYPED: 1, Source.TAPPED: 1}


@pytest.mark.parametrize(
    ("today", "span", "first", "last", "name"),
    [
        (date(2026, 11, 24), Span.YEAR, date(2026, 7, 17), date(2026, 11, 24), "2083/84"),
        (date(2026, 11, 24), Span.LAST_YEAR, date(2025, 7, 17), date(2026, 7, 16), "2082/83"),
        (date(2026, 7, 16), Span.YEAR, date(2025, 7, 17), date(2026, 7, 16), "2082/83"),
        (date(2026, 7, 17), Span.YEAR, date(2026, 7, 17), date(2026, 7, 17), "2083/84"),
    ],
)
def test_a_fiscal_year_begins_in_its_own_month(today: date, span: Span, first: date, last: date, name: str) -> None:
    found = period(span, today, Calendar.BIKRAM_SAMBAT, 4)
    assert (found, year_name(found.first, Calendar.BIKRAM_SAMBAT)) == (Period(first, last), name)


def test_a_year_of_the_calendar_has_its_number_alone() -> None:
    assert year_name(date(2026, 1, 1), Calendar.GREGORIAN) == "2026"
