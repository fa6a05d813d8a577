"""Leaders are reminded of their group's own questions: by the pack's ladder, by day, as her one reminder of the day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import literal_column, select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState
from bot.services.groups import own_reminding
from bot.store.people import roles
from bot.store.schema import outbox, person, role, slot
from tests.services.conftest import START
from tests.services.groups.report.told_group import CODE, Group, a_group
from tests.services.groups.test_own_calendar import keep, look, sent
from tests.services.town import Member, pack, town

BEGAN = START.date()


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    """Its leader has looked at its own calendar on the day that it was made."""
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


def at(group: Group, day: date, hour: int = 18) -> int:
    """What is written at this hour of a day."""
    place = group.place
    place.now = datetime(day.year, day.month, day.day, hour, tzinfo=place.zone(CODE)).astimezone(UTC)
    return place.run(own_reminding.remind, place.loaded, place.left_out, place.now)


def days_reminded(group: Group, days: int, hours: tuple[int, ...] = (18,)) -> list[int]:
    """On which days from today on something is written."""
    first = group.place.now.astimezone(group.place.zone(CODE)).date()
    return [day for day in range(days) for hour in hours if at(group, first + timedelta(days=day), hour)]


def told(group: Group, who: Member | None = None) -> list[str]:
    here = (outbox.c.chat == (who or group.leader).chat, outbox.c.dedupe.like("group:%"))
    return [row.payload["text"] for row in group.place.rows(select(outbox.c.payload).where(*here))]


def leads_too(group: Group, name: str = "Ruth") -> Member:
    other = group.place.join(CODE, name=name, consent_version="2")
    group.place.run(roles.give, other.person, Reach(Role.LEADER, group_id=group.number), group.place.now)
    return other


def test_from_the_day_after_by_the_ladder_and_then_no_more(group: Group) -> None:
    assert days_reminded(group, 25, tuple(range(24))) == [1, 4, 8]
    assert told(group) == ["🏠 Questions about your group Kampini wait.\nPlease answer for it until 27 Feb 2026."] * 3
    (button,) = {
        row.payload["reply_markup"]["inline_keyboard"][0][0]["text"]
        for row in group.place.rows(select(outbox.c.payload).where(outbox.c.dedupe.like("group:%")))
    }
    assert button == "✍️ Answer for the group"
    waits = select(slot.c.nudges_sent, slot.c.next_nudge_at).where(
        slot.c.producer_id == group.number, slot.c.number == 0
    )
    assert group.place.rows(waits) == [(3, None)]


def test_who_looks_at_it_first_is_reminded_of_it_from_tomorrow_on(sqlite_url: str) -> None:
    with town(sqlite_url, START, [pack(CODE)]) as place:
        found = a_group(place)
        place.now += timedelta(days=9)
        look(found)
        assert days_reminded(found, 3) == [1]


def test_never_at_night(here: Group) -> None:
    assert days_reminded(here, 12, (0, 3, 5, 20, 21, 23)) == []


def test_it_is_her_one_reminder_of_the_day(here: Group) -> None:
    tomorrow = BEGAN + timedelta(days=1)
    here.place.rows_changed(update(person).where(person.c.id == here.leader.person).values(last_nudge_on=tomorrow))
    assert days_reminded(here, 3) == [2]
    (row,) = here.place.rows(select(person.c.last_nudge_on).where(person.c.id == here.leader.person))
    assert row.last_nudge_on == BEGAN + timedelta(days=2)


def test_a_tick_between_does_not_take_it_for_somebodys_whom_nobody_can_ask(here: Group) -> None:
    here.place.rows_changed(update(person).values(last_nudge_on=BEGAN + timedelta(days=20)))
    here.place.days(3)
    assert days_reminded(here, 1) == []
    here.place.rows_changed(update(person).values(last_nudge_on=None))
    assert days_reminded(here, 2) == [1]


def test_what_is_answered_is_reminded_of_no_more_and_the_next_is(here: Group) -> None:
    keep(here, sent(here))
    assert days_reminded(here, 28) == []
    assert days_reminded(here, 3), "the check-in of the first month"


def test_each_leader_hears_of_it_who_can_be_written_to(group: Group) -> None:
    stopped, other = leads_too(group, "Stopped"), leads_too(group)
    group.place.become(stopped, ChatState.STOPPED)
    days_reminded(group, 2)
    assert [len(told(group, who)) for who in (group.leader, other, stopped)] == [1, 1, 0]


def test_where_none_can_be_written_to_it_waits_for_who_comes_back(here: Group) -> None:
    here.place.become(here.leader, ChatState.BLOCKED)
    assert days_reminded(here, 5) == []
    here.place.become(here.leader, ChatState.ACTIVE)
    assert days_reminded(here, 3) == [1]


def test_after_a_hand_over_the_new_leader_hears_of_it_alone(here: Group) -> None:
    here.place.rows_changed(update(role).where(role.c.group_id == here.number).values(until=here.place.now))
    other = leads_too(here)
    days_reminded(here, 2)
    assert (len(told(here)), len(told(here, other))) == (0, 1)


def test_nobody_leads_it_and_nobody_is_told(here: Group) -> None:
    here.place.rows_changed(update(role).where(role.c.group_id == here.number).values(until=here.place.now))
    assert days_reminded(here, 10) == []


def test_one_odd_row_is_the_trouble_of_one_group(here: Group) -> None:
    other = a_group(here.place, "Other")
    look(other)
    odd = (
        update(slot)
        .where(slot.c.producer_id == here.number, slot.c.number == 0)
        .values(closes_at=literal_column("'soon'"))
    )
    here.place.rows_changed(odd)
    assert days_reminded(other, 3)
    assert told(other, other.leader)
