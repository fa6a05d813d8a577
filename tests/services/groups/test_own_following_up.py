"""A group that does not answer what it is asked is followed up by the officer: one line for one silence."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState
from bot.services.groups import meeting
from bot.store.evaluation import silent_groups
from bot.store.people import roles
from bot.store.schema import chat_person, follow_up, role, slot
from tests.services import staff_list as staff
from tests.services.conftest import START
from tests.services.groups.report.told_group import CODE, Group, a_group
from tests.services.groups.test_own_calendar import an_officer, keep, look, sent
from tests.services.groups.test_own_reminding import at, days_reminded, leads_too
from tests.services.town import pack, town

UNANSWERED, SILENT = silent_groups.UNANSWERED, silent_groups.SILENT_LEADER
EVERY_HOUR = tuple(range(24))


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    """Its own calendar has begun."""
    with town(database_url, START, [pack(CODE)]) as place:
        found = a_group(place)
        look(found)
        yield found


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Group]:
    with town(sqlite_url, START, [pack(CODE)]) as place:
        found = a_group(place)
        look(found)
        yield found


def kept(group: Group) -> list[tuple[str, bool]]:
    """What was ever kept about the group: the reason, and whether it waits."""
    here = follow_up.c.producer_id == group.number
    rows = group.place.rows(select(follow_up.c.reason, follow_up.c.done_at).where(here).order_by(follow_up.c.id))
    return [(row.reason, row.done_at is None) for row in rows]


def note(group: Group, silent: bool) -> None:
    """The morning on which silent leaders are looked for; `silent`: whether hers has been heard of lately."""
    place = group.place
    seen = place.now - timedelta(days=400) if silent else place.now
    if silent:
        place.rows_changed(update(role).where(role.c.group_id == group.number).values(since=seen))
    place.rows_changed(update(chat_person).where(chat_person.c.person_id == group.leader.person).values(seen_at=seen))
    place.run(meeting.note_silent, place.programme(CODE), place.now)


def test_the_day_after_the_last_rung_and_once(group: Group) -> None:
    officer = an_officer(group)
    assert days_reminded(group, 9, EVERY_HOUR) == [1, 4, 8]
    assert kept(group) == []
    days_reminded(group, 12, EVERY_HOUR)
    assert kept(group) == [(UNANSWERED, True)]
    (shown,) = group.place.run(staff.waiting, officer, pack(CODE)).shown
    assert (shown.name, shown.reason, shown.phone) == ("Kampini", UNANSWERED, None)
    told = select(slot.c.told_at).where(slot.c.producer_id == group.number, slot.c.number == 0)
    assert group.place.rows(told)[0].told_at is not None


def test_an_answer_closes_it_and_the_next_silence_opens_another(here: Group) -> None:
    days_reminded(here, 12)
    assert keep(here, sent(here)) is not None
    assert kept(here) == [(UNANSWERED, False)]
    here.place.days(55)
    assert kept(here) == [(UNANSWERED, False), (UNANSWERED, True)]


def test_two_that_were_missed_are_one_line_and_one_answer_of_a_later_one_closes_it(here: Group) -> None:
    here.place.days(100)
    missed = select(slot.c.id).where(slot.c.producer_id == here.number, slot.c.state == "missed")
    assert len(here.place.rows(missed)) > 1
    assert kept(here) == [(UNANSWERED, True)]
    keep(here, sent(here))
    assert kept(here) == [(UNANSWERED, False)]


def test_a_group_that_answers_is_never_on_the_list(here: Group) -> None:
    days_reminded(here, 5)
    keep(here, sent(here))
    days_reminded(here, 20)
    assert kept(here) == []


def test_who_is_silent_in_everything_is_one_line_with_the_graver_reason(group: Group) -> None:
    days_reminded(group, 12)
    note(group, silent=True)
    assert kept(group) == [(SILENT, True)]
    note(group, silent=True)
    assert kept(group) == [(SILENT, True)]


def test_where_the_silent_leader_is_on_the_list_already_no_second_line_is_written(here: Group) -> None:
    note(here, silent=True)
    days_reminded(here, 12)
    assert kept(here) == [(SILENT, True)]


def test_a_leader_who_is_heard_of_and_does_not_answer_leaves_the_lesser_reason(group: Group) -> None:
    days_reminded(group, 12)
    note(group, silent=True)
    note(group, silent=False)
    assert kept(group) == [(UNANSWERED, True)]
    keep(group, sent(group))
    assert kept(group) == [(UNANSWERED, False)]


def test_the_same_where_she_was_silent_before_the_group_was_asked(here: Group) -> None:
    note(here, silent=True)
    days_reminded(here, 12)
    note(here, silent=False)
    assert kept(here) == [(UNANSWERED, True)]


def test_a_leader_who_is_heard_of_and_owes_nothing_leaves_no_line(here: Group) -> None:
    keep(here, sent(here))
    note(here, silent=True)
    note(here, silent=False)
    assert kept(here) == [(SILENT, False)]


def test_a_leader_who_is_heard_of_while_the_group_is_reminded_leaves_no_line(here: Group) -> None:
    days_reminded(here, 2)
    note(here, silent=True)
    note(here, silent=False)
    assert kept(here) == [(SILENT, False)]


def test_what_was_answered_at_last_is_owed_no_more(here: Group) -> None:
    days_reminded(here, 12)
    keep(here, sent(here))
    note(here, silent=True)
    note(here, silent=False)
    assert kept(here) == [(UNANSWERED, False), (SILENT, False)]


def test_an_answer_closes_the_silent_leaders_line_at_once(here: Group) -> None:
    days_reminded(here, 12)
    note(here, silent=True)
    keep(here, sent(here))
    assert kept(here) == [(SILENT, False)]


@pytest.mark.parametrize("state", [ChatState.STOPPED, ChatState.BLOCKED])
def test_where_no_leader_can_be_written_to_the_officer_hears_when_the_ladder_would_be_over(
    here: Group, state: ChatState
) -> None:
    here.place.become(here.leader, state)
    days_reminded(here, 8, EVERY_HOUR)
    assert kept(here) == []
    days_reminded(here, 4, EVERY_HOUR)
    assert kept(here) == [(UNANSWERED, True)]
    here.place.become(here.leader, ChatState.ACTIVE)
    assert days_reminded(here, 3), "who comes back is reminded all the same"
    days_reminded(here, 20)
    assert kept(here) == [(UNANSWERED, True)]


def test_one_leader_who_can_be_written_to_is_enough_for_the_ladder(here: Group) -> None:
    leads_too(here)
    here.place.become(here.leader, ChatState.BLOCKED)
    assert days_reminded(here, 9) == [1, 4, 8]
    assert kept(here) == []


def test_a_group_that_nobody_leads_is_on_the_list_as_such_alone(here: Group) -> None:
    here.place.rows_changed(update(role).where(role.c.group_id == here.number).values(until=here.place.now))
    days_reminded(here, 20)
    assert kept(here) == []


def test_her_members_are_reminded_as_before(here: Group) -> None:
    days_reminded(here, 12)
    assert kept(here) == [(UNANSWERED, True)]
    here.place.days(1)
    assert here.place.nudges(here.member)


def test_staff_of_other_areas_and_the_leader_herself_see_no_such_line(here: Group) -> None:
    days_reminded(here, 12)
    elsewhere = here.place.join(CODE, name="Ruth")
    here.place.run(roles.give, elsewhere.person, Reach(Role.OFFICER, "lilongwe"), here.place.now)
    assert here.place.run(staff.waiting, elsewhere.person, pack(CODE)).total == 0


def test_it_is_written_once_whatever_the_hour_and_however_often_the_tick_comes(here: Group) -> None:
    days_reminded(here, 9)
    day = here.place.now.date() + timedelta(days=1)
    for hour in (3, 18, 18, 19, 23):
        at(here, day, hour)
    assert kept(here) == [(UNANSWERED, True)]
