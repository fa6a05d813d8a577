"""The calendar in the database: begun, what is due, answered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.services.evaluation import calendar as evaluation
from tests.services.slots import JOINED, TH, days_of, states
from tests.services.town import Town

# begin


def test_the_first_year_is_written_when_she_joins(place: Town) -> None:
    woman = place.join(TH)
    rows = place.slots(woman)
    assert [row.month for row in rows] == [0, 1, 2, 3, 4, 5, 6, 8, 10, 12]
    assert [row.form for row in rows] == ["baseline"] + ["checkin"] * 9
    assert [row.state for row in rows] == ["open"] + ["waiting"] * 9
    assert rows[1].due == date(2026, 2, 28)
    assert rows[1].opens_at == datetime(2026, 2, 24, 17, tzinfo=UTC), "midnight in Bangkok, three days before"
    assert rows[1].closes_at == datetime(2026, 3, 30, 17, tzinfo=UTC), "midnight of the day the next one is due"


def test_the_baseline_is_not_asked_for_twice_on_the_day_of_joining(place: Town) -> None:
    woman = place.join(TH)
    place.days(2)
    assert days_of(place, woman) == [date(2026, 2, 1)]


def test_slots_before_the_day_of_joining_say_so(place: Town) -> None:
    late = place.join(TH, inception=date(2025, 10, 15))
    assert states(place, late)[:5] == [
        (0, "open", None),
        (1, "before_joining", "joined_later"),
        (2, "before_joining", "joined_later"),
        (3, "before_joining", "joined_later"),
        (4, "waiting", None),
    ]


def test_who_joins_after_the_first_year_has_a_baseline_and_goes_on_from_there(place: Town) -> None:
    late = place.join(TH, inception=date(2024, 1, 15))
    place.answer(late, sales=100)
    assert [row.state for row in place.slots(late)][:2] == ["answered", "before_joining"]
    last = place.slots(late)[-1]
    assert (last.number, last.month, last.due, last.interval_reason) == (10, 28, date(2026, 5, 15), "mixed")
    place.days(200)
    assert [row.month for row in place.slots(late)[10:]] == [28, 29, 30, 31]


# due


def test_due_goes_by_the_clock_and_not_by_the_tick(place: Town) -> None:
    woman = place.join(TH)
    place.answer(woman, sales=100)
    assert place.due(woman) == []
    assert place.run(evaluation.next_due, woman.person, place.programme(TH), place.now) == date(2026, 2, 28)
    place.now = datetime(2026, 2, 26, tzinfo=UTC)
    assert [(one.month, one.due, one.closes) for one in place.due(woman)] == [(1, date(2026, 2, 28), date(2026, 3, 31))]
    place.now = datetime(2026, 4, 2, tzinfo=UTC)
    assert [one.month for one in place.due(woman)] == [2], "the first one is over, though no tick has said so"


def test_due_knows_the_form_that_was_begun(place: Town) -> None:
    woman = place.join(TH)
    dialogue = place.begin_form(woman, place.due(woman)[0].slot_id)
    assert place.due(woman)[0].dialogue_id == dialogue


def test_a_form_that_was_begun_is_spoken_of(place: Town) -> None:
    woman = place.join(TH)
    place.begin_form(woman, place.due(woman)[0].slot_id)
    place.days(2)
    assert place.nudges(woman)[0].text.startswith("You have begun to answer.")


# answers


@pytest.mark.parametrize(("days", "state"), [(14, "answered"), (15, "late")])
def test_late_is_after_the_days_of_the_pack(place: Town, days: int, state: str) -> None:
    woman = place.join(TH)
    place.at(TH, JOINED + timedelta(days=days))
    assert place.answer(woman, sales=1).state == state
    assert place.slots(woman)[0].next_nudge_at is None


def test_nobody_is_reminded_of_what_is_answered(place: Town) -> None:
    woman = place.join(TH)
    place.at(TH, date(2026, 2, 2))
    place.answer(woman, sales=1)
    place.at(TH, date(2026, 2, 27))
    assert days_of(place, woman) == [date(2026, 2, 1)]


def test_the_officer_is_told_once_and_no_more_when_she_answers(place: Town) -> None:
    woman = place.join(TH)
    place.at(TH, date(2026, 2, 20))
    assert place.told() == [place.slots(woman)[0].id]
    place.answer(woman, sales=1)
    place.at(TH, date(2026, 2, 27))
    assert place.told() == []
