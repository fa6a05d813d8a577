"""A group's own calendar begins by itself: when somebody leads it, once, and without asking for what is past."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import literal_column, select, update

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making, own_calendar, own_reminding
from bot.services.loaded_packs import LoadedPacks
from bot.store.evaluation import slots
from bot.store.people import roles
from bot.store.schema import audit, outbox, producer, role, slot
from tests.services.conftest import START
from tests.services.groups.report.told_group import CODE, Group, a_group
from tests.services.groups.test_own_calendar import look
from tests.services.groups.test_own_reminding import days_reminded, told
from tests.services.town import Member, Town, pack, town


@pytest.fixture
def place(database_url: str) -> Iterator[Town]:
    with town(database_url, START, [pack(CODE)]) as made:
        yield made


@pytest.fixture
def quick(sqlite_url: str) -> Iterator[Town]:
    with town(sqlite_url, START, [pack(CODE)]) as made:
        yield made


def begin(place: Town) -> int:
    return place.run(own_calendar.begin_all, place.loaded, place.left_out, place.now)


def made(place: Town, inception: date, name: str = "Old") -> int:
    return place.run(making.add, pack(CODE), making.Wish(name, None, None, inception), "cli", inception, place.now)


def led(place: Town, group: int, who: Member | None = None) -> Member:
    leader = who or place.join(CODE, name="Noi", consent_version="2")
    place.run(roles.give, leader.person, Reach(Role.LEADER, group_id=group), place.now)
    return leader


def calendar(place: Town, group: int) -> list[tuple[str, str, date]]:
    return [(one.form, one.state.value, one.due) for one in place.run(slots.of_producer, group)]


def test_it_begins_without_a_look_once_somebody_leads_it_and_once_only(place: Town) -> None:
    group = made(place, START.date())
    assert begin(place) == 0, "nobody leads it"
    leader = led(place, group)
    assert [begin(place), begin(place)] == [1, 0]
    once = calendar(place, group)
    assert once[0] == ("group_baseline", "open", START.date()) and once[1][1] == "waiting"
    led(place, group)
    assert begin(place) == 0 and calendar(place, group) == once
    assert place.rows(select(audit.c.actor, audit.c.subject).where(audit.c.action == "begin group calendar")) == [
        ("clock", f"group {group}")
    ]
    assert not place.run(own_calendar.look, leader.person, group, pack(CODE), place.now).began


def test_a_look_before_it_is_the_beginning_and_the_clock_begins_nothing_more(place: Town) -> None:
    found = a_group(place)
    assert look(found).began
    once = calendar(place, found.number)
    assert begin(place) == 0 and calendar(place, found.number) == once


def test_of_the_past_nothing_is_asked_and_one_message_a_rung_is_written(quick: Town) -> None:
    group = made(quick, START.date() - timedelta(days=4 * 365))
    leader = led(quick, group)
    begin(quick)
    found = calendar(quick, group)
    assert [state for _, state, _ in found] == ["open"] + ["before_joining"] * (len(found) - 1)
    assert found[0] == ("group_baseline", "open", START.date())
    here = Group(quick, group, leader, leader, quick.left_out)
    assert days_reminded(here, 25, tuple(range(24))) == [1, 4, 8]
    assert len(told(here)) == 3


def test_it_is_as_with_a_producer_who_registers_that_day(quick: Town) -> None:
    long_ago = START.date() - timedelta(days=200)
    group, hers = made(quick, long_ago), quick.join(CODE, inception=long_ago)
    led(quick, group)
    begin(quick)
    of_group, of_her = (quick.run(slots.of_producer, one) for one in (group, hers.producer))
    same = [[(one.number, one.month, one.due, one.state, one.closes_at) for one in some] for some in (of_group, of_her)]
    assert same[0] == same[1]


def test_the_day_counts_on_which_it_begins_not_that_on_which_the_group_was_made(quick: Town) -> None:
    group = made(quick, START.date())
    quick.days(40)
    led(quick, group)
    begin(quick)
    states = [(state, due) for _, state, due in calendar(quick, group)]
    assert states[0] == ("open", quick.now.astimezone(quick.zone(CODE)).date())
    assert [state for state, _ in states[1:2]] == ["before_joining"]


def test_a_group_that_begins_in_the_future_is_asked_nothing_until_then(quick: Town) -> None:
    group = made(quick, START.date() + timedelta(days=10))
    leader = led(quick, group)
    begin(quick)
    assert [state for _, state, _ in calendar(quick, group)][:1] == ["waiting"]
    assert days_reminded(Group(quick, group, leader, leader, quick.left_out), 9) == []


@pytest.mark.parametrize("ends", ["until", "suspended_at"])
def test_who_leads_it_no_longer_or_is_suspended_begins_nothing(quick: Town, ends: str) -> None:
    group = made(quick, START.date())
    led(quick, group)
    quick.rows_changed(update(role).where(role.c.group_id == group).values({ends: quick.now}))
    assert begin(quick) == 0
    led(quick, group)
    assert begin(quick) == 1


def test_many_groups_begin_some_at_a_time(quick: Town) -> None:
    leader = led(quick, made(quick, START.date()))
    for number in range(100):
        led(quick, made(quick, START.date(), f"Group {number}"), leader)
    assert [begin(quick) for _ in range(3)] == [100, 1, 0]


def test_who_leads_several_hears_of_one_a_day(quick: Town) -> None:
    first = made(quick, START.date(), "First")
    leader = led(quick, first)
    for name in ("Second", "Third"):
        led(quick, made(quick, START.date(), name), leader)
    begin(quick)
    here = Group(quick, first, leader, leader, quick.left_out)
    assert days_reminded(here, 4, tuple(range(24))) == [1, 2, 3]
    assert [text.splitlines()[0] for text in told(here)] == [
        f"🏠 Questions about your group {name} wait." for name in ("First", "Second", "Third")
    ]


def test_a_pack_that_asks_groups_nothing_begins_nothing(quick: Town) -> None:
    led(quick, made(quick, START.date()))
    whole = pack(CODE)
    plain = replace(whole, forms={name: one for name, one in whole.forms.items() if not name.startswith("group_")})
    quick.loaded = LoadedPacks({CODE: plain}, quick.loaded.catalogues)
    assert begin(quick) == 0


def test_one_odd_row_is_the_trouble_of_one_group(quick: Town) -> None:
    odd, sound = made(quick, START.date(), "Odd"), made(quick, START.date(), "Sound")
    led(quick, sound, led(quick, odd))
    quick.rows_changed(update(producer).where(producer.c.id == odd).values(inception=literal_column("'someday'")))
    assert begin(quick) == 1 and calendar(quick, sound)
    assert not quick.rows(select(slot.c.id).where(slot.c.producer_id == odd))


def test_nobody_is_written_to_when_it_begins(quick: Town) -> None:
    led(quick, made(quick, START.date()))
    begin(quick)
    quick.run(own_reminding.remind, quick.loaded, quick.left_out, quick.now)
    assert not quick.rows(select(outbox.c.id).where(outbox.c.dedupe.like("group:%")))
