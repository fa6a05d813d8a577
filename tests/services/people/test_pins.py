"""PINs in both kinds of database: right and wrong tries, the pause, and the reset."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.people.pin import Guard, digits_in
from bot.services.people import pins
from bot.store.schema import audit, pin
from tests.services.town import Member, Town

CODE = "malawi-ovop"


@pytest.fixture
def her(place: Town) -> Member:
    member = place.join(CODE)
    place.run(pins.put, member.person, pins.hashed("2580"), place.now)
    return member


def test_it_is_good_for_ten_minutes(place: Town, her: Member) -> None:
    for minutes, guard in ((9, Guard.OPEN), (10, Guard.SHUT)):
        assert place.run(pins.guard, her.person, place.now + timedelta(minutes=minutes)) is guard
    place.run(pins.shut, her.person)
    assert place.run(pins.guard, her.person, place.now) is Guard.SHUT
    assert place.run(pins.attempt, her.person, "2580", place.now) is Guard.OPEN
    assert place.run(pins.guard, her.person, place.now) is Guard.OPEN


def test_five_wrong_tries_make_a_pause_in_which_the_right_one_is_not_tried_either(place: Town, her: Member) -> None:
    later = place.now + timedelta(hours=1)
    tried = [place.run(pins.attempt, her.person, f"000{n}", later) for n in range(5)]
    assert tried == [Guard.SHUT] * 4 + [Guard.PAUSED]
    almost = later + timedelta(minutes=14, seconds=30)
    assert place.run(pins.attempt, her.person, "2580", almost) is Guard.PAUSED
    assert place.run(pins.minutes_left, her.person, almost) == 1
    assert place.run(pins.attempt, her.person, "2580", later + timedelta(minutes=15)) is Guard.OPEN


def test_a_right_try_forgets_the_wrong_ones(place: Town, her: Member) -> None:
    for _ in range(2):
        for n in range(4):
            assert place.run(pins.attempt, her.person, f"000{n}", place.now) is Guard.SHUT
        assert place.run(pins.attempt, her.person, "2580", place.now) is Guard.OPEN


def test_it_is_kept_as_a_salted_hash(place: Town, her: Member) -> None:
    kept = place.rows(select(pin.c.hashed))[0][0]
    assert kept.startswith("scrypt$16384$8$1$")
    assert pins.hashed("2580") != kept
    assert pins.matches("2580", kept)
    assert not pins.matches("2581", kept)


def test_who_has_none_is_asked_for_none(place: Town) -> None:
    member = place.join(CODE)
    assert place.run(pins.guard, member.person, place.now) is Guard.NONE
    assert place.run(pins.attempt, member.person, "1234", place.now) is Guard.NONE


def test_an_operator_takes_away_one_that_was_forgotten(place: Town, her: Member) -> None:
    place.run(pins.reset, her.person, "command line", place.now)
    assert place.run(pins.guard, her.person, place.now) is Guard.NONE
    assert [(row.action, row.subject) for row in place.rows(select(audit))] == [("reset pin", f"person {her.person}")]
    with pytest.raises(pins.NoPin, match="has no PIN"):
        place.run(pins.reset, her.person, "command line", place.now)


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("2580", "2580"),
        (" 25 80 ", "2580"),
        ("२५८०", "2580"),
        ("๒๕๘๐", "2580"),
        ("25a0", None),
        ("", None),
        ("½", None),
    ],
)
def test_digits_of_any_script(said: str, digits: str | None) -> None:
    assert digits_in(said) == digits
