"""The machine's clock is believed only while Telegram's agrees: jumps from seconds to ten years, in both directions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock_trust import FRESH, KEPT, TOLERANCE, Sight, Trust, in_words, judge

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SEEN = Sight(NOW, 1000.0)

JUMPS = [
    (timedelta(), Trust.AGREES),
    (timedelta(minutes=1), Trust.AGREES),
    (timedelta(minutes=9), Trust.AGREES),
    (timedelta(minutes=10), Trust.AGREES),
    (timedelta(minutes=10, seconds=1), Trust.APART),
    (timedelta(minutes=11), Trust.APART),
    (timedelta(minutes=59), Trust.APART),
    (timedelta(hours=1), Trust.APART),
    (timedelta(hours=7), Trust.APART),
    (timedelta(days=1), Trust.APART),
    (timedelta(days=31), Trust.APART),
    (timedelta(days=365), Trust.APART),
    (timedelta(days=1500), Trust.APART),
    (timedelta(days=3653), Trust.APART),
]


@pytest.mark.parametrize(("jump", "trust"), JUMPS)
@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("since", [0, 30, 1799, 3600])
def test_a_jump_shows_at_once(jump: timedelta, trust: Trust, direction: int, since: float) -> None:
    right = NOW + timedelta(seconds=since)
    reading = judge(SEEN, right + direction * jump, 1000 + since)
    assert (reading.trust, reading.ahead) == (trust, direction * jump)
    assert reading.telegram == right


@pytest.mark.parametrize("since", [timedelta(hours=1, seconds=1), timedelta(days=1), timedelta(days=3653)])
@pytest.mark.parametrize("jump", [timedelta(), timedelta(days=-1500), timedelta(days=1500)])
def test_what_was_seen_too_long_ago_says_nothing(since: timedelta, jump: timedelta) -> None:
    reading = judge(SEEN, NOW + since + jump, 1000 + since.total_seconds())
    assert (reading.trust, reading.ahead) == (Trust.UNSEEN, jump)


def test_never_seen() -> None:
    reading = judge(None, NOW, 1000.0)
    assert (reading.trust, reading.since, reading.telegram) == (Trust.UNSEEN, None, None)


def test_a_steady_clock_that_went_back_is_none() -> None:
    assert judge(SEEN, NOW, 999.0).trust is Trust.UNSEEN


MOMENTS = st.datetimes(timezones=st.just(UTC))


@given(telegram=MOMENTS, wall=MOMENTS, since=st.floats(0, 20 * 366 * 86400))
def test_agreement_is_within_both_bounds_and_nothing_else(telegram: datetime, wall: datetime, since: float) -> None:
    passed = timedelta(seconds=since)
    reading = judge(Sight(telegram, 0.0), wall, since)
    near = abs((wall - telegram) - passed) <= TOLERANCE
    assert (reading.trust is Trust.AGREES) == (near and passed <= FRESH)
    assert reading.wall == wall


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=90), "90 seconds"),
        (timedelta(minutes=12), "12 minutes"),
        (timedelta(minutes=-119), "119 minutes"),
        (timedelta(hours=-7), "7 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=1500, hours=3), "1500 days"),
        (timedelta(days=-3653), "3653 days"),
    ],
)
def test_in_words(ahead: timedelta, words: str) -> None:
    assert in_words(ahead) == words


# The moment to answer by and to write down

LIKELY_JUMPS = [jump for jump, _ in JUMPS]


@pytest.mark.parametrize("jump", LIKELY_JUMPS)
@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("since", [0, 1799, 3601, 86_400 * 400])
def test_where_the_two_differ_it_is_telegrams_carried_on(jump: timedelta, direction: int, since: float) -> None:
    right = NOW + timedelta(seconds=since)
    wall = right + direction * jump
    reading = judge(SEEN, wall, 1000 + since)
    assert reading.likely() == (wall if jump <= TOLERANCE else right)
    if reading.trust is not Trust.UNSEEN:
        assert reading.likely(right - timedelta(hours=23)) == reading.likely(), "what was sent long ago tells little"


@pytest.mark.parametrize(
    ("wall", "told", "likely"),
    [
        ("behind", NOW, NOW),
        ("ahead", NOW, NOW),
        ("right", NOW, NOW),
        ("right", NOW - timedelta(days=1), NOW),
        ("right", NOW - KEPT, NOW),
        ("right", NOW + TOLERANCE, NOW),
        ("right", None, NOW),
        ("behind", None, NOW - timedelta(days=1500)),
        ("ahead", None, NOW + timedelta(days=1500)),
    ],
)
def test_before_telegrams_time_was_seen_what_comes_in_bounds_it(
    wall: str, told: datetime | None, likely: datetime
) -> None:
    ours = NOW + {"behind": -1, "right": 0, "ahead": 1}[wall] * timedelta(days=1500)
    assert judge(None, ours, 0.0).likely(told) == likely


@pytest.mark.parametrize("slept", [timedelta(minutes=11), timedelta(hours=8), timedelta(days=30)])
def test_a_machine_whose_steady_clock_stood_while_it_slept_is_told_by_what_comes_in(slept: timedelta) -> None:
    awake = NOW + slept
    reading = judge(SEEN, awake, 1000.0)
    assert reading.trust is Trust.APART and reading.likely() == NOW
    assert reading.likely(awake) == awake


@given(telegram=st.none() | MOMENTS, wall=MOMENTS, since=st.floats(-9e9, 9e9), told=st.none() | MOMENTS)
def test_it_is_always_a_moment(telegram: datetime | None, wall: datetime, since: float, told: datetime | None) -> None:
    reading = judge(None if telegram is None else Sight(telegram, 0.0), wall, since)
    assert reading.likely(told).tzinfo is UTC
