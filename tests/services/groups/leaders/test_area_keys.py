"""An officer names who holds the keys of a group of her area, also where nobody leads it; nobody else by this way."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.services.groups.leaders import area_keys, changing, key_holding, overseeing
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups import changes
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import audit, key_holder, outbox
from tests.services.groups.leaders.test_changing import (
    CATALOGUES,
    a_leader,
    an_officer,
    lead,
    reached,
    take_up,
    told,
    with_groups,
)
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, Villager, found, settle

PACK = with_groups(key_holders=2)


def with_phone(connection: Connection, group: int, name: str, *, confirmed: bool = True) -> int:
    """A member who can be written to."""
    member = settle(connection, Villager(name))
    members.join(connection, group, member, NOW, confirmed=confirmed)
    (who,) = (one.person_id for one in members.of(connection, group) if one.member_id == member)
    return reached(connection, who or 0)


def turn(connection: Connection, officer: int | None, group: int, member: int, *, on: bool) -> bool:
    return area_keys.turn(connection, officer, PACK, group, member, CATALOGUES, NOW, on=on)


def choices(connection: Connection, officer: int | None, group: int) -> list[tuple[str, bool]]:
    return [(one.name, one.holds) for one in area_keys.choices(connection, officer, PACK, group)]


def test_an_officer_names_them_where_nobody_leads_the_group(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group, officer = a_group(connection, "Own"), an_officer(connection)
        asked = [with_phone(connection, group, name) for name in ("Anu", "Bina", "Champa", "Dolma")]
        with_phone(connection, group, "Newcomer", confirmed=False)
        settled = settle(connection, Villager("Paper"))
        members.join(connection, group, settled, NOW, confirmed=True)
        assert choices(connection, officer, group) == [(name, False) for name in ("Anu", "Bina", "Champa", "Dolma")]
        for who in asked[1:]:
            assert turn(connection, officer, group, who, on=True)
        assert choices(connection, officer, group)[-1] == ("Anu", False)
        assert not turn(connection, officer, group, asked[0], on=True), "three hold one"
        assert changes.holders(connection, group) == asked[1:]
        assert all(len(told(connection)[who]) == 1 for who in asked[1:]) and asked[0] not in told(connection)
        assert turn(connection, officer, group, asked[1], on=False)
        assert turn(connection, officer, group, asked[0], on=True)
        assert changes.holders(connection, group) == [*asked[2:], asked[0]]
        kept = select(audit.c.actor, audit.c.action, audit.c.subject, audit.c.acting_for)
        deeds = connection.execute(kept.where(audit.c.action.like("%key")).order_by(audit.c.id)).all()
        assert [tuple(row) for row in deeds] == [
            *((f"person {officer}", "give key", f"person {who}", group) for who in asked[1:]),
            (f"person {officer}", "take key", f"person {asked[1]}", group),
            (f"person {officer}", "give key", f"person {asked[0]}", group),
        ]  # fmt: skip


def test_the_same_tap_twice_does_nothing_the_second_time(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group, officer = a_group(connection, "Own"), an_officer(connection)
        who = with_phone(connection, group, "Anu")
        assert not turn(connection, officer, group, who, on=False), "she holds none"
        assert turn(connection, officer, group, who, on=True) and not turn(connection, officer, group, who, on=True)
        assert changes.holders(connection, group) == [who] and len(told(connection)[who]) == 1
        assert turn(connection, officer, group, who, on=False) and not turn(connection, officer, group, who, on=False)
        assert changes.holders(connection, group) == []


def test_who_leads_the_group_and_the_officer_herself_get_no_key_but_lose_one(sqlite_url: str) -> None:
    """Who confirms a change of leader is none of those whom it is about."""
    with writing(sqlite_url) as connection:
        found(connection)
        group, officer = a_group(connection, "Own"), an_officer(connection)
        leads, suspended, staff, held = (
            with_phone(connection, group, name) for name in ("Leads", "Set aside", "Staff", "Held")
        )
        for who in (leads, suspended):
            roles.give(connection, who, Reach(Role.LEADER, group_id=group), NOW)
        (role,) = roles.of(connection, suspended)
        roles.suspend(connection, role.id, NOW)
        roles.give(connection, staff, Reach(Role.OFFICER, "NP-P1"), NOW)
        assert choices(connection, staff, group) == [("Held", False)]
        assert not any(turn(connection, staff, group, who, on=True) for who in (leads, suspended, staff))
        assert turn(connection, officer, group, held, on=True)
        roles.give(connection, held, Reach(Role.LEADER, group_id=group), NOW)
        assert turn(connection, officer, group, held, on=False) and changes.holders(connection, group) == []


def test_who_holds_a_key_and_is_reached_no_more_is_there_to_be_taken_off(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group, officer = a_group(connection, "Own"), an_officer(connection)
        member = settle(connection, Villager("Anu"))
        members.join(connection, group, member, NOW, confirmed=True)
        (who,) = (one.person_id for one in members.of(connection, group))
        assert who is not None
        changes.add_holder(connection, group, who, NOW)
        assert choices(connection, officer, group) == [("Anu", True)]
        assert turn(connection, officer, group, who, on=False)
        assert choices(connection, officer, group) == [] and not turn(connection, officer, group, who, on=True)


def test_where_the_pack_asks_no_key_holders_nobody_is_named(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group, officer = a_group(connection, "Own"), an_officer(connection)
        who, pack = with_phone(connection, group, "Anu"), with_groups()
        assert area_keys.choices(connection, officer, pack, group) == []
        assert not area_keys.turn(connection, officer, pack, group, who, CATALOGUES, NOW, on=True)
        assert changes.holders(connection, group) == []


DEEDS: dict[str, Callable[[Connection, int | None, int, int], Any]] = {
    "look": lambda connection, who, group, member: choices(connection, who, group),
    "give": lambda connection, who, group, member: turn(connection, who, group, member, on=True),
    "take": lambda connection, who, group, member: turn(connection, who, group, member, on=False),
}


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_who_does_not_work_there_sees_and_changes_nothing(database_url: str, deed: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        leader, member, ended = (
            a_leader(connection, group),
            with_phone(connection, group, "Anu"),
            an_officer(connection),
        )
        roles.end(connection, [one.id for one in roles.of(connection, ended)], NOW)
        set_aside = an_officer(connection)
        (held,) = roles.of(connection, set_aside)
        roles.suspend(connection, held.id, NOW)
        if deed == "take":
            changes.add_holder(connection, group, member, NOW)
        reaches = (
            Reach(Role.OFFICER, "NP-P3"),
            Reach(Role.OFFICER, "dhankuta"),
            Reach(Role.EVALUATOR, "NP-P1"),
            Reach(Role.MINISTRY),
        )
        strangers = [None, leader, member, ended, set_aside, *(somebody(connection, one) for one in reaches)]
        before = connection.execute(select(key_holder)).all(), connection.execute(select(outbox)).all()
        for who in strangers:
            with pytest.raises(NotAllowed):
                DEEDS[deed](connection, who, group, member)
        with pytest.raises(NotAllowed):
            DEEDS[deed](connection, an_officer(connection), 999, member)
        assert (connection.execute(select(key_holder)).all(), connection.execute(select(outbox)).all()) == before


def test_whom_she_named_say_so_before_somebody_else_leads(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group, officer = a_group(connection, "Own"), an_officer(connection)
        holders = [with_phone(connection, group, name) for name in ("Anu", "Bina", "Champa")]
        for who in holders:
            assert turn(connection, officer, group, who, on=True)
        made = overseeing.invite(connection, officer, PACK, group, None, NOW)
        assert made is not None
        new = take_up(connection, made.code, PACK)
        (change,) = changes.waiting(connection, group)
        assert lead(connection, group) == []
        for who in holders[:2]:
            assert key_holding.say(connection, PACK, CATALOGUES, who, change.id, NOW, agreed=True)
        assert lead(connection, group) == [new]
        assert changing.hand_over(connection, new, PACK, group, NOW), "enough hold a key"
