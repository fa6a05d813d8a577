"""The fast way finds what looking at all with all finds, for any people; and so does looking for one after another."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.groups.report.names import may_be_one
from bot.domain.people.duplicates import Candidate, Pair, find
from tests.domain.people.people_alike import villages
from tests.nightly import times


def all_with_all(people: list[Candidate]) -> list[Pair]:
    """As the rule says it, without a shortcut."""
    found = []
    for one, other in combinations(people, 2):
        same_product = one.product and (one.area, one.product) == (other.area, other.product)
        same_phone = bool(one.phone) and one.phone == other.phone
        if (same_product or same_phone or one.groups & other.groups) and may_be_one(plain(one), plain(other)):
            births = ((one.gender, other.gender), (one.age_band, other.age_band))
            less = any(a and b and a != b for a, b in births)
            found.append(
                Pair(one.producer_id, other.producer_id, less, one.phone is not None and one.phone == other.phone)
            )
    return sorted(found, key=lambda pair: (pair.less, not pair.phone, pair.first, pair.second))


def plain(one: Candidate) -> str:
    return "".join(" " if sign in "-.'" else sign for sign in one.name)


@settings(max_examples=times(300, 5000), deadline=None)
@given(villages())
def test_the_fast_way_finds_all(people: list[Candidate]) -> None:
    assert find(people) == all_with_all(people)


@settings(max_examples=times(150, 3000), deadline=None)
@given(villages(), st.sets(st.integers(1, 12)))
def test_those_in_which_some_are_are_those_of_all_in_which_they_are(people: list[Candidate], of: set[int]) -> None:
    assert find(people, of) == [pair for pair in find(people) if {pair.first, pair.second} & of]
