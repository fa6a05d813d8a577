"""Who pauses is reminded of nothing until her day, and what falls into that time does not count as missed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.groups.month import Standing
from bot.services.evaluation import calendar as evaluation
from bot.services.groups import leading
from bot.services.groups.members import membership
from bot.services.groups.members.membership import Reason
from bot.services.people import erasure
from bot.store.engine.sync import writing
from bot.store.groups.members import pauses
from bot.store.groups.members.pauses import Pause
from bot.store.schema import pause, slot
from tests.services.groups.members.test_adding import TODAY
from tests.services.groups.members.test_membership import village
from tests.services.slots import TH, days_of, states
from tests.services.town import Town
from tests.services.village import NOW, nepal

UNTIL = TODAY + timedelta(days=60)


def test_nobody_is_reminded_before_her_day_and_her_ladder_goes_on_then(place: Town) -> None:
    woman = place.join(TH)
    place.at(TH, date(2026, 2, 1), hour=6)
    place.run(pauses.begin, woman.producer, Reason.SICK, date(2026, 2, 10), place.now)
    place.at(TH, date(2026, 2, 9), hour=23)
    assert days_of(place, woman) == [] and place.told() == []
    place.at(TH, date(2026, 2, 12), hour=23)
    assert days_of(place, woman) == [date(2026, 2, 10)], "late rather than never"


def test_what_falls_into_it_ends_as_that(place: Town) -> None:
    woman, other = place.join(TH), place.join(TH)
    place.run(pauses.begin, woman.producer, Reason.BIRTH, date(2026, 3, 20), place.now)
    place.at(TH, date(2026, 4, 2))
    assert [why for _, state, why in states(place, woman)[:2] if state == "missed"] == ["paused", "paused"]
    assert "paused" not in {why for _, _, why in states(place, other)}
    assert place.told() != [] and all(one != woman.producer for one in place.told())


def test_who_goes_on_early_is_reminded_from_then_on(place: Town) -> None:
    woman = place.join(TH)
    place.run(pauses.begin, woman.producer, Reason.AWAY, date(2026, 6, 1), place.now)
    place.at(TH, date(2026, 2, 5), hour=6)
    assert place.run(pauses.end, woman.producer, place.now)
    assert not place.run(pauses.end, woman.producer, place.now)
    place.run(evaluation.looked_at_again, woman.person, place.now)
    place.at(TH, date(2026, 2, 6), hour=23)
    assert days_of(place, woman) in ([date(2026, 2, 5)], [date(2026, 2, 6)])


def test_a_leader_says_it_of_her_members_and_sees_nothing_due(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader, malee = village(connection)
        later = UNTIL + timedelta(days=1)
        day = TODAY + timedelta(days=10)

        def stands() -> set[Standing | None]:
            seen = leading.look(connection, leader, group, nepal().programme, day)
            return {one.standing for one in seen.places if one.member.member_id == malee}

        assert stands() == {Standing.DUE}
        assert not membership.pause(connection, leader, group, malee, Reason.SICK, NOW.date(), NOW)
        assert membership.pause(connection, leader, group, malee, Reason.SICK, later, NOW)
        assert membership.pause(connection, leader, group, malee, Reason.SEASON, UNTIL, NOW), "the newer one counts"
        page = membership.page(connection, leader, group, malee, TODAY)
        assert page is not None and page.pause is not None
        assert (page.pause.why, page.pause.until) == (Reason.SEASON, UNTIL)
        assert stands() == {Standing.NOTHING_DUE}
        assert membership.go_on(connection, leader, group, malee, NOW)
        assert not membership.go_on(connection, leader, group, malee, NOW)
        assert pauses.current(connection, [malee], TODAY) == {}
        assert stands() == {Standing.DUE}


def test_why_she_paused_goes_with_her(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        membership.pause(connection, leader, group, malee, Reason.SICK, UNTIL, NOW)
        page = membership.page(connection, leader, group, malee)
        assert page is not None and page.person_id is not None
        erasure.erase_person(connection, page.person_id, NOW)
        assert not connection.execute(pause.select()).all()


@pytest.mark.parametrize(
    ("due", "closes", "falls"),
    [
        (date(2026, 1, 1), date(2026, 2, 1), False),
        (date(2026, 1, 20), date(2026, 2, 10), True),
        (date(2026, 2, 10), date(2026, 3, 10), True),
        (date(2026, 3, 1), date(2026, 4, 1), False),
    ],
)
def test_which_check_ins_fall_into_it(due: date, closes: date, falls: bool) -> None:
    one = Pause(1, Reason.SICK, datetime(2026, 2, 1, 1, tzinfo=UTC), date(2026, 3, 1), None)
    assert one.falls_into(due, datetime(closes.year, closes.month, closes.day, tzinfo=UTC)) is falls


def test_what_comes_after_she_goes_on_early_does_not_fall_into_it() -> None:
    ended = datetime(2026, 2, 10, 6, tzinfo=UTC)
    one = Pause(1, Reason.SICK, datetime(2026, 2, 1, 1, tzinfo=UTC), date(2026, 3, 1), ended)
    closes = datetime(2026, 4, 1, tzinfo=UTC)
    assert one.falls_into(date(2026, 2, 9), closes)
    assert not one.falls_into(date(2026, 2, 10), closes) and not one.falls_into(date(2026, 2, 20), closes)


def test_a_newer_pause_ends_the_one_before_even_if_that_was_longer(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        for until in (UNTIL + timedelta(days=90), UNTIL):
            assert membership.pause(connection, leader, group, malee, Reason.SICK, until, NOW)
        closes = NOW + timedelta(days=365)
        found = pauses.of(connection, [malee])[malee]
        assert not any(one.falls_into(UNTIL + timedelta(days=1), closes) for one in found)
        assert any(one.falls_into(UNTIL - timedelta(days=1), closes) for one in found)


def test_who_goes_on_by_her_leaders_word_is_looked_at_by_the_next_tick(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        membership.pause(connection, leader, group, malee, Reason.SICK, UNTIL, NOW)
        connection.execute(update(slot).where(slot.c.producer_id == malee).values(next_nudge_at=None))
        at = NOW + timedelta(days=3)
        assert membership.go_on(connection, leader, group, malee, at)
        assert at in connection.scalars(select(slot.c.next_nudge_at).where(slot.c.producer_id == malee)).all()
