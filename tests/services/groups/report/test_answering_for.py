"""A leader answers for her own members alone, what is open; the member is told of it as of any report."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.domain.people.roles import Reach, Role
from bot.services.groups.report import answering_for, last_word
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store.evaluation import submissions
from bot.store.evaluation.submissions import Sent
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.people import roles
from bot.store.schema import audit, dialogue, membership, person, report, report_row, slot, speaks_for, submission
from tests.services.conftest import START
from tests.services.groups.report.told_group import CODE, Group, a_group
from tests.services.town import Member, pack, town


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    with town(database_url, START, [pack(CODE)]) as place:
        yield a_group(place)


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Group]:
    with town(sqlite_url, START, [pack(CODE)]) as place:
        yield a_group(place)


def waiting(group: Group, who: int | None = None) -> list[str]:
    leader = group.leader.person if who is None else who
    programme = pack(CODE).programme
    found = group.place.run(answering_for.waiting, leader, group.number, programme, group.place.now)
    return [one.name for one in found]


def sent(group: Group, member: Member, who: int | None = None, form: str = "baseline", **figures: str) -> Sent:
    (row,) = group.place.rows(
        select(slot.c.id).where(slot.c.producer_id == member.producer, slot.c.form == form).limit(1)
    )
    leader = group.leader.person if who is None else who
    root = pack(CODE).forms[form].root
    answers = {f"{root}/{name}": value for name, value in figures.items()}
    return Sent(8, member.producer, leader, row.id, pack(CODE).forms[form].hash, form, "leader", "en", False,
                group.place.now, answers)  # fmt: skip


def keep(group: Group, one: Sent) -> int | None:
    form = pack(CODE).forms[one.form_name]
    return group.place.run(answering_for.keep, group.number, one, form, pack(CODE), group.place.now)


def test_the_longest_overdue_come_first_and_she_answers_for_herself_elsewhere(group: Group) -> None:
    group.place.run(members.join, group.number, group.leader.producer, START, confirmed=True)
    late = group.joins("Late")
    hers = (slot.c.producer_id == late.producer, slot.c.number == 0)
    group.place.rows_changed(update(slot).where(*hers).values(due=START.date() - timedelta(days=9)))
    assert waiting(group) == ["Late", "Malee"]
    group.place.answer(group.member, sales=5)
    assert waiting(group) == ["Late"]


@pytest.mark.parametrize("change", ["left", "unconfirmed", "version 1", "one of two"])
def test_who_may_not_be_answered_for(group: Group, change: str) -> None:
    place, member = group.place, group.member
    if change == "left":
        place.run(members.leave, group.number, member.producer, Left.LEFT, place.now)
    elif change == "unconfirmed":
        place.rows_changed(update(membership).values(confirmed_at=None))
    elif change == "version 1":
        place.rows_changed(update(person).where(person.c.id == member.person).values(consent_version="1"))
    else:
        other = place.join(CODE, name="Her son", consent_version="1")
        both = {"person_id": other.person, "producer_id": member.producer, "since": place.now}
        place.rows_changed(insert(speaks_for).values(**both))
    assert waiting(group) == []
    with pytest.raises(NotAllowed):
        keep(group, sent(group, member, sales="5"))
    assert not place.rows(select(submission))


DEEDS: dict[str, Callable[[Group, int], Any]] = {
    "waiting": lambda group, who: waiting(group, who),
    "find": lambda group, who: group.place.run(
        answering_for.find, who, group.number, group.member.producer, pack(CODE).programme, group.place.now
    ),
    "keep": lambda group, who: keep(group, sent(group, group.member, who, sales="5")),
}


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_only_who_leads_this_very_group_now(group: Group, deed: str) -> None:
    place = group.place
    other = a_group(place, "Other")
    ended = place.join(CODE, name="Was a leader", consent_version="2")
    place.run(roles.give, ended.person, Reach(Role.LEADER, group_id=group.number), place.now)
    place.run(roles.end, [one.id for one in place.run(roles.of, ended.person)], place.now)
    officer = place.join(CODE, name="Officer", consent_version="2")
    for role in Role:
        if role is not Role.LEADER:
            place.run(roles.give, officer.person, Reach(role), place.now)
    for who in (0, other.leader.person, ended.person, officer.person, group.member.person):
        with pytest.raises(NotAllowed):
            DEEDS[deed](group, who)
    assert not place.rows(select(submission))
    DEEDS[deed](group, group.leader.person)


def test_what_she_sends_is_the_leaders_once_and_the_member_is_told(group: Group) -> None:
    place = group.place
    one = sent(group, group.member, sales="5")
    number = keep(group, one)
    assert number is not None and keep(group, one) is None
    (kept,) = place.rows(select(submission))
    assert (kept.source, kept.person_id, kept.producer_id) == ("leader", group.leader.person, group.member.producer)
    assert place.slots(group.member)[0].state == "answered"
    group.tell()
    assert group.heard() == ["Noi Banda answered the first questions for you."]
    group.say(number, last_word.Word.WRONG)
    (told,) = group.heard(group.leader)
    assert "what you answered to the first questions is not right" in told
    (line,) = [row for row in place.rows(select(audit)) if row.action == "answer for"]
    assert (line.actor, line.acting_for) == (f"person {group.leader.person}", group.member.producer)


def test_a_check_in_stands_in_the_report_of_its_month(here: Group) -> None:
    place = here.place
    place.days(31)
    one = sent(here, here.member, form="checkin", operating="yes", sales="5")
    keep(here, one)
    due = next(row.due for row in place.slots(here.member) if row.form == "checkin")
    (row,) = place.rows(select(report.c.month, report_row.c.said).join_from(report, report_row))
    assert (row.month, row.said) == (due.replace(day=1), "figures")


def test_on_a_leaders_phone_only_what_leaders_said_is_usual(here: Group) -> None:
    place, producer = here.place, here.member.producer
    place.answer(here.member, sales=500)
    wanted = {"practice": False, "but": None}
    assert place.run(submissions.said_to, producer, "sales", **wanted) == ["500"]
    assert place.run(submissions.said_to, producer, "sales", **wanted, source="leader") == []
    here.report(sales="700")
    assert place.run(submissions.said_to, producer, "sales", **wanted, source="leader") == ["700"]


def test_what_was_begun_for_who_is_erased_goes(here: Group) -> None:
    place = here.place
    number = place.begin_form(here.leader, place.slots(here.member)[0].id)
    place.rows_changed(update(dialogue).where(dialogue.c.id == number).values(producer_id=here.member.producer))
    place.run(erasure.erase_person, here.member.person, place.now)
    assert not place.rows(select(dialogue))
