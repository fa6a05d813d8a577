"""Who stands as absent in her leader's report is told of it once, by day, and has the last word on that, too."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState
from bot.left_out import LeftOut
from bot.services.groups.report import absence, last_word
from bot.services.groups.report.last_word import Round, Word
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store.groups.report import absences, reports
from bot.store.groups.report.absences import Key
from bot.store.groups.report.reports import Put
from bot.store.people import roles
from bot.store.schema import audit, follow_up, outbox, person, report_row
from jobs import tick
from tests.services import staff_list as follow_ups
from tests.services.conftest import START
from tests.services.groups.report.told_group import CODE, OCTOBER, Group, a_group
from tests.services.town import Member, pack, town

TOLD = ["Noi Banda reported October 2026 for you."]


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    with town(database_url, START, [pack(CODE)]) as place:
        yield a_group(place)


@pytest.fixture
def here(sqlite_url: str) -> Iterator[Group]:
    with town(sqlite_url, START, [pack(CODE)]) as place:
        yield a_group(place)


def absent(group: Group, member: Member | None = None, month: date = OCTOBER) -> Key:
    """Her leader has reported that she was absent; gives the row."""
    who = (member or group.member).producer

    def write(connection: Any) -> int:
        number = reports.begin(connection, group.number, month, group.place.now)
        reports.put(connection, number, [Put(who, "absent", group.leader.person, group.place.now, None)])
        return number

    return group.place.run(write), who


def tell(group: Group, limit: int = 100) -> Round:
    return group.place.run(absence.tell, group.place.loaded, group.left_out, group.place.now, limit)


def say(group: Group, key: Key, word: Word, who: int | None = None) -> None:
    person_id = group.member.person if who is None else who
    group.place.run(absence.say, person_id, key, word, pack(CODE), group.place.loaded.catalogues, group.place.now)


def test_she_is_told_once_as_others_are(group: Group) -> None:
    absent(group)
    assert tell(group) == Round(1, left=False)
    assert group.heard() == TOLD
    assert "absent|s|" in str(group.place.rows(select(outbox.c.payload)))
    assert group.tell() == tell(group) == Round(0, left=False)
    assert len(group.heard()) == 1


def test_who_has_figures_is_told_of_those_alone(group: Group) -> None:
    group.report()
    assert tell(group).told == 0
    assert group.tell().told == 1


def test_figures_that_were_taken_back_are_told_as_an_absence(group: Group) -> None:
    group.report()
    group.tell()
    group.place.rows_changed(update(report_row).values(said="absent", told_at=None, word=None))
    assert group.tell().told == 0
    assert tell(group).told == 1
    assert group.heard() == TOLD * 2


def test_at_night_it_waits_for_the_morning(here: Group) -> None:
    absent(here)
    for hour, told in ((18, 0), (23, 0), (28.9, 0), (29.1, 1)):
        here.place.now = START.replace(hour=0) + timedelta(hours=hour)
        assert tell(here).told == told, hour


@pytest.mark.parametrize("state", [ChatState.STOPPED, ChatState.BLOCKED])
def test_who_is_silent_is_told_once_she_is_back(here: Group, state: ChatState) -> None:
    absent(here)
    here.place.become(here.member, state)
    assert tell(here).told == 0
    here.place.become(here.member, ChatState.ACTIVE)
    assert tell(here).told == 1


@pytest.mark.parametrize("change", [{"practice": True}, {"consent_version": "1"}, {"consent_version": None}])
def test_who_practises_or_has_not_agreed_to_it_is_not_told(group: Group, change: dict[str, Any]) -> None:
    absent(group)
    group.place.rows_changed(update(person).where(person.c.id == group.member.person).values(**change))
    assert tell(group).told == 0


def test_who_leads_and_was_absent_knows_it_and_an_old_one_is_told_nobody(here: Group) -> None:
    absent(here, here.leader)
    assert tell(here).told == 0
    absent(here)
    here.place.now += last_word.TOLD_WITHIN + timedelta(hours=1)
    assert tell(here).told == 0


def test_some_at_a_time_and_those_who_cannot_be_told_stand_in_nobodys_way(here: Group) -> None:
    for number in range(3):
        silent = here.joins(f"Silent {number}")
        here.place.become(silent, ChatState.STOPPED)
        absent(here, silent)
    absent(here)
    absent(here, here.joins("Lek"))
    assert tell(here, 1) == Round(1, left=True)
    assert tell(here, 1) == Round(1, left=True)
    assert tell(here, 1) == Round(0, left=False)


def test_figures_that_wait_stand_in_no_absences_way(here: Group) -> None:
    here.report()
    absent(here, here.joins("Lek"))
    assert tell(here, 1).told == 1


def test_two_ticks_at_once_tell_her_once(group: Group) -> None:
    key, place = absent(group), group.place
    assert [one.key for one in place.run(absences.claim, [key])] == [key]
    place.run(absences.told, [key], place.now)
    assert place.run(absences.claim, [key]) == []


def test_a_tick_counts_it_among_what_is_to_be_sent_at_once(here: Group) -> None:
    def written() -> int:
        return here.place.run(tick._round, here.place.loaded, here.left_out, here.place.now)[0]

    written()
    absent(here)
    assert written() == 1


def test_one_odd_row_is_left_out_and_all_others_are_told(here: Group, caplog: pytest.LogCaptureFixture) -> None:
    absent(here)
    even = a_group(here.place, "Other")
    absent(even)
    with here.place.connection.begin():
        here.place.connection.exec_driver_sql("UPDATE report SET month = 'someday' WHERE id = 1")
    assert here.place.run(absence.tell, here.place.loaded, LeftOut(), here.place.now, 100).told == 1
    assert (len(here.heard()), len(even.heard())) == (0, 1)


@pytest.mark.parametrize("who", ["nobody", "another member", "the leader", "an officer"])
def test_nobody_else_has_a_say(group: Group, who: str) -> None:
    key, place = absent(group), group.place
    officer = place.join(CODE, name="Officer", consent_version="2")
    place.run(roles.give, officer.person, Reach(Role.OFFICER), place.now)
    other = group.joins("Other")
    absent(group, other)
    number = {"nobody": None, "another member": other.person, "the leader": group.leader.person,
              "an officer": officer.person}[who]  # fmt: skip
    assert place.run(absence.find, number, *key) is None
    with pytest.raises(NotAllowed):
        place.run(absence.say, number, key, Word.WRONG, pack(CODE), place.loaded.catalogues, place.now)
    assert not group.waiting() and not place.rows(select(report_row).where(report_row.c.word.is_not(None)))


def test_right_is_kept_and_nobody_is_bothered(group: Group) -> None:
    key = absent(group)
    say(group, key, Word.RIGHT)
    found = group.place.run(absence.find, group.member.person, *key)
    assert found is not None and found.word is Word.RIGHT
    assert not group.waiting() and group.heard(group.leader) == []


def test_not_right_tells_leader_and_staff_once_and_changes_nothing(group: Group) -> None:
    key = absent(group)
    say(group, key, Word.WRONG)
    say(group, key, Word.WRONG)
    (told,) = group.heard(group.leader)
    assert told.startswith("Malee says: what you reported for October 2026 is not right.")
    assert group.waiting() == {"report_disputed": {"answers": []}}
    ((said, number),) = group.place.rows(select(report_row.c.said, report_row.c.submission_id))
    assert (said, number) == ("absent", None)
    deeds = [row for row in group.place.rows(select(audit)) if row.action == "last word"]
    assert [(row.actor, row.detail, row.acting_for) for row in deeds] == [
        (f"person {group.member.person}", {"word": "wrong"}, group.member.producer)
    ]


def test_each_of_two_absent_members_has_her_own_matter(group: Group) -> None:
    lek = group.joins("Lek")
    for member in (group.member, lek):
        say(group, absent(group, member), Word.WRONG, member.person)
    say(group, absent(group, group.member, date(2026, 11, 1)), Word.WRONG)
    assert len(group.place.rows(select(follow_up).where(follow_up.c.done_at.is_(None)))) == 3


def test_she_may_change_her_mind_and_back(group: Group) -> None:
    key = absent(group)
    for word, reasons in (
        (Word.WRONG, {"report_disputed"}),
        (Word.PRIVATE, {"report_private"}),
        (Word.RIGHT, set()),
        (Word.WRONG, {"report_disputed"}),
    ):
        say(group, key, word)
        assert group.waiting().keys() == reasons


def test_of_figures_too_a_second_no_after_a_yes_waits_again(group: Group) -> None:
    number = group.report()
    for word, reasons in ((Word.WRONG, {"report_disputed"}), (Word.RIGHT, set()), (Word.WRONG, {"report_disputed"})):
        group.say(number, word)
        assert group.waiting().keys() == reasons


def test_what_is_for_staff_alone_is_read_by_no_leader(group: Group) -> None:
    for who in (group.leader, officer := group.place.join(CODE, name="Officer")):
        group.place.run(roles.give, who.person, Reach(Role.OFFICER), START)
    say(group, absent(group), Word.PRIVATE)
    assert group.heard(group.leader) == []

    def seen(who: Member) -> set[str]:
        return {one.reason for one in group.place.run(follow_ups.waiting, who.person, pack(CODE)).shown}

    assert (seen(group.leader), seen(officer)) == (set(), {"report_private"})


def test_who_has_figures_meanwhile_has_nothing_to_say_of_an_absence(group: Group) -> None:
    key, place = absent(group), group.place
    place.rows_changed(update(report_row).values(said="nothing"))
    assert place.run(absence.find, group.member.person, *key) is None
    with pytest.raises(NotAllowed):
        say(group, key, Word.WRONG)


def test_a_matter_ends_with_who_is_erased(group: Group) -> None:
    lek = group.joins("Lek")
    say(group, absent(group), Word.WRONG)
    say(group, absent(group, lek), Word.WRONG, lek.person)
    group.place.run(erasure.erase_person, group.member.person, group.place.now)
    assert len(group.place.rows(select(follow_up).where(follow_up.c.done_at.is_(None)))) == 1
    group.place.run(erasure.erase_person, group.leader.person, group.place.now)
    assert not group.place.rows(select(follow_up).where(follow_up.c.done_at.is_(None)))
