"""The clock of who waits: monotone, still outside of working hours, right where clocks are set."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff.working_hours import WorkingHours, worked

ZONES = ("Asia/Bangkok", "Asia/Kathmandu", "Africa/Blantyre", "Europe/Berlin", "America/St_Johns", "Pacific/Apia")
FIRST, LAST = datetime(2011, 12, 20, tzinfo=UTC), datetime(2012, 12, 31, tzinfo=UTC)
moments = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC))
zones = st.sampled_from(ZONES).map(ZoneInfo)


@st.composite
def hours(draw: st.DrawFn) -> WorkingHours:
    first = draw(st.integers(0, 23))
    return WorkingHours(
        days=frozenset(draw(st.sets(st.integers(1, 7), min_size=1))),
        first=first,
        until=draw(st.integers(first + 1, 24)),
        holidays=frozenset(draw(st.sets(st.dates(FIRST.date(), LAST.date()), max_size=5))),
    )


@given(hours(), zones, st.lists(moments, min_size=3, max_size=3))
def test_it_never_runs_back_and_what_comes_after_is_added(
    when: WorkingHours, zone: ZoneInfo, at: list[datetime]
) -> None:
    first, middle, last = sorted(at)
    whole = worked(when, zone, first, last)
    assert timedelta() <= worked(when, zone, first, middle) <= whole <= last - first
    assert worked(when, zone, first, middle) + worked(when, zone, middle, last) == whole


@given(hours(), zones, moments, st.timedeltas(timedelta(), timedelta(days=30)))
def test_it_does_not_run_backwards(when: WorkingHours, zone: ZoneInfo, at: datetime, back: timedelta) -> None:
    assert worked(when, zone, at, at - back) == timedelta()


@given(hours(), zones, moments, st.integers(1, 600))
def test_nothing_is_counted_when_nobody_works(when: WorkingHours, zone: ZoneInfo, at: datetime, minutes: int) -> None:
    until = at + timedelta(minutes=minutes)
    inside = False
    for minute in range(minutes):
        local = (at + timedelta(minutes=minute)).astimezone(zone)
        works = local.isoweekday() in when.days and local.date() not in when.holidays
        inside = inside or (works and when.first <= local.hour < when.until)
    if not inside:
        # a minute may begin before the hour and end in it
        assert worked(when, zone, at, until) < timedelta(minutes=1)


@given(zones, st.dates(date(2012, 1, 2), date(2012, 11, 26)))
def test_a_week_has_five_days_of_eight_hours(zone: ZoneInfo, day: date) -> None:
    """No zone sets its clock between eight and four on a working day."""
    start = datetime.combine(day, datetime.min.time(), zone)
    end = datetime.combine(day + timedelta(days=7), datetime.min.time(), zone)
    assert worked(WorkingHours(), zone, start, end) == timedelta(hours=40)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-03-02T08:00", "2026-03-02T16:00", 8),
        ("2026-03-02T07:00", "2026-03-02T08:00", 0),
        ("2026-03-02T16:00", "2026-03-03T08:00", 0),
        ("2026-03-06T15:00", "2026-03-09T09:00", 2),
        ("2026-03-07T00:00", "2026-03-08T23:59", 0),
        ("2026-03-02T12:00", "2026-03-04T12:00", 16),
    ],
)
def test_days_as_people_count_them(since: str, until: str, hours: int) -> None:
    zone = ZoneInfo("Africa/Blantyre")
    first, last = (datetime.fromisoformat(one).replace(tzinfo=zone) for one in (since, until))
    assert worked(WorkingHours(), zone, first, last) == timedelta(hours=hours)


def test_a_holiday_is_no_working_day_and_a_night_shift_crosses_the_clock() -> None:
    zone = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 3, 27, 8, tzinfo=zone)
    closed = WorkingHours(holidays=frozenset({date(2026, 3, 30)}))
    assert worked(closed, zone, first, datetime(2026, 3, 31, 8, tzinfo=zone)) == timedelta(hours=8)
    # clocks go forward at two in the night of the 29th: the day has 23 hours, and back on 25 October: 25
    always = WorkingHours(days=frozenset(range(1, 8)), first=0, until=24)
    for day, long in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 28), 24)):
        start = datetime.combine(day, datetime.min.time(), zone)
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
        assert worked(always, zone, start, end) == timedelta(hours=long), day
