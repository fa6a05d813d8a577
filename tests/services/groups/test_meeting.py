"""The meeting day: each leader is told once, by day; and officers hear of a leader who has said nothing for months."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState
from bot.services.groups import making, meeting, parts
from bot.services.groups.making import Wish
from bot.store.evaluation import silent_groups
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import chat_person, follow_up, outbox, person
from tests.services import staff_list as staff
from tests.services.town import Member, Town, pack

CODE = "malawi-ovop"


def a_group(place: Town, day: int | None, programme: str = CODE) -> tuple[int, Member]:
    """A group of two that meets on this day, and its leader."""
    today = place.now.date()
    wish = Wish(f"Group {day}", None, None, today, day)
    group = place.run(making.add, pack(programme), wish, "command line", today, place.now)
    for name in ("Noi", "Maya"):
        one = place.join(programme, name=name, consent_version="2")
        place.run(members.join, group, one.producer, place.now, confirmed=True)
    leader = place.join(programme, name="Leader", language="en")
    place.run(roles.give, leader.person, Reach(Role.LEADER, group_id=group), place.now)
    return group, leader


def at(place: Town, day: date, hour: int, programme: str = CODE) -> int:
    """What is written at this hour where the programme is."""
    place.now = datetime(day.year, day.month, day.day, hour, tzinfo=place.zone(programme)).astimezone(UTC)
    return place.run(meeting.look, place.loaded, place.left_out, place.now)


def told(place: Town, leader: Member) -> list[str]:
    rows = select(outbox.c.payload).where(outbox.c.chat == leader.chat, outbox.c.dedupe.like("meeting:%"))
    return [row.payload["text"] for row in place.rows(rows)]


def test_once_on_the_morning_of_the_day_and_not_at_night(place: Town) -> None:
    _, leader = a_group(place, 8)
    assert [at(place, date(2026, 2, 7), 10), at(place, date(2026, 2, 8), 5)] == [0, 0]
    assert [at(place, date(2026, 2, 8), hour) for hour in (7, 7, 12, 19, 21)] == [1, 0, 0, 0, 0]
    (text,) = told(place, leader)
    assert text.splitlines() == ["🤝 Group 8 meets today.", "✅ answered: 0 of 2", "⏳ still to answer: 2"]
    assert "Noi" not in text and "Maya" not in text
    assert [at(place, date(2026, 3, 7), 10), at(place, date(2026, 3, 8), 19), at(place, date(2026, 3, 9), 9)] == [
        0,
        1,
        0,
    ]


def test_the_day_is_counted_in_the_calendar_of_the_country(place: Town) -> None:
    a_group(place, 8, "nepal-odop")
    assert [at(place, date(2026, 2, day), 10, "nepal-odop") for day in (8, 19, 20, 21)] == [0, 0, 1, 0]


@pytest.mark.parametrize(("day", "on"), [(31, 28), (30, 28), (28, 28), (27, 27)])
def test_in_a_short_month_the_last_day_counts(place: Town, day: int, on: int) -> None:
    a_group(place, day)
    assert [at(place, date(2026, 2, one), 10) for one in (26, 27, 28)] == [int(one == on) for one in (26, 27, 28)]


def test_it_is_her_one_reminder_of_the_day(place: Town) -> None:
    _, leader = a_group(place, 8)
    at(place, date(2026, 2, 8), 7)
    (row,) = place.rows(select(person.c.last_nudge_on).where(person.c.id == leader.person))
    assert row.last_nudge_on == date(2026, 2, 8)
    place.rows_changed(update(person).values(last_nudge_on=date(2026, 3, 8)))
    assert at(place, date(2026, 3, 8), 12) == 0


def test_who_leads_it_since_noon_was_not_there_in_the_morning(place: Town) -> None:
    group, _ = a_group(place, 8)
    other = place.join(CODE, name="Another")
    assert at(place, date(2026, 2, 8), 7) == 1
    place.run(roles.give, other.person, Reach(Role.LEADER, group_id=group), place.now)
    assert at(place, date(2026, 2, 8), 12) == 0


def test_nobody_who_is_silent_leads_no_more_or_has_nobody(place: Town) -> None:
    _, stopped = a_group(place, 8)
    _, ended = a_group(place, 8, "thailand-otop")
    empty = place.run(
        making.add,
        pack(CODE),
        Wish("Empty", None, None, place.now.date(), 8),
        "command line",
        place.now.date(),
        place.now,
    )
    alone = place.join(CODE)
    place.run(roles.give, alone.person, Reach(Role.LEADER, group_id=empty), place.now)
    place.become(stopped, ChatState.STOPPED)
    place.run(roles.end, [one.id for one in place.run(roles.of, ended.person)], place.now)
    assert at(place, date(2026, 2, 8), 10) == 0


def silent(place: Town) -> list[tuple[int, bool]]:
    rows = place.rows(
        select(follow_up).where(follow_up.c.reason == silent_groups.SILENT_LEADER).order_by(follow_up.c.id)
    )
    return [(row.producer_id, row.done_at is None) for row in rows]


def test_a_leader_of_whom_nothing_was_heard_is_followed_up_until_she_is_heard_of(place: Town) -> None:
    group, leader = a_group(place, None)
    began = place.now
    at(place, (began + timedelta(days=100)).date(), 7)
    assert silent(place) == []
    at(place, (began + timedelta(days=103)).date(), 12)
    assert silent(place) == [], "once a day is enough"
    for days in (103, 104):
        at(place, (began + timedelta(days=days)).date(), 7)
        assert silent(place) == [(group, True)]
    officer = place.join(CODE)
    place.run(roles.give, officer.person, Reach(Role.OFFICER), place.now)
    (shown,) = place.run(staff.waiting, officer.person, pack(CODE)).shown
    assert (shown.name, shown.reason) == ("Group None", "silent_leader")
    place.rows_changed(update(chat_person).where(chat_person.c.person_id == leader.person).values(seen_at=place.now))
    at(place, (began + timedelta(days=105)).date(), 7)
    assert silent(place) == [(group, False)]


def test_another_leader_who_is_heard_of_or_a_new_one_is_enough(place: Town) -> None:
    group, _ = a_group(place, None)
    day = place.now.date() + timedelta(days=110)
    place.now += timedelta(days=60)
    new = place.join(CODE)
    place.run(roles.give, new.person, Reach(Role.LEADER, group_id=group), place.now)
    # not a word of hers either, but she leads it for two months only
    place.rows_changed(update(chat_person).values(seen_at=place.now - timedelta(days=60)))
    at(place, day, 7)
    assert silent(place) == []


def test_who_leads_a_group_with_parts_hears_of_everybody_once(place: Town) -> None:
    whole, leader = a_group(place, 8)
    part, _ = a_group(place, None)
    place.run(parts.put, pack(CODE), part, whole, "command line", place.now)
    both = place.join(CODE, name="In both", consent_version="2")
    for group in (whole, part):
        place.run(members.join, group, both.producer, place.now, confirmed=True)
    assert at(place, date(2026, 2, 8), 10) == 1
    assert told(place, leader)[0].splitlines()[1:] == ["✅ answered: 0 of 5", "⏳ still to answer: 5"]
