"""By when an announcement has left: so many a second, each at hours when she is awake."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.staff.announcing.lasting import ANY_HOUR, Hours, Wave, done_by
from tests.nightly import times

BANGKOK, BLANTYRE, PARIS = ZoneInfo("Asia/Bangkok"), ZoneInfo("Africa/Blantyre"), ZoneInfo("Europe/Paris")
DAYTIME = Hours(7, 20)
# a Tuesday
TUESDAY = datetime(2026, 12, 1, 9, tzinfo=BANGKOK)


def wave(chats: int, begins: datetime = TUESDAY, zone: ZoneInfo = BANGKOK) -> Wave:
    return Wave(zone, begins, chats)


@pytest.mark.parametrize(
    ("chats", "rate", "hours", "done"),
    [
        (25, 25, DAYTIME, "2026-12-01 09:00:01"),
        (30_000, 25, DAYTIME, "2026-12-01 09:20:00"),
        # eleven hours are left of Tuesday, and thirteen are in each other day
        (25 * (11 * 3600 + 400), 25, DAYTIME, "2026-12-02 07:06:40"),
        (11 * 3600, 1, DAYTIME, "2026-12-01 20:00:00"),
        (11 * 3600 + 60, 1, DAYTIME, "2026-12-02 07:01:00"),
        (24 * 3600, 1, ANY_HOUR, "2026-12-02 09:00:00"),
        (11 * 3600 + 60, 1, Hours(7, 20, frozenset({date(2026, 12, 2)})), "2026-12-03 07:01:00"),
        (60, 1, Hours(7, 20, frozenset({date(2026, 12, 1)})), "2026-12-02 07:01:00"),
        (60, float("inf"), DAYTIME, "2026-12-01 09:00:00"),
    ],
)
def test_when_the_last_has_left(chats: int, rate: float, hours: Hours, done: str) -> None:
    found = done_by([wave(chats)], rate, hours)
    assert found is not None
    assert f"{found.astimezone(BANGKOK):%Y-%m-%d %H:%M:%S}" == done


def test_at_night_it_waits_for_the_morning() -> None:
    late = datetime(2026, 12, 1, 22, tzinfo=BANGKOK)
    assert done_by([wave(60, late)], 1, DAYTIME) == datetime(2026, 12, 2, 7, 1, tzinfo=BANGKOK)


def test_each_zone_waits_for_its_own_morning_and_they_share_the_rate() -> None:
    begins = datetime(2026, 12, 1, 0, tzinfo=UTC)
    both = [wave(60, begins, BANGKOK), wave(60, begins, BLANTYRE)]
    # in Bangkok it is seven just now, in Blantyre at five by UTC
    assert done_by(both, 1, DAYTIME) == datetime(2026, 12, 1, 5, 1, tzinfo=UTC)
    awake = datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert done_by([wave(60, awake, BANGKOK), wave(60, awake, BLANTYRE)], 1, DAYTIME) == awake + timedelta(minutes=2)


def test_where_clocks_are_set_back_the_night_is_an_hour_longer() -> None:
    evening = datetime(2026, 10, 24, 20, tzinfo=PARIS)
    assert done_by([wave(60, evening, PARIS)], 1, DAYTIME) == datetime(2026, 10, 25, 6, 1, tzinfo=UTC)


def test_nobody_takes_no_time_and_no_day_is_left_on_which_it_could() -> None:
    assert done_by([], 25, DAYTIME) is None
    assert done_by([wave(0)], 25, DAYTIME) is None
    every = frozenset(date(2026, 12, 1) + timedelta(days=days) for days in range(400))
    assert done_by([wave(1)], 25, Hours(7, 20, every)) is None


hours = st.builds(
    Hours,
    st.integers(0, 11),
    st.integers(12, 24),
    st.frozensets(st.dates(date(2026, 12, 1), date(2026, 12, 5)), max_size=3),
)
zones = st.sampled_from([BANGKOK, BLANTYRE, PARIS, ZoneInfo("Asia/Kathmandu")])
moments = st.integers(0, 3 * 24 * 60).map(lambda n: datetime(2026, 12, 1, tzinfo=UTC) + timedelta(minutes=n))
waves = st.lists(st.builds(Wave, zones, moments, st.integers(1, 400)), min_size=1, max_size=3)


def by_the_minute(these: Sequence[Wave], a_minute: int, when: Hours) -> datetime:
    """The same, minute by minute and without a thought: one chat after the other, whose evening is nearest first."""
    left = [one.chats for one in these]
    at = min(one.begins for one in these)
    while any(left):
        room = a_minute
        awake = [
            place for place, one in enumerate(these) if left[place] and one.begins <= at and is_awake(one, at, when)
        ]
        for place in sorted(awake, key=lambda place: evening(these[place], at, when)):
            took = min(room, left[place])
            left[place] -= took
            room -= took
        at += timedelta(minutes=1)
    return at


def is_awake(one: Wave, at: datetime, when: Hours) -> bool:
    local = at.astimezone(one.zone)
    return when.earliest <= local.hour < when.latest and local.date() not in when.without


def evening(one: Wave, at: datetime, when: Hours) -> datetime:
    midnight = at.astimezone(one.zone).replace(hour=0, minute=0) + timedelta(hours=when.latest)
    return midnight.astimezone(UTC)


@settings(max_examples=times(60, 2000), deadline=None)
@given(waves, st.integers(1, 40), hours)
def test_it_is_what_a_minute_by_minute_count_says(these: list[Wave], a_minute: int, when: Hours) -> None:
    found = done_by(these, a_minute / 60, when)
    counted = by_the_minute(these, a_minute, when)
    assert found is not None
    # that counts whole minutes, of which each zone's last may be begun and not filled
    assert counted - timedelta(minutes=1 + len(these)) <= found <= counted + timedelta(seconds=1)


@settings(max_examples=times(60, 2000), deadline=None)
@given(waves, st.floats(0.01, 100), hours, st.integers(0, 300))
def test_more_people_never_end_earlier_nor_a_higher_rate_later(
    these: list[Wave], rate: float, when: Hours, more: int
) -> None:
    found = done_by(these, rate, when)
    first = these[0]
    longer = done_by([Wave(first.zone, first.begins, first.chats + more), *these[1:]], rate, when)
    faster = done_by(these, rate * 2, when)
    assert found is not None and longer is not None and faster is not None
    tick = timedelta(milliseconds=1)
    assert faster <= found + tick <= longer + 2 * tick
    assert found >= max(one.begins for one in these) - tick
    assert any(is_awake(one, found - tick, when) for one in these)
