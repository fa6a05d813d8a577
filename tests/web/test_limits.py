"""How often a page may be asked, by whom, and in which language it answers."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from web.languages import preferred
from web.limits import Limits

KNOWN = ("en", "th", "ne", "ny")


SEVERAL = [f"10.0.0.{number}" for number in range(1, 9)]


def guess(limits: Limits, address: str, times: int) -> list[bool]:
    """Somebody tries wrong codes; what each is answered: told that it is wrong, or to wait."""
    return [limits.may_look(address) and limits.may_fail(address) for _ in range(times)]


def test_who_guesses_is_refused_and_heard_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    at = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: at)
    limits = Limits(wrong=RateLimitItemPerMinute(3))
    assert guess(limits, "1.2.3.4", 5) == [True, True, True, False, False]
    assert guess(limits, "1.2.3.5", 1) == [True]
    at += 61
    assert guess(limits, "1.2.3.4", 4) == [True, True, True, False]


def test_a_clock_that_is_set_back_refuses_nobody_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    at = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: at)
    limits = Limits(wrong=RateLimitItemPerMinute(1))
    assert guess(limits, "1.2.3.4", 2) == [True, False]
    at -= 86_400 * 400
    assert guess(limits, "1.2.3.4", 2) == [True, False]


def test_one_address_looks_so_often_a_second() -> None:
    limits = Limits(looks=RateLimitItemPerHour(3))
    assert [limits.may_look("1.2.3.4") for _ in range(5)] == [True, True, True, False, False]
    assert limits.may_look("1.2.3.5")


def test_all_who_guess_share_a_little_and_take_nothing_from_the_others() -> None:
    limits = Limits(looks=RateLimitItemPerHour(1000), wrong=RateLimitItemPerHour(1), together=RateLimitItemPerHour(5))
    for address in SEVERAL:
        guess(limits, address, 1)
    assert sum(limits.may_look(address) for address in SEVERAL * 10) == 5
    # a right code beside a guesser is answered while there is room; who has not guessed is not concerned at all
    assert not limits.may_look(SEVERAL[0])
    assert all(limits.may_look("10.9.9.9") for _ in range(100))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("::ffff:1.2.3.4", "1.2.3.4", True),
        ("::ffff:1.2.3.4", "::ffff:1.2.3.5", False),
        ("1.2.3.4", "1.2.3.5", False),
        ("no address", "another", False),
        ("x" * 64 + "y", "x" * 64 + "z", True),
        ("", "1.2.3.4", False),
    ],
)
def test_whose_counts_are_one(one: str, other: str, same: bool) -> None:
    limits = Limits(looks=RateLimitItemPerHour(1))
    assert limits.may_look(one)
    assert limits.may_look(other) is not same


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
