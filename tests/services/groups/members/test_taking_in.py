"""A leader takes in several members at once: all or none, and who may be one of them already is known."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import taking_in
from bot.services.groups.members.adding import CannotAdd, NewMember
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.schema import consent, membership, person
from tests.services.groups.members.test_adding import MALEE, TODAY, TOLD, a_group
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, nepal

SITA = NewMember("Sita Rai")


def test_all_of_them_are_in_it_each_with_a_number(database_url: str) -> None:
    with writing(database_url) as connection:
        group = a_group(connection)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        taken = taking_in.take_in(connection, nepal(), leader, group, [MALEE, SITA], TOLD, NOW)
        assert [(one.name, one.number) for one in taken] == [("Malee Pradhan", 1), ("Sita Rai", 2)]
        more = taking_in.take_in(connection, nepal(), leader, group, [replace(SITA, name="Gita")], TOLD, NOW)
        assert [(one.name, one.number) for one in more] == [("Gita", 3)]


def test_one_who_cannot_be_taken_in_keeps_all_of_them_out(database_url: str) -> None:
    with writing(database_url) as connection:
        group = a_group(connection)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        with pytest.raises(CannotAdd):
            taking_in.take_in(connection, nepal(), leader, group, [MALEE, replace(SITA, product="moon")], TOLD, NOW)
        assert not members.of(connection, group)
        assert connection.scalars(select(person.c.id)).all() == [leader]


def test_only_who_leads_this_group_takes_in_and_sees_who_is_known(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group = a_group(connection)
        elsewhere = making.add(connection, nepal(), Wish("Other", None, None, TODAY), "command line", TODAY, NOW)
        other = somebody(connection, Reach(Role.LEADER, group_id=elsewhere), Reach(Role.OFFICER))
        for who in (other, None):
            with pytest.raises(NotAllowed):
                taking_in.take_in(connection, nepal(), who, group, [], TOLD, NOW)
            with pytest.raises(NotAllowed):
                taking_in.known(connection, who, group)
        assert not connection.scalars(select(membership.c.id)).all()


def test_who_was_in_it_is_known_with_her_number_and_who_is_forgotten_is_not(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group = a_group(connection)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        taking_in.take_in(connection, nepal(), leader, group, [MALEE, SITA], TOLD, NOW)
        malee, sita = sorted(members.of(connection, group), key=lambda one: one.number or 0)
        members.leave(connection, group, malee.member_id, Left.LEFT, NOW)
        known = taking_in.known(connection, leader, group)
        assert [(one.name, one.number, one.gone) for one in known] == [
            ("Malee Pradhan", 1, Left.LEFT),
            ("Sita Rai", 2, None),
        ]
        assert [one.name for one in taking_in.near("malee", known)] == ["Malee Pradhan"]
        erasure.erase_person(connection, malee.person_id, NOW)
        erasure.erase_person(connection, sita.person_id, NOW)
        assert taking_in.known(connection, leader, group) == []


def test_a_guardian_is_kept_with_the_consent(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group = a_group(connection)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        young = replace(SITA, age_band="under_18", guardian="Gita Rai")
        taking_in.take_in(connection, nepal(), leader, group, [young, MALEE], TOLD, NOW)
        assert connection.scalars(select(consent.c.guardian).order_by(consent.c.id)).all() == ["Gita Rai", None]
