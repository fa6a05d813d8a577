"""How often a page may be asked, by whom, and in which language it answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.languages import preferred
from web.limits import MOST, Limits, Rate

KNOWN = ("en", "th", "ne", "ny")


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_one_address_is_refused_after_its_burst_and_heard_again_later() -> None:
    clock = Clock()
    limits = Limits(Rate(3, 0.5), Rate(100, 10), clock)
    assert [limits.allows("1.2.3.4") for _ in range(5)] == [True, True, True, False, False]
    assert limits.allows("1.2.3.5")
    clock.at += 2
    assert [limits.allows("1.2.3.4") for _ in range(2)] == [True, False]


def test_all_together_are_limited_too() -> None:
    clock = Clock()
    limits = Limits(Rate(3, 1), Rate(5, 1), clock)
    assert sum(limits.allows(f"10.0.0.{number}") for number in range(20)) == 5
    clock.at += 3
    assert sum(limits.allows(f"10.0.1.{number}") for number in range(20)) == 3


def test_a_network_of_ipv6_is_one_asker() -> None:
    limits = Limits(Rate(2, 0), Rate(100, 0), Clock())
    assert [limits.allows(f"2001:db8::{number}") for number in range(1, 5)] == [True, True, False, False]
    assert limits.allows("2001:db8:0:1::1")


def test_no_more_addresses_are_remembered_than_there_is_room_for() -> None:
    limits = Limits(Rate(1, 0), Rate(10**9, 0), Clock())
    assert all(limits.allows(f"asker {number}") for number in range(MOST + 1))
    assert limits.allows("asker 0")  # forgotten: it asked least lately
    assert not limits.allows(f"asker {MOST}")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ne-NP,ne;q=0.9,en;q=0.8", "ne"),
        ("fr, de;q=0.9, th;q=0.5", "th"),
        ("en;q=0.3, ny;q=0.7", "ny"),
        ("ny;q=0, TH", "th"),
        ("xx;q=nonsense, ne;q=0.1", "ne"),
        ("*", "en"),
    ],
)
def test_the_language_that_the_reader_likes_best(header: str, language: str) -> None:
    assert preferred(header, KNOWN) == language


@settings(deadline=None)
@given(st.text(max_size=100))
def test_any_header_gives_a_language(header: str) -> None:
    assert preferred(header, KNOWN) in KNOWN
