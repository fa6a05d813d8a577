"""Key holders confirm who leads; a term that is over ends."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.left_out import LeftOut
from bot.services import roles as rules
from bot.services.groups.leaders import changing, key_holding, overseeing, terms
from bot.services.groups.leaders.changing import FewKeyHolders
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import erasure, invitations
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups import changes
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import audit, leader_change, person, role
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
from tests.services.groups.test_leading import a_group
from tests.services.village import NOW, Villager, found, nepal, settle


def key_holders(connection: Connection, group: int, leader: int, count: int = 3) -> list[int]:
    """Members with phones who hold a key."""
    found = []
    for number in range(count):
        member = settle(connection, Villager(f"Holder {number}"))
        members.join(connection, group, member, NOW, confirmed=True)
        (who,) = (one.person_id for one in members.of(connection, group) if one.member_id == member)
        assert who is not None
        found.append(reached(connection, who))
        assert key_holding.turn(connection, leader, group, who, CATALOGUES, NOW, on=True)
    return found


def test_two_of_three_key_holders_confirm_before_it_counts(database_url: str) -> None:
    pack = with_groups(key_holders=2)
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old, officer = a_leader(connection, group), an_officer(connection)
        with pytest.raises(FewKeyHolders):
            changing.hand_over(connection, old, pack, group, NOW)
        first, second, third = key_holders(connection, group, old)
        assert not key_holding.turn(connection, old, group, officer, CATALOGUES, NOW, on=True), "she is no member"
        made = changing.hand_over(connection, old, pack, group, NOW)
        new = take_up(connection, made.code, pack)
        (change,) = changes.waiting(connection, group)
        assert lead(connection, group) == [old] and new not in lead(connection, group)
        assert not rules.may(connection, new, {Role.LEADER})

        def say(who: int, agreed: bool = True) -> bool:
            return key_holding.say(connection, pack, CATALOGUES, who, change.id, NOW, agreed=agreed)

        assert not any(say(who) for who in (old, new, officer)), "it is not theirs to say"
        assert say(first) and not say(first) and lead(connection, group) == [old]
        assert say(second) and lead(connection, group) == [new]
        assert not say(third), "it is settled"
        assert all("Maya" in told(connection)[who][-1] for who in (old, officer, first, second, third))
        assert "Noi" in told(connection)[officer][-1]


def test_two_who_say_no_leave_all_as_it_was(sqlite_url: str) -> None:
    pack = with_groups(key_holders=2)
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old = a_leader(connection, group)
        holders = key_holders(connection, group, old)
        new = take_up(connection, changing.hand_over(connection, old, pack, group, NOW).code, pack)
        (change,) = changes.waiting(connection, group)
        for who, agreed in zip(holders, (False, True, False), strict=True):
            assert key_holding.say(connection, pack, CATALOGUES, who, change.id, NOW, agreed=agreed)
        assert lead(connection, group) == [old] and changes.waiting(connection, group) == []
        assert connection.scalar(select(leader_change.c.outcome)) == "refused"
        assert not rules.may(connection, new, {Role.LEADER})


@pytest.mark.parametrize("meanwhile", ["suspended", "ended", "erased", "another link"])
def test_what_happens_meanwhile_ends_what_waits(sqlite_url: str, meanwhile: str) -> None:
    pack = with_groups(key_holders=2)
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old, officer = a_leader(connection, group), an_officer(connection)
        holders = key_holders(connection, group, old)
        new = take_up(connection, changing.hand_over(connection, old, pack, group, NOW).code, pack)
        (change,) = changes.waiting(connection, group)
        (held,) = roles.of(connection, old)
        if meanwhile == "suspended":
            overseeing.suspend(connection, officer, pack, group, held.id, CATALOGUES, NOW)
        elif meanwhile == "ended":
            overseeing.end(connection, officer, pack, group, held.id, CATALOGUES, NOW)
        elif meanwhile == "erased":
            erasure.erase_person(connection, new, NOW)
        else:
            take_up(connection, changing.hand_over(connection, old, pack, group, NOW).code, pack)
        for who in holders:
            key_holding.say(connection, pack, CATALOGUES, who, change.id, NOW, agreed=True)
        assert new not in lead(connection, group)


def test_a_group_without_key_holders_gets_a_leader_by_its_officer(sqlite_url: str) -> None:
    pack = with_groups(key_holders=2)
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old, officer = a_leader(connection, group), an_officer(connection)
        (held,) = roles.of(connection, old)
        made = overseeing.invite(connection, officer, pack, group, held.id, NOW)
        assert made is not None and take_up(connection, made.code, pack) == lead(connection, group)[0]


def test_who_is_to_lead_has_no_say_in_it(sqlite_url: str) -> None:
    pack = with_groups(key_holders=2)
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old = a_leader(connection, group)
        first, second = key_holders(connection, group, old, 2)
        take_up(connection, changing.hand_over(connection, old, pack, group, NOW).code, pack, first)
        (change,) = changes.waiting(connection, group)
        assert not key_holding.say(connection, pack, CATALOGUES, first, change.id, NOW, agreed=True)
        assert lead(connection, group) == [old]
        assert key_holding.say(connection, pack, CATALOGUES, second, change.id, NOW, agreed=True)
        assert lead(connection, group) == [first]


def test_only_three_hold_a_key_and_only_with_a_phone(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old = a_leader(connection, group)
        first, *_ = key_holders(connection, group, old)
        silent, fourth = (settle(connection, Villager(name)) for name in ("Silent", "Fourth"))
        for member in (silent, fourth):
            members.join(connection, group, member, NOW, confirmed=True)
        by_member = {one.member_id: one.person_id for one in members.of(connection, group)}
        reached(connection, by_member[fourth] or 0)
        names = [one.name for one in key_holding.choices(connection, old, group)]
        assert "Silent" not in names and names[-1] == "Fourth"
        assert not key_holding.turn(connection, old, group, by_member[fourth] or 0, CATALOGUES, NOW, on=True)
        assert key_holding.turn(connection, old, group, first, CATALOGUES, NOW, on=False)
        assert not key_holding.turn(connection, old, group, first, CATALOGUES, NOW, on=False), "she holds none"
        assert key_holding.turn(connection, old, group, by_member[fourth] or 0, CATALOGUES, NOW, on=True)
        assert first not in changes.holders(connection, group)


def test_a_leader_gives_no_key_to_herself_nor_to_who_is_not_confirmed(sqlite_url: str) -> None:
    """Who leads would agree to what she wants herself; of a newcomer nobody has said yet that she is one of them."""
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        member, newcomer = (settle(connection, Villager(name)) for name in ("Leads", "Newcomer"))
        members.join(connection, group, member, NOW, confirmed=True)
        members.join(connection, group, newcomer, NOW)
        by_member = {one.member_id: one.person_id for one in members.of(connection, group)}
        leader, new = (reached(connection, by_member[one] or 0) for one in (member, newcomer))
        roles.give(connection, leader, Reach(Role.LEADER, group_id=group), NOW)
        assert key_holding.choices(connection, leader, group) == []
        for who in (leader, new):
            assert not key_holding.turn(connection, leader, group, who, CATALOGUES, NOW, on=True)
        assert changes.holders(connection, group) == []
        members.confirm(connection, group, newcomer, NOW)
        assert key_holding.turn(connection, leader, group, new, CATALOGUES, NOW, on=True)
        assert changes.holders(connection, group) == [new]


def test_who_is_erased_holds_no_key(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old = a_leader(connection, group)
        first, second = key_holders(connection, group, old, 2)
        connection.execute(update(person).where(person.c.id == first).values(name="Gone"))
        erasure.erase_person(connection, first, NOW)
        assert changes.holders(connection, group) == [second]


def test_a_term_that_is_over_ends_by_day_and_once(database_url: str) -> None:
    loaded = LoadedPacks({"nepal-odop": nepal()}, CATALOGUES)
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        old, officer = a_leader(connection, group), an_officer(connection)
        connection.execute(update(role).where(role.c.person_id == old).values(term_until=NOW.date()))

        def ended(**later: float) -> int:
            return terms.end_over(connection, loaded, LeftOut(), NOW + timedelta(**later))

        # in Nepal it is a quarter to ten in the morning
        assert ended() == 0 and ended(hours=15) == 0 and lead(connection, group) == [old], "the last day is hers"
        assert ended(hours=17) == 0, "nobody is told at night"
        assert ended(days=1) == 1 and ended(days=1) == 0 and lead(connection, group) == []
        assert [len(told(connection)[who]) for who in (old, officer)] == [1, 1]
        assert connection.scalars(select(audit.c.action)).all()[-1] == "end term"


def test_who_leads_on_has_a_new_term(sqlite_url: str) -> None:
    pack = with_groups(term_months=12)
    with writing(sqlite_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        who = a_leader(connection, group)
        wish = invitations.Wish(Role.LEADER, group=group)
        take_up(connection, invitations.create(connection, pack, wish, "command line", NOW).code, pack, who)
        assert [one.term_until for one in roles.in_group(connection, group)] == [date(2027, 11, 24)]
