"""The lot: who can be drawn, once, spread over groups, and the same whoever asks in which order."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.groups.lot import Candidate, draw

WHOEVER = st.lists(
    st.builds(
        Candidate,
        member_id=st.integers(1, 30),
        group_id=st.integers(1, 4),
        here=st.booleans(),
        told=st.booleans(),
        has_phone=st.booleans(),
        drawn=st.none() | st.integers(1, 9),
        answered=st.booleans(),
    ),
    max_size=25,
)
COUNTS, SEEDS = st.integers(0, 12), st.text(max_size=5)


@given(WHOEVER, COUNTS, SEEDS, st.randoms())
def test_the_order_in_which_they_come_does_not_matter(some: list[Candidate], count: int, seed: str, by: object) -> None:
    mixed = list(some)
    by.shuffle(mixed)  # type: ignore[attr-defined]
    assert draw(mixed, count, seed) == draw(some, count, seed)


@given(WHOEVER, COUNTS, SEEDS)
def test_nobody_with_a_phone_gone_erased_or_asked_already_and_nobody_twice(
    some: list[Candidate], count: int, seed: str
) -> None:
    drawn = draw(some, count, seed)
    assert all(one.here and one.told and not one.has_phone and not one.answered for one in drawn)
    can = {one.member_id for one in some if one.can_be_drawn}
    assert len({one.member_id for one in drawn}) == len(drawn) == min(count, len(can))


@given(WHOEVER, COUNTS, SEEDS)
def test_nobody_again_within_a_year_while_somebody_else_is_left(some: list[Candidate], count: int, seed: str) -> None:
    drawn = draw(some, count, seed)
    again = {one.member_id for one in drawn if one.drawn is not None}
    left = {one.member_id for one in some if one.can_be_drawn and one.drawn is None} - {one.member_id for one in drawn}
    assert not again or not left


@given(WHOEVER, COUNTS, SEEDS)
def test_no_group_has_two_more_than_one_where_somebody_is_left(some: list[Candidate], count: int, seed: str) -> None:
    fresh = [one for one in some if one.drawn is None]
    drawn = draw(fresh, count, seed)
    times, taken = Counter(one.group_id for one in drawn), {one.member_id for one in drawn}
    left = {one.group_id for one in fresh if one.can_be_drawn and one.member_id not in taken}
    assert all(times[most] - times[group] < 2 for most in times for group in left)


def test_another_month_draws_others() -> None:
    some = [Candidate(number, 1 + number % 3) for number in range(1, 60)]
    months = {tuple(one.member_id for one in draw(some, 3, f"programme 2026-{month:02}")) for month in range(1, 13)}
    assert len(months) > 6
