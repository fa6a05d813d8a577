"""When a tip comes, in both kinds of database: one a week, never with a reminder, late rather than never."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.evaluation.nudges import local_day
from bot.domain.wire.contact import ChatState
from bot.services.lessons import tip_plans
from bot.store import tips as rows
from bot.store.schema import person, tip_plan
from tests.services.conftest import START
from tests.services.lessons_town import MW, NE, TH, all_is_well, days_of, join, place, tips_of, titles
from tests.services.town import Town, pack, town

__all__ = ["place"]


def test_the_first_comes_a_week_after_she_has_joined_at_her_hour(place: Town) -> None:
    woman = join(place, nudge_hour=9)
    place.days(9)
    (first,) = tips_of(place, woman)
    assert local_day(first.at, place.zone(TH)) == date(2026, 2, 7)
    assert 9 <= first.at.astimezone(place.zone(TH)).hour < 11
    assert first.text == (
        "💡 <b>Write it down the same day</b>\nWrite each sale the day it happens.\nNext week half of it is gone.\n"
        "\n<i>Tip 1 of 3.</i>"
    )
    all_is_well(place, woman)


@pytest.mark.parametrize("code", [TH, NE, MW])
def test_a_year(database_url: str, code: str) -> None:
    """Twenty-four lessons in half a year, week by week, whatever the reminders do; then only what the book says."""
    with town(database_url, START, [pack(code)]) as place:
        place.tips = True
        woman = join(place, code, nudge_hour=7)
        for month in (0, 1, 2, 3, 4, 5, 6, 8):
            place.until(START + timedelta(days=30 * month + 5))
            if place.due(woman):
                place.answer(woman, operating="yes", sales=100 + month, unit="kg", have="records", news="records")
        place.until(START + timedelta(days=365))
        course = pack(code).lessons
        all_is_well(place, woman)
        assert len(titles(place, woman)) == len(set(titles(place, woman))) == len(course)
        days = days_of(place, woman)
        assert days[-1] - days[0] <= timedelta(days=8 * (len(course) - 1))
        assert any(one.button.startswith("checkin|") for one in place.nudges(woman))


def test_never_on_the_day_of_a_reminder_and_reminders_go_first(place: Town) -> None:
    """Her tip is due on the day of a reminder, hours before it: the reminder comes, the tip a day later."""
    woman = join(place)
    reminder = place.rows(select(rows.slot.c.next_nudge_at).where(rows.slot.c.next_nudge_at.is_not(None)))[0][0]
    early = reminder.astimezone(place.zone(TH)).replace(hour=8).astimezone(UTC)
    place.rows_changed(update(tip_plan).values(next_at=early))
    place.until(reminder + timedelta(hours=1))
    assert [one.button.split("|")[0] for one in place.nudges(woman)] == ["checkin"]
    place.days(1)
    assert [one.button.split("|")[0] for one in place.nudges(woman)] == ["checkin", "tip"]
    all_is_well(place, woman)


def test_a_reminder_that_appears_on_the_day_of_a_tip_waits_for_the_next(place: Town) -> None:
    woman = join(place)
    place.answer(woman, sales=100, unit="kg")
    place.until(START + timedelta(days=8))
    (first,) = tips_of(place, woman)
    place.rows_changed(
        update(rows.slot).where(rows.slot.c.number == 1).values(due=local_day(place.now, place.zone(TH)))
    )
    place.rows_changed(update(rows.slot).where(rows.slot.c.number == 1).values(next_nudge_at=place.now))
    place.days(2)
    reminder = next(one for one in place.nudges(woman) if one.button.startswith("checkin"))
    assert local_day(reminder.at, place.zone(TH)) == local_day(first.at, place.zone(TH)) + timedelta(days=1)


def test_after_an_outage_one_comes_late(place: Town) -> None:
    woman = join(place)
    place.answer(woman, sales=100, unit="kg")
    place.sleep(days=25)
    place.until(place.now + timedelta(hours=20))
    assert len(tips_of(place, woman)) == 1
    place.days(7)
    assert len(tips_of(place, woman)) == 2
    all_is_well(place, woman)


def test_at_night_it_waits_for_the_morning(place: Town) -> None:
    woman = join(place)
    place.answer(woman, sales=100, unit="kg")
    night = datetime.combine(date(2026, 2, 9), time(3), tzinfo=place.zone(TH)).astimezone(UTC)
    place.sleep(seconds=(night - place.now).total_seconds())
    assert tips_of(place, woman) == []
    place.until(night + timedelta(hours=8))
    assert [one.at.astimezone(place.zone(TH)).hour for one in tips_of(place, woman)] in ([7], [8])


def test_who_said_stop_or_blocked_or_wants_none_gets_none(place: Town) -> None:
    quiet_one, blocked, off, on = join(place), join(place), join(place), join(place)
    for member in (quiet_one, blocked, off, on):
        place.answer(member, sales=100, unit="kg")
    place.become(quiet_one, ChatState.STOPPED)
    place.become(blocked, ChatState.BLOCKED)
    place.run(tip_plans.want, off.person, False, place.programme(TH), place.now)
    assert place.run(tip_plans.are_off, off.person) and not place.run(tip_plans.are_off, on.person)
    place.days(20)
    assert [len(tips_of(place, one)) for one in (quiet_one, blocked, off, on)] == [0, 0, 0, 2]
    for member in (quiet_one, blocked):
        place.become(member, ChatState.ACTIVE)
    place.run(tip_plans.want, off.person, True, place.programme(TH), place.now)
    came_back = local_day(place.now, place.zone(TH))
    place.days(3)
    for member in (quiet_one, blocked, off):
        assert [day > came_back for day in days_of(place, member)] == [True], "tomorrow at the first, and one only"


def test_who_switched_them_off_and_comes_back_after_a_stop_has_them_off(place: Town) -> None:
    woman = join(place)
    place.run(tip_plans.want, woman.person, False, place.programme(TH), place.now)
    place.become(woman, ChatState.STOPPED)
    place.become(woman, ChatState.ACTIVE)
    place.days(20)
    assert tips_of(place, woman) == []


def test_nothing_before_she_has_agreed_to_the_text_as_it_is(place: Town) -> None:
    woman = place.join(TH, consent_version="0")
    place.days(20)
    assert tips_of(place, woman) == []
    place.rows_changed(update(person).values(consent_version="1"))
    place.days(8)
    assert len(tips_of(place, woman)) == 1


def test_she_chooses_another_hour(place: Town) -> None:
    woman = join(place, nudge_hour=18)
    place.answer(woman, sales=100, unit="kg")
    place.choose_hour(woman, 7)
    place.days(20)
    assert {one.at.astimezone(place.zone(TH)).hour for one in tips_of(place, woman)} <= {7, 8}
    assert days_of(place, woman)[0] == date(2026, 2, 7), "on the day that it was planned for"
