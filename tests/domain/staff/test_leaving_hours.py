"""When an announcement may leave, and how long it takes: nights and blackout dates between."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.programme import NudgeLadder
from bot.domain.staff.leaving_hours import LeavingHours
from tests.nightly import times

ZONE = ZoneInfo("Asia/Bangkok")
LADDER = NudgeLadder(days=(0,), hour=9, hours=(9,), earliest=7, latest=20, window_hours=2)
ELECTION = (date(2027, 3, 28), date(2027, 3, 28))
WEEK = (date(2027, 5, 1), date(2027, 5, 9))
HOURS = LeavingHours(ZONE, LADDER, (ELECTION, WEEK))


def local(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2027-03-27 12:00", "2027-03-27 12:00"),
        ("2027-03-27 06:59", "2027-03-27 07:00"),
        ("2027-03-27 19:59", "2027-03-27 19:59"),
        # the night before the election, and the election, and the night after it
        ("2027-03-27 20:00", "2027-03-29 07:00"),
        ("2027-03-28 12:00", "2027-03-29 07:00"),
        ("2027-03-29 00:00", "2027-03-29 07:00"),
        ("2027-05-01 00:00", "2027-05-10 07:00"),
        ("2027-05-09 23:59", "2027-05-10 07:00"),
    ],
)
def test_it_leaves_by_day_and_on_no_blackout_date(moment: str, opens: str) -> None:
    assert HOURS.opens(local(moment)) == local(opens)
    assert replace(HOURS, always=True).opens(local(moment)) == local(moment)


def test_two_blackouts_side_by_side_are_one() -> None:
    days = ((date(2027, 5, 1), date(2027, 5, 2)), (date(2027, 5, 3), date(2027, 5, 4)), (date(2027, 5, 2), WEEK[1]))
    assert replace(HOURS, blackout=days).opens(local("2027-05-01 08:00")) == local("2027-05-10 07:00")


@pytest.mark.parametrize(
    ("people", "rate", "moment", "done"),
    [
        (30_000, 25, "2027-03-25 10:00", "2027-03-25 10:20"),
        (30_000, 25, "2027-03-25 19:50", "2027-03-26 07:10"),
        (30_000, 25, "2027-03-27 19:50", "2027-03-29 07:10"),
        (25 * 3600 * 20, 25, "2027-03-25 07:00", "2027-03-26 14:00"),
        (30_000, 0, "2027-03-25 22:00", "2027-03-26 07:00"),
        (0, 25, "2027-03-25 10:00", "2027-03-25 10:00"),
    ],
)
def test_how_long_it_takes(people: int, rate: float, moment: str, done: str) -> None:
    assert HOURS.done_by(people, rate, local(moment)) == local(done)


def test_a_day_without_quiet_hours_and_an_emergency_have_no_end() -> None:
    day = replace(HOURS, ladder=replace(LADDER, earliest=0, latest=24))
    assert day.done_by(25 * 3600 * 30, 25, local("2027-03-25 10:00")) == local("2027-03-26 16:00")
    assert replace(HOURS, always=True).closes(local("2027-03-25 10:00")) is None


@given(st.integers(0, 90 * 24 * 60))
def test_what_opens_is_open_and_no_earlier_moment_was(minutes: int) -> None:
    asked = datetime(2027, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    opens = HOURS.opens(asked)
    assert opens >= asked
    assert HOURS.opens(opens) == opens
    there = opens.astimezone(ZONE)
    assert 7 <= there.hour < 20
    assert not any(first <= there.date() <= last for first, last in HOURS.blackout)
    if opens > asked:
        before = opens - timedelta(minutes=1)
        assert HOURS.opens(max(asked, before)) == opens


ZONES = ["Asia/Bangkok", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Beirut"]
DAYS = st.dates(date(2026, 9, 1), date(2027, 11, 30))


@st.composite
def some_hours(draw: st.DrawFn) -> LeavingHours:
    """Anywhere, also where an hour of a night is there twice or not at all; with any quiet hours and blackout dates."""
    earliest = draw(st.integers(0, 23))
    ladder = replace(LADDER, earliest=earliest, latest=draw(st.integers(earliest + 1, 24)))
    first = draw(st.lists(st.tuples(DAYS, st.integers(0, 9)), max_size=4))
    blackout = tuple((day, day + timedelta(days=more)) for day, more in first)
    return LeavingHours(ZoneInfo(draw(st.sampled_from(ZONES))), ladder, blackout)


# A moment, half of them near one at which the clocks of one of these places are put forward or back.
CHANGES = [
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 4, 3, 15, tzinfo=UTC),
    datetime(2027, 9, 5, 4, tzinfo=UTC),
]
NEAR = st.builds(
    lambda at, more: at + timedelta(minutes=more), st.sampled_from(CHANGES), st.integers(-36 * 60, 36 * 60)
)
ANY = st.integers(0, 425 * 24 * 60).map(lambda more: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=more))
MOMENTS = ANY | NEAR
PEOPLE = st.integers(0, 50_000)
RATES = st.sampled_from([0.5, 1.0, 7.5, 25.0])


def is_open(hours: LeavingHours, moment: datetime) -> bool:
    there = moment.astimezone(hours.zone)
    shut = any(first <= there.date() <= last for first, last in hours.blackout)
    return hours.ladder.earliest <= there.hour < hours.ladder.latest and not shut


@settings(max_examples=times(200, 5000))
@given(some_hours(), MOMENTS)
def test_anywhere_what_opens_is_open_and_it_opens_at_once(hours: LeavingHours, moment: datetime) -> None:
    opens = hours.opens(moment)
    assert opens >= moment and is_open(hours, opens) and hours.opens(opens) == opens
    assert (opens == moment) is is_open(hours, moment)
    assert opens == moment or not is_open(hours, opens - timedelta(seconds=1))
    closing = hours.closes(opens)
    assert closing is not None and closing > opens


@settings(max_examples=times(200, 5000))
@given(some_hours(), MOMENTS, PEOPLE, RATES)
def test_the_last_of_them_has_it_while_it_may_leave(
    hours: LeavingHours, moment: datetime, people: int, rate: float
) -> None:
    """With the last message it may just be closing time."""
    done = hours.done_by(people, rate, moment)
    assert done >= hours.opens(moment) + timedelta(seconds=people / rate)
    assert is_open(hours, done) or is_open(hours, done - timedelta(microseconds=1))


@settings(max_examples=times(200, 5000))
@given(some_hours(), MOMENTS, PEOPLE, PEOPLE, RATES, RATES)
def test_more_people_or_a_lower_rate_never_end_earlier(
    hours: LeavingHours, moment: datetime, people: int, more: int, rate: float, other: float
) -> None:
    slower, faster = sorted((rate, other))
    done = hours.done_by(people, faster, moment)
    assert done >= hours.done_by(people, 0, moment) == hours.opens(moment)
    assert hours.done_by(people + more, faster, moment) >= done
    assert hours.done_by(people, slower, moment) >= done


@settings(max_examples=times(200, 5000))
@given(some_hours(), MOMENTS, st.integers(-900, 900))
def test_what_is_not_through_by_closing_time_goes_on_when_it_opens(
    hours: LeavingHours, moment: datetime, seconds: int
) -> None:
    opens = hours.opens(moment)
    closing = hours.closes(opens)
    assert closing is not None
    people = max(0, int((closing - opens).total_seconds()) + seconds)
    done = hours.done_by(people, 1, moment)
    assert is_open(hours, done) or is_open(hours, done - timedelta(microseconds=1))
    assert (done > closing) is (opens + timedelta(seconds=people) > closing)
