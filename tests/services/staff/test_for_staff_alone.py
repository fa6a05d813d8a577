"""What a member says of a report to staff alone is read by staff, and never by who reported it or leads her group."""

from collections.abc import Iterator

import pytest

from bot.domain.people.roles import Reach, Role
from bot.services.groups.report import last_word
from bot.services.groups.report.last_word import Word
from bot.store.people import roles
from tests.services import staff_list as follow_ups
from tests.services.conftest import START
from tests.services.groups.report.told_group import CODE, Group, a_group
from tests.services.town import Member, pack, town

PRIVATE, QUESTION = "report_private", "report_question"


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    with town(database_url, START, [pack(CODE)]) as place:
        yield a_group(place)


def works(group: Group, who: Member, role: Role = Role.OFFICER) -> Member:
    group.place.run(roles.give, who.person, Reach(role), START)
    return who


def staff(group: Group, name: str, role: Role = Role.OFFICER) -> Member:
    return works(group, group.place.join(CODE, name=name), role)


def leading(group: Group, who: Member) -> int:
    held = group.place.run(roles.of, who.person)
    return next(one.id for one in held if one.reach.role is Role.LEADER)


def sees(group: Group, who: Member) -> set[str]:
    page = group.place.run(follow_ups.waiting, who.person, pack(CODE))
    shown = [one.reason for one in page.shown]
    assert page.total == len(shown), "what she does not see is not counted either"
    return {one for one in shown if one.startswith("report")}


def says(group: Group, number: int, word: Word = Word.PRIVATE) -> None:
    group.say(number, word)
    group.place.run(last_word.ask, group.member.person, number, "Is it me she means?", group.place.now)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMIN])
def test_a_leader_who_works_here_too_reads_nothing_against_herself(group: Group, role: Role) -> None:
    works(group, group.leader, role)
    officer, admin = staff(group, "Officer"), staff(group, "Admin", Role.ADMIN)
    says(group, group.report())
    assert sees(group, group.leader) == set()
    assert sees(group, officer) == sees(group, admin) == {PRIVATE, QUESTION}


def test_what_she_is_told_anyway_others_look_at_too(group: Group) -> None:
    """She hears of it as the leader; nobody decides about a figure that she has reported herself."""
    works(group, group.leader)
    group.say(group.report(), Word.WRONG)
    assert sees(group, group.leader) == set()


def test_neither_does_who_leads_the_group_beside_her_or_is_suspended(group: Group) -> None:
    beside = staff(group, "Also leads")
    group.place.run(roles.give, beside.person, Reach(Role.LEADER, group_id=group.number), START)
    says(group, group.report())
    assert sees(group, beside) == set()
    group.place.run(roles.suspend, leading(group, beside), group.place.now)
    assert sees(group, beside) == set()


def test_neither_does_who_reported_it_and_leads_the_group_no_more(group: Group) -> None:
    works(group, group.leader)
    number = group.report()
    group.place.run(roles.end, [leading(group, group.leader)], group.place.now)
    says(group, number)
    assert sees(group, group.leader) == set()


def test_what_is_said_of_another_group_she_reads(group: Group) -> None:
    elsewhere = a_group(group.place, "Another")
    works(group, elsewhere.leader)
    says(group, group.report())
    assert sees(group, elsewhere.leader) == {PRIVATE, QUESTION}
