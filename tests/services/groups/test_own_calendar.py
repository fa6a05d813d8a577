"""A group's own calendar: nothing that counts members or producers counts it, whoever has answered."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.services.evaluation import calendar, corrections, progress
from bot.services.groups import leading, own_calendar
from bot.services.groups.own_calendar import Sent
from bot.services.groups.report import answering_for, four_facts, reported, reporting
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.evaluation import nudge_ladder
from bot.store.groups import openings
from bot.store.groups.openings import IMPORT, Opening
from bot.store.keeping import export, silence
from bot.store.keeping.export_pages import Page, Scope
from bot.store.people import mydata, roles
from bot.store.schema import follow_up, membership, role, slot, submission, tip_plan
from tests.services import staff_list as follow_ups
from tests.services.conftest import START
from tests.services.groups.report.test_reporting import LOCALE
from tests.services.groups.report.told_group import CODE, Group, a_group
from tests.services.town import Member, pack, town

FIGURES = {"members": "12", "women": "9", "young": "4", "loan_left": "50000", "sales": "120000", "stock": "7"}
NUMBERS = count(900)
# Where a group that does not answer is seen.
FOLLOWED_UP = ("the officer's list", "follow-ups in an export")


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    with town(database_url, START, [pack(CODE)]) as place:
        yield a_group(place)


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Group]:
    with town(sqlite_url, START, [pack(CODE)]) as place:
        yield a_group(place)


def look(group: Group, who: Member | None = None) -> own_calendar.Own:
    found = group.place.run(own_calendar.look, (who or group.leader).person, group.number, pack(CODE), group.place.now)
    assert found is not None
    return found


def sent(group: Group, who: Member | None = None, **figures: str) -> Sent:
    open_now = look(group).open
    assert open_now is not None
    form = pack(CODE).forms[open_now.form]
    answers = {f"{form.root}/group_{name}": value for name, value in (FIGURES | figures).items()}
    return Sent(next(NUMBERS), group.number, (who or group.leader).person, open_now.id, form.hash, open_now.form,
                "self", "en", False, group.place.now, answers)  # fmt: skip


def keep(group: Group, one: Sent) -> int | None:
    return group.place.run(own_calendar.keep, one, pack(CODE), group.place.now)


def an_officer(group: Group) -> int:
    officer = group.place.join(CODE, name="Esther Phiri", consent_version="2")
    group.place.run(roles.give, officer.person, Reach(Role.OFFICER), START)
    return officer.person


def exported(connection: Connection, read: Callable[[Connection, Scope], Iterator[Page]]) -> list[Any]:
    return [row for page in read(connection, Scope()) for row in page]


def counted(group: Group, officer: int) -> Mapping[str, Any]:
    """Everything that counts, lists, exports, reminds of or grades what people answer."""
    place, here, leader, today = group.place, pack(CODE), group.leader, group.place.now.date()
    run, programme = place.run, here.programme
    counts: dict[str, Callable[[], Any]] = {
        "the leader's page": lambda: run(leading.look, leader.person, group.number, programme, today),
        # but for the loan, which is the group's own and no count
        "four facts": lambda: replace(run(four_facts.look, leader.person, group.number, programme, today), loan=None),
        "the month's roster": lambda: run(reporting.begin, here, leader.person, group.number, LOCALE, today).roster,
        "the month's sales": lambda: run(reported.selling_in(programme), group.number, today.replace(day=1)),
        "for whom she answers": lambda: run(answering_for.waiting, leader.person, group.number, programme, place.now),
        "a member's progress": lambda: run(progress.of_producer, group.member.producer, here),
        "her own progress": lambda: run(progress.of_producer, leader.producer, here),
        "what she owes": lambda: run(calendar.due, leader.person, programme, place.now),
        "when she is asked next": lambda: run(calendar.next_due, leader.person, programme, place.now),
        "what she can correct": lambda: run(corrections.of_person, leader.person, 9),
        "the officer's list": lambda: run(follow_ups.waiting, officer, here),
        "slots in an export": lambda: run(exported, export.slots),
        "producers in an export": lambda: run(exported, export.producers),
        "follow-ups in an export": lambda: run(exported, export.follow_ups),
        "the silent": lambda: run(silence.untold, CODE, place.now, 99),
        "what is reminded of": lambda: run(nudge_ladder.to_nudge, place.now + timedelta(days=400), 99),
        "tips": lambda: place.rows(select(tip_plan)),
    }  # fmt: skip
    return {name: does() for name, does in counts.items()}


def test_no_count_changes_when_it_begins_is_answered_and_is_missed(group: Group) -> None:
    officer, place = an_officer(group), group.place
    place.answer(group.member, sales=5)
    before = counted(group, officer)
    look(group)
    assert counted(group, officer) == before
    keep(group, sent(group))
    assert counted(group, officer) == before
    assert place.rows(select(submission.c.form_name).where(submission.c.producer_id == group.number))
    place.days(70)
    waits = counted(group, officer)
    theirs = (slot.c.producer_id == group.number, slot.c.state == "missed")
    assert place.rows(select(slot.c.id).where(*theirs))
    one = select(follow_up.c.reason).where(follow_up.c.producer_id == group.number)
    assert place.rows(one) == [("group_no_answer",)], "of all that is counted it stands in the officer's list alone"
    keep(group, sent(group))
    theirs = lambda of: {name: one for name, one in of.items() if name not in FOLLOWED_UP}  # noqa: E731
    assert theirs(counted(group, officer)) == theirs(waits)
    assert not [one for one in place.run(follow_ups.waiting, officer, pack(CODE)).shown if one.name == "Kampini"]


def facts(group: Group) -> tuple[four_facts.Beginning | None, four_facts.Loan | None]:
    today = group.place.now.date()
    found = group.place.run(four_facts.look, group.leader.person, group.number, pack(CODE).programme, today)
    return found.beginning, found.loan


def test_two_of_the_four_facts_are_the_groups_own_where_nothing_better_is_known(here: Group) -> None:
    place, day = here.place, START.date()
    assert facts(here) == (four_facts.Beginning(1, day), None)
    place.rows_changed(update(membership).values(confirmed_at=place.now + timedelta(days=9)))
    keep(here, sent(here))
    loan = four_facts.Loan(5_000_000, day, day)
    assert facts(here) == (four_facts.Beginning(12, day), loan)
    place.run(openings.add, [Opening(here.number, "loan_left", "70000", day - timedelta(days=9))], IMPORT, place.now)
    assert facts(here)[1] == loan, "the later of both"
    place.run(openings.add, [Opening(here.number, "members", "24", day - timedelta(days=9))], IMPORT, place.now)
    assert facts(here)[0] == four_facts.Beginning(24, day - timedelta(days=9))
    place.days(31)
    keep(here, sent(here, loan_left="20000", members="13"))
    later = place.now.date()
    assert facts(here) == (four_facts.Beginning(24, day - timedelta(days=9)), four_facts.Loan(2_000_000, later, later))


def test_of_one_day_what_the_group_says_itself_comes_before_a_roster(here: Group) -> None:
    day = START.date()
    keep(here, sent(here))
    here.place.run(openings.add, [Opening(here.number, "loan_left", "70000", day)], IMPORT, here.place.now)
    assert facts(here)[1] == four_facts.Loan(5_000_000, day, day)


def test_nothing_that_leaves_points_at_what_does_not(here: Group) -> None:
    here.place.answer(here.member, sales=5)
    keep(here, sent(here))
    slots = {row["id"] for row in here.place.run(exported, export.slots)}
    told = here.place.run(exported, export.submissions)
    assert {row["form_name"]: row["slot_id"] in slots for row in told} == {"baseline": True, "group_baseline": False}
    assert {row["slot_id"] for row in told} - slots == {None}


def test_no_question_of_a_group_goes_by_a_name_that_a_member_is_asked_by() -> None:
    """In an export they would share a column, and members' sales would be added to their group's."""
    forms = pack(CODE).forms
    names = {name: {one.name for one in form.fields.values() if one.holds_value} for name, form in forms.items()}
    own = names["group_baseline"] | names["group_checkin"]
    assert len(own) == 8
    assert not own & set().union(*(found for name, found in names.items() if not name.startswith("group_")))


def test_her_data_have_it_as_sent_by_her_and_her_businesses_do_not_have_the_group(here: Group) -> None:
    keep(here, sent(here))
    found = here.place.run(mydata.everything, here.leader.person)
    assert [row["form_name"] for row in found["forms_sent"]] == ["group_baseline"]
    assert {row["producer_id"] for row in found["calendar"]} == {here.leader.producer}


def test_whoever_leads_it_now_finds_what_was_sent_and_nobody_else(group: Group) -> None:
    number = keep(group, sent(group))
    assert number is not None and look(group).last is not None
    other = a_group(group.place, "Other")
    second = group.place.join(CODE, name="Ruth", consent_version="2")
    group.place.run(roles.give, second.person, Reach(Role.LEADER, group_id=group.number), START)
    found = [group.place.run(corrections.find, one.person, number) for one in (group.leader, second, other.leader)]
    assert [one is not None for one in found] == [True, True, False]
    assert group.place.run(corrections.find, group.member.person, number) is None


def test_after_a_hand_over_the_old_leader_looks_at_nothing_of_it_and_corrects_nothing(group: Group) -> None:
    keep(group, sent(group))
    (number,) = group.place.rows(select(submission.c.id).where(submission.c.producer_id == group.number))
    group.place.rows_changed(update(role).where(role.c.group_id == group.number).values(until=group.place.now))
    assert group.place.run(corrections.find, group.leader.person, number.id) is None
    for does in (
        lambda: look(group),
        lambda: group.place.run(own_calendar.next_after, group.leader.person, group.number, group.place.now),
    ):
        with pytest.raises(NotAllowed):
            does()
