"""The sheet for a meeting: members by their numbers, the programme's questions, what was said the month before."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.services.groups.members.adding import NewMember
from bot.services.groups.paper import printing, sheet
from bot.services.groups.paper.papers import Words
from bot.services.groups.paper.sheet import Before
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.schema import audit
from tests.services.groups.members.test_adding import a_group, add
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, SITA, nepal, settle

WORDS = Words("Sunrise", nepal(), load_catalogues(), lambda payload: payload)
QUESTIONS = nepal().programme.report


def led(connection: Connection) -> tuple[int, int]:
    group = a_group(connection)
    return group, somebody(connection, Reach(Role.LEADER, group_id=group))


def test_members_down_and_questions_across(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = led(connection)
        add(connection, group, NewMember("Sita", number=30))
        gone = add(connection, group, NewMember("Gita", number=4))
        add(connection, group, NewMember("Malee", number=2))
        members.join(connection, group, settle(connection, SITA), NOW)
        members.leave(connection, group, gone, Left.LEFT, NOW)
        found = sheet.read(connection, leader, group, nepal(), NOW.date(), sheet.nothing_reported)
    assert [(one.number, one.name) for one in found.rows] == [(2, "Malee"), (30, "Sita")]
    assert found.columns == QUESTIONS and all(len(one.last) == len(QUESTIONS) for one in found.rows)
    page = sheet.page(found, WORDS, "ne")
    assert [one.number for one in page.rows] == ["२", "३०"]
    assert page.columns == (nepal().programme.indicators[0].label("ne"),)
    assert page.legend == "" and page.title == "Sunrise"


def test_what_was_reported_before_is_in_her_digits(sqlite_url: str) -> None:
    asked = []

    def reported(connection: Connection, group: int, month: date, columns: Sequence[str]) -> Mapping[int, Before]:
        asked.append((group, month, columns))
        return {first: Before([Decimal("123456.5")])}

    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        first, _ = add(connection, group), add(connection, group, NewMember("Sita"))
        found = sheet.read(connection, leader, group, nepal(), date(2026, 10, 28), reported)
    page = sheet.page(found, WORDS, "ne")
    assert [row.last for row in page.rows] == [("१,२३,४५६.५",), ("",)]
    # a meeting on 11 Kartik is still about Asoj, and grey is Bhadau before it
    assert asked == [(group, date(2026, 8, 17), QUESTIONS)]
    assert "असोज २०८३" not in page.legend and "भदौ २०८३" in page.legend
    assert sheet.page(found, WORDS, "en").rows[0].last[0] == "123,456.5"


@pytest.mark.parametrize("language", WORDS.catalogues.languages)
def test_it_says_how_many_are_left_empty_since_they_are_checked(sqlite_url: str, language: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        first, second = (add(connection, group, NewMember(name)) for name in ("Malee", "Sita"))
        known = {first: Before([None], held=1), second: Before([None], held=2), 10**6: Before([None], held=4)}
        found = sheet.read(connection, leader, group, nepal(), NOW.date(), lambda *_: known)
    legend = sheet.page(found, WORDS, language).legend
    assert found.held == 3, "not of who is in the group no more"
    assert WORDS.say(language, "{n}", n=3) in legend


@pytest.mark.parametrize("what", ["sheet", "picture", "link"])
def test_that_it_was_printed_is_in_the_audit_log(sqlite_url: str, what: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        printing.note(connection, leader, group, what, NOW)
        line = connection.execute(select(audit).where(audit.c.actor == f"person {leader}")).one()
        assert (line.action, line.subject, line.acting_for) == (f"print {what}", f"group {group}", group)
