"""When an announcement may leave, and how long it takes: nights and blackout dates between."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.programme import NudgeLadder
from bot.domain.staff.leaving_hours import LeavingHours

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
