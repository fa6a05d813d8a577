"""Four facts instead of a grade: what is known, of how many, and what is not known is said to be so."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.domain.groups.report import State
from bot.domain.people.roles import Reach, Role
from bot.services.groups.members import adding
from bot.services.groups.members.adding import NewMember
from bot.services.groups.paper.group_picture import Sold
from bot.services.groups.report import four_facts, sending
from bot.services.groups.report.four_facts import Beginning, Facts, Loan
from bot.services.groups.report.sending import Report
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups import openings
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.groups.openings import IMPORT, Opening
from bot.store.schema import person
from tests.services.groups.members.test_adding import TOLD, a_group
from tests.services.groups.report.test_reporting import DAY, KARTIK, LOCALE, begin, cooperative
from tests.services.groups.test_leading import a_group as named
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, SITA, nepal, settle

ASHWIN, APRIL, MAY = date(2026, 9, 17), date(2026, 4, 1), date(2026, 5, 1)


def look(connection: Connection, group: int, leader: int | None) -> Facts:
    return four_facts.look(connection, leader, group, nepal().programme, DAY)


def opened(connection: Connection, *found: tuple[int, str, str, date]) -> None:
    openings.add(connection, [Opening(*one) for one in found], IMPORT, NOW)


def three(connection: Connection) -> tuple[int, int, list[int]]:
    """A group of three, its leader, and its members."""
    group, leader = cooperative(connection, "Malee Rai", "Lek Rai", "Gita Rai")
    return group, leader, [one.id for one in begin(connection, group, leader).roster]


def test_what_is_not_known_is_not_made_up(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader, _ = three(connection)
        # they came in by now minus 200 days: 8 May, after the day on which the group began
        found = look(connection, group, leader)
        assert len(found.seen.places) == 3
        assert (found.beginning, found.sales, found.loan) == (None, None, None)


def test_members_at_the_beginning_as_a_roster_says_else_as_they_came(database_url: str) -> None:
    with writing(database_url) as connection:
        group = a_group(connection, MAY)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        told = replace(TOLD, on=date(2026, 4, 1))
        early, gone, _ = (
            adding.add(connection, nepal(), group, NewMember(name), told, "person 9", NOW - timedelta(days=days))
            for name, days in (("Malee Rai", 208), ("Lek Rai", 208), ("Gita Rai", 200))
        )
        members.leave(connection, group, gone, Left.LEFT, NOW - timedelta(days=100))
        members.join(connection, group, settle(connection, SITA), NOW - timedelta(days=208))
        found = look(connection, group, leader)
        assert (len(found.seen.places), found.beginning) == (2, Beginning(2, MAY))
        opened(connection, (early, "members", "9", APRIL), (group, "members", "24", APRIL))
        assert look(connection, group, leader).beginning == Beginning(24, APRIL)


def test_who_came_on_the_very_day_was_there_at_the_beginning_and_who_came_the_day_after_was_not(
    sqlite_url: str,
) -> None:
    zone = ZoneInfo(nepal().programme.timezone)
    with writing(sqlite_url) as connection:
        group = a_group(connection, MAY)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        told = replace(TOLD, on=APRIL)
        for name, at in (("Malee Rai", (1, 23, 50)), ("Lek Rai", (2, 0, 10))):
            came = datetime(2026, 5, *at, tzinfo=zone)
            adding.add(connection, nepal(), group, NewMember(name), told, "person 9", came)
        assert look(connection, group, leader).beginning == Beginning(1, MAY)


def test_the_last_reported_month_stands_beside_the_first(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, _ = three(connection)
        for number, (month, text) in enumerate(((ASHWIN, "Malee 1000, Lek 500"), (KARTIK, "Malee 1200, Gita 100"))):
            rows = [row for row in begin(connection, group, leader).read(text).rows if row.state is State.CLEAR]
            one = Report(group, month, rows, number + 1, NOW - timedelta(days=30 - number), "en")
            sending.send(connection, nepal(), leader, one, LOCALE, NOW)
            sales = look(connection, group, leader).sales
            assert sales is not None and sales.now.month == month
            assert sales.base == (Sold(ASHWIN, 150_000, 2, 3) if number else None)


def test_the_loan_is_the_groups_own_else_the_sum_of_enough_members(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader, ids = three(connection)
        opened(connection, *((one, "loan_left", "1000", APRIL) for one in ids[:2]), (group, "sales", "7", APRIL))
        assert look(connection, group, leader).loan == Loan(None, APRIL, APRIL, 2)
        opened(connection, (ids[2], "loan_left", "500.5", MAY))
        assert look(connection, group, leader).loan == Loan(250_050, APRIL, MAY, 3)
        opened(connection, (group, "loan_left", "0", MAY))
        assert look(connection, group, leader).loan == Loan(0, MAY, MAY)


def test_who_leads_another_group_is_refused(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, _, _ = three(connection)
        for who in (None, somebody(connection, Reach(Role.LEADER, group_id=named(connection, "Other")))):
            with pytest.raises(NotAllowed):
                look(connection, group, who)


def test_what_is_owed_by_who_shows_her_leader_nothing_is_in_no_sum(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, ids = three(connection)
        opened(connection, *((one, "loan_left", "1000", APRIL) for one in ids))
        assert look(connection, group, leader).loan == Loan(300_000, APRIL, APRIL, 3)
        connection.execute(update(person).values(consent_version="1"))
        assert look(connection, group, leader).loan is None
