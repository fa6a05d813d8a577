"""Staff change when somebody is asked: in any order of changes, answers and days the calendar keeps its laws."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.evaluation.calendar import add_months
from bot.domain.evaluation.nudges import local_day
from bot.domain.people.roles import Reach, Role
from bot.services.roles import NotAllowed
from bot.services.staff import pacing
from bot.services.staff.pacing import EVERY, Reason
from bot.store.evaluation import changed_paces
from bot.store.people import roles
from bot.store.schema import audit, slot
from tests.nightly import times
from tests.services.conftest import START
from tests.services.town import Member, Town, pack, town
from tests.system.databases import Templates

CODE = "nepal-odop"


@pytest.fixture
def place(database_url: str) -> Iterator[Town]:
    with town(database_url, START, [pack(CODE)]) as here:
        yield here


def an_officer(place: Town, reach: Reach | None = None) -> int:
    who = place.join(CODE, name="Officer").person
    place.run(roles.give, who, reach or Reach(Role.OFFICER), START)
    return who


def slots_of(place: Town, member: Member) -> list[tuple[int, date, str, str | None]]:
    hers = select(slot).where(slot.c.producer_id == member.producer).order_by(slot.c.number)
    return [(row.number, row.due, row.state, row.why) for row in place.rows(hers)]


def every(place: Town, officer: int, member: Member, months: int, why: Reason = Reason.SEASON) -> date | None:
    return place.run(pacing.every, officer, pack(CODE), member.producer, months, why, place.now)


def once(place: Town, officer: int, member: Member, day: date, why: Reason = Reason.SEASON) -> date | None:
    return place.run(pacing.once, officer, pack(CODE), member.producer, day, why, place.now)


def test_a_pace_holds_until_it_is_taken_off(place: Town) -> None:
    member, officer = place.join(CODE), an_officer(place)
    place.days(40)
    today = local_day(place.now, place.zone(CODE))
    day = every(place, officer, member, 3)
    began = slots_of(place, member)[0][1]
    assert day is not None and day > today
    known = slots_of(place, member)
    assert [number for number, *_ in known] == list(range(len(known)))
    waiting = [due for _, due, state, _ in known if state == "waiting"]
    assert waiting == [day] == [add_months(began, 4)]
    assert {why for _, due, state, why in known if state == "missed" and due > today} == {"moved"}
    place.until(place.now + timedelta(days=400))
    asked = [due for _, due, state, why in slots_of(place, member) if why != "moved" and due >= day]
    assert asked[:4] == [add_months(began, months) for months in (4, 7, 10, 13)]
    (line,) = place.rows(select(audit).where(audit.c.action == "change pace"))
    assert line.acting_for == member.producer and line.detail["months"] == 3
    assert place.run(pacing.take_off, officer, pack(CODE), member.producer, place.now)
    assert not place.run(pacing.take_off, officer, pack(CODE), member.producer, place.now)
    assert place.run(changed_paces.standing, [member.producer]) == {}


def test_a_day_is_asked_once_and_what_follows_stays(place: Town) -> None:
    member, officer = place.join(CODE), an_officer(place)
    place.days(2)
    before = [due for _, due, state, _ in slots_of(place, member) if state == "waiting"]
    day = before[1] + timedelta(days=3)
    assert once(place, officer, member, day) == day
    after = [due for _, due, state, _ in slots_of(place, member) if state == "waiting"]
    assert sorted(after) == sorted([day, *before[2:]])
    assert place.run(pacing.take_off, officer, pack(CODE), member.producer, place.now)
    assert sorted(due for _, due, state, _ in slots_of(place, member) if state == "waiting") == sorted(before)


def test_what_is_taken_off_gives_way_to_what_stood_before(place: Town) -> None:
    member, officer = place.join(CODE), an_officer(place)
    place.days(2)
    first = every(place, officer, member, 2, Reason.SEASON)
    assert first is not None
    assert once(place, officer, member, first + timedelta(days=9), Reason.CLOSER) == first + timedelta(days=9)
    (told,) = place.run(changed_paces.chosen, [member.producer], place.now)
    assert (told.due, told.reason) == (first + timedelta(days=9), "closer")
    assert place.run(pacing.take_off, officer, pack(CODE), member.producer, place.now)
    (told,) = place.run(changed_paces.chosen, [member.producer], place.now)
    assert (told.due, told.reason) == (first, "season")
    place.until(place.now + timedelta(days=100))
    (told,) = place.run(changed_paces.chosen, [member.producer], place.now)
    assert told.due > first and told.reason == "season", "each that the pace plans is told with its reason"
    assert place.run(pacing.take_off, officer, pack(CODE), member.producer, place.now)
    assert place.run(changed_paces.chosen, [member.producer], place.now) == []
    laws(place, member)


def test_a_day_that_is_past_or_far_off_changes_nothing(place: Town) -> None:
    member, officer = place.join(CODE), an_officer(place)
    place.days(40)
    before = slots_of(place, member)
    today = local_day(place.now, place.zone(CODE))
    for day in (today, today - timedelta(days=1), today + timedelta(days=367)):
        assert once(place, officer, member, day) is None
    assert every(place, officer, member, 5) is None
    assert every(place, officer, member, 3, Reason.OTHER) is None, "another reason needs words"
    assert slots_of(place, member) == before


def test_where_she_does_not_work_and_of_herself_she_changes_nothing(place: Town) -> None:
    member, officer = place.join(CODE), an_officer(place)
    areas = [row["name"] for row in pack(CODE).areas.rows if row["level"] == "province"]
    elsewhere = an_officer(place, Reach(Role.OFFICER, areas[-1]))
    before = slots_of(place, member)
    own = next(iter(place.rows(select(slot.c.producer_id).order_by(slot.c.producer_id.desc()).limit(1)))).producer_id
    for who, whose in ((elsewhere, member.producer), (member.person, member.producer), (elsewhere, own)):
        with pytest.raises(NotAllowed):
            place.run(pacing.every, who, pack(CODE), whose, 3, Reason.SEASON, place.now)
        with pytest.raises(NotAllowed):
            place.run(pacing.take_off, who, pack(CODE), whose, place.now)
        with pytest.raises(NotAllowed):
            place.run(pacing.look, who, pack(CODE), whose, place.now)
    assert slots_of(place, member) == before and officer


def laws(place: Town, member: Member) -> None:
    """No number twice or left out; each end says why; something goes on; what is open or to come closes in order."""
    rows = place.rows(select(slot).where(slot.c.producer_id == member.producer).order_by(slot.c.number))
    assert [row.number for row in rows] == list(range(len(rows)))
    for row in rows:
        ended = row.state not in ("waiting", "open")
        assert ended or row.closes_at > place.now, "its time is over, and it has not ended"
        assert (row.why is not None) == (row.state in ("missed", "before_joining"))
        assert (row.answered_at is not None) == (row.state in ("answered", "late"))
        assert not (ended and row.next_nudge_at), "nobody is reminded of what has ended"
        assert row.why != "moved" or row.answered_at is None
    goes_on = [row for row in rows if row.state in ("waiting", "open")]
    assert goes_on, "something is always planned"
    dues = [row.due for row in goes_on]
    assert len(set(dues)) == len(dues), "two on one day"
    for row in goes_on:
        later = [due for due in dues if due > row.due]
        if row.number and later:
            tomorrow = local_day(place.now, place.zone(CODE)) + timedelta(days=1)
            assert local_day(row.closes_at, place.zone(CODE)) in (min(later), tomorrow)


def test_who_joins_on_the_day_of_a_check_in_is_asked_once_that_day(place: Town) -> None:
    member, officer = place.join(CODE, inception=START.date() - timedelta(days=245)), an_officer(place)
    laws(place, member)
    for _ in range(3):
        every(place, officer, member, 1)
        laws(place, member)


STEPS = st.lists(
    st.tuples(st.sampled_from(["every", "once", "off", "answer", "days", "days"]), st.integers(0, 400)),
    min_size=3,
    max_size=14,
)


# Where what was chosen once is taken off after months, what comes next was planned for a day long past.
LONG_AFTER = [
    ("answer", 293), ("answer", 148), ("days", 374), ("days", 323), ("every", 174), ("every", 252), ("answer", 69),
    ("every", 368), ("answer", 163), ("once", 300), ("days", 356), ("answer", 241), ("off", 272),
]  # fmt: skip


@example(steps=LONG_AFTER, before=192)
@settings(max_examples=times(10, 200), deadline=None)
@given(STEPS, st.integers(0, 500))
def test_in_any_order_the_calendar_keeps_its_laws(
    templates: Templates, steps: Sequence[tuple[str, int]], before: int
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        town(templates.copy("sqlite", Path(folder)), START, [pack(CODE)]) as place,
    ):
        member = place.join(CODE, inception=START.date() - timedelta(days=before))
        officer = an_officer(place)
        for what, number in steps:
            asked = [row for row in slots_of(place, member) if row[2] == "open"]
            match what:
                case "every":
                    every(place, officer, member, EVERY[number % len(EVERY)])
                case "once":
                    once(place, officer, member, local_day(place.now, place.zone(CODE)) + timedelta(days=number % 370))
                case "off":
                    place.run(pacing.take_off, officer, pack(CODE), member.producer, place.now)
                case "answer" if place.due(member):
                    place.answer(member, operating="yes", sales=number, produced=number)
                case _:
                    place.days(number % 60)
            if what in ("every", "once", "off"):
                still = {row[0] for row in slots_of(place, member) if row[2] == "open"}
                assert {row[0] for row in asked} <= still, "what is open is never lost"
            laws(place, member)
