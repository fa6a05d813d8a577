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
# Few people in few groups, all of whom can be drawn: some in two groups, some drawn before.
NEAR = st.lists(
    st.builds(Candidate, member_id=st.integers(1, 6), group_id=st.integers(1, 3), drawn=st.none() | st.integers(1, 3)),
    min_size=2,
    max_size=9,
)
COUNTS, SEEDS = st.integers(0, 12), st.text(max_size=5)


@given(WHOEVER, COUNTS, SEEDS, st.randoms())
def test_the_order_in_which_they_come_does_not_matter(some: list[Candidate], count: int, seed: str, by: object) -> None:
    mixed = list(some)
    by.shuffle(mixed)  # type: ignore[attr-defined]
    assert draw(mixed, count, seed) == draw(some, count, seed)


@given(WHOEVER | NEAR, COUNTS, SEEDS)
def test_nobody_with_a_phone_gone_erased_or_asked_already_and_nobody_twice(
    some: list[Candidate], count: int, seed: str
) -> None:
    drawn = draw(some, count, seed)
    assert all(one.here and one.told and not one.has_phone and not one.answered for one in drawn)
    can = {one.member_id for one in some if one.can_be_drawn}
    assert len({one.member_id for one in drawn}) == len(drawn) == min(count, len(can))


@given(NEAR, st.integers(1, 5), SEEDS)
def test_nobody_again_within_a_year_while_somebody_else_is_left(some: list[Candidate], count: int, seed: str) -> None:
    drawn = draw(some, count, seed)
    again = {one.member_id for one in drawn if one.drawn is not None}
    left = {one.member_id for one in some if one.can_be_drawn and one.drawn is None} - {one.member_id for one in drawn}
    assert not again or not left


@given(NEAR, st.integers(1, 5), SEEDS)
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


def test_a_group_has_a_second_one_only_when_each_has_one() -> None:
    many = [Candidate(number, 1) for number in range(1, 30)]
    assert {one.group_id for one in draw([*many, Candidate(40, 2), Candidate(50, 3)], 3, "x")} == {1, 2, 3}


def test_who_was_drawn_lately_comes_last_whatever_her_group_and_the_oldest_first() -> None:
    lately = [Candidate(1, 2, drawn=7), Candidate(2, 3, drawn=5)]
    assert [one.member_id for one in draw([*lately, Candidate(3, 1), Candidate(4, 1)], 3, "x")][2:] == [2]


def test_who_is_in_two_groups_is_drawn_once() -> None:
    assert len(draw([Candidate(1, 1), Candidate(1, 2)], 3, "x")) == 1
