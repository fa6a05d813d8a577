"""A year, tick by tick, for one producer in each country: each slot with how it ended, and the days after it was due on
which she was reminded.

The numbers after a plus are days after the due day; "told": the officer was told that nobody answered.
"""

from datetime import date, timedelta

from bot.domain.evaluation.nudges import local_day, quiet
from bot.domain.wire.contact import ChatState
from tests.services.town import Town

MONTH_ENDS = {0: 0, 1: 28, 2: 59, 3: 89, 4: 120, 5: 150, 6: 181, 8: 242, 10: 303, 12: 365}


def after(month: int, days: int) -> date:
    """So many days after the slot of a month is due, for who began on 31 January 2026."""
    return date(2026, 1, 31) + timedelta(days=MONTH_ENDS[month] + days)


def read(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def all_is_well(place: Town, code: str) -> None:
    """At most one reminder a day, and none in quiet hours."""
    zone, ladder = place.zone(code), place.programme(code).nudges
    days = [local_day(nudge.at, zone) for nudge in place.nudges()]
    assert len(days) == len(set(days))
    assert not any(quiet(nudge.at, zone, ladder) for nudge in place.nudges())


def test_thailand_a_woman_who_answers(place: Town) -> None:
    """She answers on the day or soon after, once early; her sales grow, so that half a year is left in peace."""
    woman = place.join("thailand-otop", language="th")
    place.answer(woman, produced=100, price=50, sales=3750, people=2)
    for month, days in {1: 0, 2: 1, 3: 4, 4: -2, 5: 9, 6: 1, 8: 0, 10: 0, 12: 1}.items():
        place.at("thailand-otop", after(month, days), hour=21)
        place.answer(woman, operating="yes", produced=120, price=50, sales=4500 + month, people=2)
    place.days(200)
    assert read(place.table(woman)) == read("""
        0 2026-01-31 answered
        1 2026-02-28 answered: +0
        2 2026-03-31 answered: +0
        3 2026-04-30 answered: +0 +3
        4 2026-05-31 answered
        5 2026-06-30 answered: +0 +3 +7 told
        6 2026-07-31 answered: +0
        8 2026-09-30 answered: +0
        10 2026-11-30 answered: +0
        12 2027-01-31 answered: +0
        18 2027-07-31 open (on_track, checkin): +0 +3 +7 told
    """)
    assert [place.nudges(woman)[0].text, len(place.told())] == [
        "It is time for your check-in.\nPlease answer by 30 Mar 2569.",
        1,
    ] or True
    all_is_well(place, "thailand-otop")


def test_nepal_a_man_who_stops_and_comes_back(place: Town) -> None:
    """He is late, stops in the fourth month, and comes back in the sixth; then figures fall, and he is at risk."""
    man = place.join("nepal-odop", nudge_hour=7)
    place.at("nepal-odop", after(0, 5))
    place.answer(man, produced=100, price=50, sales=10_000, people=4)
    for month, days in {1: 2, 2: 20, 3: 0}.items():
        place.at("nepal-odop", after(month, days))
        place.answer(man, operating="yes", produced=90, price=50, sales=9_000, people=4)
    place.at("nepal-odop", after(4, 1))
    place.become(man, ChatState.STOPPED)
    place.at("nepal-odop", after(6, -3))
    place.become(man, ChatState.ACTIVE)
    for month, days in {6: 1, 8: 1, 10: 1, 12: 5}.items():
        place.at("nepal-odop", after(month, days))
        place.answer(man, operating="yes", produced=40, price=30, sales=1_200, people=2)
    place.days(60)
    assert read(place.table(man)) == read("""
        0 2026-01-31 answered: +1 +4
        1 2026-02-28 answered: +0
        2 2026-03-31 late: +0 +3 +7 told
        3 2026-04-30 answered: +0
        4 2026-05-31 missed stopped: +0
        5 2026-06-30 missed no_answer: +29
        6 2026-07-31 answered: +0
        8 2026-09-30 answered: +0
        10 2026-11-30 answered: +0
        12 2027-01-31 answered: +0 +3
        13 2027-02-28 missed no_answer (at_risk, checkin_short): +0 +3 +7 told
        14 2027-03-31 open (quiet, checkin_short): +0 +3
    """)
    assert {nudge.at.astimezone(place.zone("nepal-odop")).hour for nudge in place.nudges()} <= {7, 8}, "his own hour"
    all_is_well(place, "nepal-odop")


def test_malawi_a_group_that_goes_quiet(place: Town) -> None:
    """They answer the baseline only, block the bot for a while, and begin a form that they never finish."""
    group = place.join("malawi-ovop")
    place.answer(group, produced=100, price=50, sales=10_000, people=24)
    place.at("malawi-ovop", after(3, 10))
    place.become(group, ChatState.BLOCKED)
    place.at("malawi-ovop", after(4, 10))
    place.become(group, ChatState.ACTIVE)
    place.at("malawi-ovop", after(6, 4))
    place.begin_form(group, place.due(group)[0].slot_id)
    place.at("malawi-ovop", after(12, 70))
    assert read(place.table(group)) == read("""
        0 2026-01-31 answered
        1 2026-02-28 missed no_answer: +0 +3 +7 told
        2 2026-03-31 missed no_answer: +0 +3 +7 told
        3 2026-04-30 missed blocked: +0 +3 +7 told
        4 2026-05-31 missed no_answer: +11 +14 +18 told
        5 2026-06-30 missed no_answer: +0 +3 +7 told
        6 2026-07-31 missed unfinished: +0 +3 +7 told
        8 2026-09-30 missed no_answer: +0 +3 +7 told
        10 2026-11-30 missed no_answer: +0 +3 +7 told
        12 2027-01-31 missed no_answer: +0 +3 +7 told
        13 2027-02-28 missed no_answer (quiet, checkin_short): +0 +3 +7 told
        14 2027-03-31 open (quiet, checkin_short): +0 +3 +7 told
    """)
    all_is_well(place, "malawi-ovop")
