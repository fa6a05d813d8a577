"""Slips of consent: for who has no phone, in her language, with the text as it is now, and how she agreed to it."""

from datetime import date

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.render.slips import Slip
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.groups.paper import slips
from bot.services.groups.paper.cards import Which
from bot.services.groups.paper.papers import Words, slip
from bot.services.people import erasure
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.schema import audit, consent, consent_told, person
from tests.services.groups.members.test_adding import MALEE, a_group, add
from tests.services.groups.paper.test_cards import with_phone
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, nepal

PROGRAMME = nepal().programme
WORDS = Words("Sunrise", nepal(), load_catalogues(), lambda payload: payload)


def led(connection: Connection) -> tuple[int, int]:
    group = a_group(connection)
    return group, somebody(connection, Reach(Role.LEADER, group_id=group))


def drawn(connection: Connection, leader: int, group: int) -> list[Slip]:
    return [slip(one, WORDS) for one in slips.drawn(connection, leader, group, Which.ALL, PROGRAMME)]


def test_it_says_what_when_how_and_before_whom(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = led(connection)
        add(connection, group)
        told = Told(date(2026, 11, 22), How.SIGNED, "Hari, the headmaster")
        add(connection, group, NewMember("Sita", language="en"), told)
        first, second = drawn(connection, leader, group)
    assert (first.name, first.group, first.language) == ("Malee Pradhan", "Sunrise", "ne")
    assert [value for _, value in first.facts] == [
        "१",
        "संस्करण ३, नेपाली",
        "४ मंसिर २०८३",
        WORDS.say("ne", "With my thumb"),
        "Kamala, the teacher",
    ]
    assert [value for _, value in second.facts] == [
        "2", "version 3, English", "22 Nov 2026", "With my name", "Hari, the headmaster",
    ]  # fmt: skip
    assert second.texts == PROGRAMME.consent.screens("en") and len(first.texts) == 3


def test_who_agreed_to_an_earlier_text_gets_room_to_agree_to_this_one(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        add(connection, group)
        connection.execute(update(consent).values(version="1"))
        (one,) = drawn(connection, leader, group)
        assert [value for _, value in one.facts][2:] == ["", "", ""]
        assert one.texts == PROGRAMME.consent.screens("ne", lambda number: "०१२३४५६७८९"[number // 10] + "०")


def test_a_no_is_no_consent(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        add(connection, group)
        connection.execute(update(consent).values(agreed=False))
        (one,) = drawn(connection, leader, group)
        assert [value for _, value in one.facts][2:] == ["", "", ""]


def test_who_has_a_phone_agrees_there(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        first, second = add(connection, group), add(connection, group, NewMember("Sita"))
        with_phone(connection, second)
        assert [one.name for one in drawn(connection, leader, group)] == [MALEE.name.replace("  ", " ")]
        assert slips.ask(connection, leader, group, [second], NOW) == 0
        assert slips.ask(connection, leader, group, [first, second], NOW) == 1
        lines = connection.execute(select(audit).where(audit.c.action == "print slips")).all()
        assert [(line.actor, line.subject) for line in lines] == [(f"person {leader}", f"producer {first}")]
        assert "Malee" not in str(lines)


def test_who_is_erased_has_no_slip(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        add(connection, group)
        (who,) = [one.person_id for one in members.of(connection, group)]
        assert who is not None
        erasure.erase_person(connection, who, NOW)
        assert drawn(connection, leader, group) == []


@pytest.mark.parametrize("language", ["en", "ne"])
def test_a_way_that_is_new_in_the_database_is_shown_as_it_stands(sqlite_url: str, language: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        add(connection, group)
        connection.execute(update(consent_told).values(how="sung"))
        connection.execute(update(person).values(language=language))
        (one,) = drawn(connection, leader, group)
        assert one.facts[3][1] == "sung"
