"""A member is told of her leader's report once, by day, without figures."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.domain.wire.contact import ChatState
from bot.services.groups.report import last_word
from bot.services.people import erasure
from bot.store.schema import (
    outbox,
    person,
    report_row,
    speaks_for,
)  # fmt: skip
from tests.services.conftest import START
from tests.services.groups.report.reports import Said, changed, reported
from tests.services.groups.report.told_group import CODE, OCTOBER, Group, a_group, group, here
from tests.services.town import pack

__all__ = ["group", "here"]  # fixtures


def test_she_is_told_once_and_no_figure_is_in_it(group: Group) -> None:
    group.report(sales="987654")
    assert group.tell() == last_word.Round(1, left=False)
    assert group.heard() == ["Noi Banda reported October 2026 for you."]
    assert "987654" not in str(group.place.rows(select(outbox.c.payload)))
    assert group.tell() == last_word.Round(0, left=False)
    assert len(group.heard()) == 1


def test_a_figure_that_has_changed_is_told_anew(group: Group) -> None:
    number = group.report()
    group.tell()
    group.place.run(changed, pack(CODE), number, group.leader.person, {"sales": "1300"}, group.place.now)
    group.tell()
    assert len(group.heard()) == 2


def test_at_night_it_waits_for_the_morning(here: Group) -> None:
    here.report()
    # 31 January 2026: in Malawi it is two hours later than UTC, and day from 7 to 20
    for hour, told in ((18, 0), (23, 0), (4.9, 0), (5.1, 1)):
        here.place.now = START.replace(hour=0) + timedelta(hours=hour if hour > 5.5 else hour + 24)
        assert here.tell().told == told, hour


@pytest.mark.parametrize("state", [ChatState.STOPPED, ChatState.BLOCKED])
def test_who_is_silent_is_told_once_she_is_back(here: Group, state: ChatState) -> None:
    here.report()
    here.place.become(here.member, state)
    assert here.tell().told == 0
    here.place.become(here.member, ChatState.ACTIVE)
    assert here.tell().told == 1


@pytest.mark.parametrize(
    "change", [{"practice": True}, {"consent_version": "1"}, {"consent_version": None}, {"consent_version": "W1"}]
)
def test_who_practises_or_has_not_agreed_to_it_is_not_told(group: Group, change: dict[str, Any]) -> None:
    group.report()
    hers = person.c.id == group.member.person
    group.place.rows_changed(update(person).where(hers).values(**change))
    assert group.tell().told == 0
    group.place.rows_changed(update(person).where(hers).values(practice=False, consent_version="2"))
    assert group.tell().told == 1


def test_one_of_two_who_answer_for_her_has_not_agreed(here: Group) -> None:
    here.report()
    other = here.place.join(CODE, name="Her son", consent_version="1")
    both = {"person_id": other.person, "producer_id": here.member.producer, "since": here.place.now}
    here.place.rows_changed(insert(speaks_for).values(**both))
    assert here.tell().told == 0


def test_who_is_erased_has_no_phone_or_reports_for_herself_is_not_told(here: Group) -> None:
    here.report()
    here.place.run(erasure.erase_person, here.member.person, here.place.now)
    here.report(here.leader)
    assert here.tell().told == 0
    assert here.heard(here.leader) == []


def test_those_who_cannot_be_told_stand_in_nobodys_way(here: Group) -> None:
    for number in range(3):
        silent = here.joins(f"Silent {number}")
        here.place.become(silent, ChatState.STOPPED)
        here.report(silent)
    here.report()
    assert here.tell(limit=1) == last_word.Round(1, left=True)
    assert here.tell(limit=1) == last_word.Round(0, left=False)


def test_who_was_absent_after_all_has_no_figures_to_look_at(here: Group) -> None:
    here.report()
    here.place.rows_changed(update(report_row).values(said="absent"))
    assert here.tell().told == 0


def test_the_tick_reads_those_alone_who_were_not_told(here: Group) -> None:
    raw, said = here.place.connection.connection.dbapi_connection, list[str]()
    assert isinstance(raw, sqlite3.Connection)
    raw.set_trace_callback(said.append)
    here.tell()
    raw.set_trace_callback(None)
    asked = next(one for one in said if "FROM report_row" in one)
    first = raw.execute(f"EXPLAIN QUERY PLAN {asked}").fetchall()[0]
    assert "SEARCH report_row USING INDEX ix_report_row_untold" in str(first)


def test_what_is_older_than_a_month_is_told_nobody(here: Group) -> None:
    here.report()
    here.place.now += last_word.TOLD_WITHIN + timedelta(hours=1)
    assert here.tell().told == 0


def test_one_odd_row_is_left_out_and_all_others_are_told(here: Group, caplog: pytest.LogCaptureFixture) -> None:
    odd = here.report()
    even = replace(a_group(here.place, "Other"), left_out=here.left_out)
    even.report()
    with here.place.connection.begin():
        here.place.connection.exec_driver_sql("UPDATE report SET month = 'someday' WHERE id = 1")
    assert here.tell().told == 1
    assert (len(here.heard()), len(even.heard())) == (0, 1)
    assert f"submission {odd} is left out" in caplog.text


def test_an_erased_leader_has_no_name(here: Group) -> None:
    here.report()
    here.place.run(erasure.erase_person, here.leader.person, here.place.now)
    here.tell()
    assert here.heard() == ["The leader of your group reported October 2026 for you."]


def test_the_first_questions_are_of_no_month(here: Group) -> None:
    said = Said(here.number, here.leader.person, here.member.producer, OCTOBER, {"sales": "5"}, form="baseline")
    here.place.run(reported, pack(CODE), said, here.place.now)
    here.tell()
    assert here.heard() == ["Noi Banda answered the first questions for you."]
