"""The bot away for hours, days, months and years: who is asked again, and what slots say."""

from datetime import date, timedelta

from sqlalchemy import select

from bot.domain.evaluation.nudges import quiet
from bot.left_out import LeftOut
from bot.services.evaluation import calendar as evaluation
from bot.store.schema import outage
from tests.services.slots import MW, NP, days_of, states
from tests.services.town import Town


def test_five_hours_away_only_make_it_late(place: Town) -> None:
    woman = place.join(MW, nudge_hour=7)
    place.at(MW, date(2026, 2, 1), hour=6)
    place.sleep(hours=6)
    assert [nudge.at for nudge in place.nudges(woman)] == [place.now], "late, not never"
    assert place.rows(select(outage)) == []
    place.at(MW, date(2026, 3, 2))
    assert states(place, woman)[0] == (0, "missed", "no_answer")


def test_three_days_away(place: Town) -> None:
    """Who was in the middle of a form is asked again; what nobody answered says why."""
    busy, idle = place.join(MW), place.join(MW)
    dialogue = place.begin_form(busy, place.due(busy)[0].slot_id)
    place.at(MW, date(2026, 2, 10), hour=1)
    before = len(place.nudges(busy))
    place.sleep(days=3)
    again = place.nudges(busy)[before:]
    assert [nudge.button for nudge in again] == [f"open|{dialogue:x}"]
    assert again[0].text.startswith("I was away")
    zone, ladder = place.zone(MW), place.programme(MW).nudges
    assert not quiet(again[0].at, zone, ladder), "it is one in the night: she reads it in the morning"
    place.at(MW, date(2026, 3, 2))
    assert [states(place, one)[0] for one in (busy, idle)] == [(0, "missed", "outage")] * 2
    assert len(set(days_of(place, busy))) == len(days_of(place, busy)), "asking again was the reminder of that day"


def test_asked_again_once(place: Town) -> None:
    woman = place.join(MW)
    place.begin_form(woman, place.due(woman)[0].slot_id)
    place.now += timedelta(days=4)
    away = place.run(evaluation.heartbeat, place.now)
    assert away is not None
    for _ in range(2):
        place.run(evaluation.asked_again, place.loaded, LeftOut(), away, place.now)
    assert len(place.nudges(woman)) == 1
    assert place.run(evaluation.heartbeat, place.now + timedelta(hours=1)) is None


def test_two_months_away(place: Town) -> None:
    woman = place.join(NP)
    place.answer(woman, sales=100)
    place.at(NP, date(2026, 2, 27))
    place.sleep(days=62)
    assert states(place, woman)[:5] == [
        (0, "answered", None),
        (1, "missed", "outage"),
        (2, "missed", "outage"),
        (3, "open", None),
        (4, "waiting", None),
    ]
    place.answer(woman, operating="yes", sales=100)
    place.at(NP, date(2026, 6, 1))
    assert days_of(place, woman) == [date(2026, 4, 30), date(2026, 5, 31)], "nothing about what is over"


def test_two_years_away_still_end_every_slot(place: Town) -> None:
    woman = place.join(NP)
    place.sleep(days=800)
    ended = states(place, woman)
    assert [state for _, state, _ in ended[:-1]] == ["missed"] * (len(ended) - 1)
    assert {why for _, _, why in ended[:-1]} == {"outage"} and ended[-1][1] in ("open", "waiting")
