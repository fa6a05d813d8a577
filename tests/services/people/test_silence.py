"""Who stops, blocks the bot and comes back; the hour that she chose."""

from datetime import date

import pytest

from bot.domain.wire.contact import ChatState
from tests.services.slots import TH, days_of, states
from tests.services.town import Town


@pytest.mark.parametrize("silent", [ChatState.STOPPED, ChatState.BLOCKED])
def test_silence_and_return(place: Town, silent: ChatState) -> None:
    woman = place.join(TH)
    place.at(TH, date(2026, 2, 2))
    place.become(woman, silent)
    place.at(TH, date(2026, 2, 10), hour=8)
    assert days_of(place, woman) == [date(2026, 2, 1)]
    place.become(woman, ChatState.ACTIVE)
    place.at(TH, date(2026, 2, 12), hour=8)
    assert days_of(place, woman) == [date(2026, 2, 1), date(2026, 2, 11)], "from tomorrow, at her hour"
    place.become(woman, silent)
    place.at(TH, date(2026, 3, 1))
    assert states(place, woman)[0] == (0, "missed", silent.value)
    assert place.told() == [], "whom we may not ask has not failed to answer"


def test_her_hour(place: Town) -> None:
    woman = place.join(TH)
    place.at(TH, date(2026, 2, 1), hour=4)
    place.choose_hour(woman, 7)
    place.days(10)
    hours = {nudge.at.astimezone(place.zone(TH)).hour for nudge in place.nudges(woman)}
    assert hours <= {7, 8} and days_of(place, woman) == [date(2026, 2, day) for day in (1, 4, 8)]


def test_a_new_hour_is_no_second_reminder_of_the_day(place: Town) -> None:
    woman = place.join(TH, nudge_hour=7)
    place.at(TH, date(2026, 2, 1))
    place.choose_hour(woman, 18)
    place.at(TH, date(2026, 2, 3))
    assert days_of(place, woman) == [date(2026, 2, 1)]
