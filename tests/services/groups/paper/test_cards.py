"""Codes of members' cards: random, one at a time; they end with her time in the group, and with the leader's."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members.adding import NewMember
from bot.services.groups.paper import cards
from bot.services.groups.paper.cards import Opened, Which
from bot.services.people import erasure
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.people import roles
from bot.store.schema import audit, card, chat, chat_person, membership, person
from tests.services.groups.members.test_adding import a_group, add
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, SITA, nepal, settle

LATER = NOW + timedelta(days=1)


def led(connection: Connection) -> tuple[int, int]:
    """A group and who leads it."""
    group = a_group(connection)
    return group, somebody(connection, Reach(Role.LEADER, group_id=group))


def codes(connection: Connection, leader: int, group: int, which: Which = Which.ALL) -> dict[int, str]:
    """The cards as they are printed, by member."""
    cards.make(connection, leader, group, which, NOW)
    return {one.member.member_id: one.code for one in cards.printed(connection, leader, group, which)}


def opens(connection: Connection, who: int | None, code: str) -> bool:
    found = cards.opened(connection, who, code)
    return found is not None and found.good


def with_phone(connection: Connection, member: int) -> None:
    who = next(one.person_id for one in members.of(connection, group_of(connection, member)) if one.member_id == member)
    here = {"bot": 1, "chat": 500 + member, "state": "active", "state_since": NOW, "seen_at": NOW}
    connection.execute(chat.insert().values(**here))
    connection.execute(chat_person.insert().values(**here, person_id=who, since=NOW))


def group_of(connection: Connection, member: int) -> int:
    return connection.scalars(select(membership.c.group_id).where(membership.c.member_id == member)).one()


def test_each_has_a_card_of_her_own_and_keeps_it(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = led(connection)
        first, second = add(connection, group), add(connection, group, NewMember("Sita"))
        made = codes(connection, leader, group)
        assert made.keys() == {first, second} and len(set(made.values())) == 2
        assert all(len(code) >= 22 for code in made.values())
        assert codes(connection, leader, group) == made, "a card that is printed again is the same card"
        assert cards.opened(connection, leader, made[first]) == Opened(group, first, good=True)
        printed = cards.printed(connection, leader, group, Which.ALL)
        assert [(one.member.number, one.member.name, one.language) for one in printed] == [
            (1, "Malee Pradhan", "ne"),
            (2, "Sita", "ne"),
        ]


def test_all_or_those_without_a_phone(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        first, second = add(connection, group), add(connection, group, NewMember("Sita"))
        newcomer = settle(connection, SITA)
        members.join(connection, group, newcomer, NOW)
        with_phone(connection, second)
        assert codes(connection, leader, group, Which.WITHOUT_PHONE).keys() == {first}
        assert codes(connection, leader, group, Which.ALL).keys() == {first, second}, "who is not confirmed has none"
        assert cards.renew(connection, leader, group, newcomer, NOW) is None


def test_a_new_card_ends_the_old_one(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = led(connection)
        member, other = add(connection, group), add(connection, group, NewMember("Sita"))
        before = codes(connection, leader, group)
        renewed = cards.renew(connection, leader, group, member, NOW)
        assert renewed is not None and renewed.member_id == member
        after = codes(connection, leader, group)
        assert after[other] == before[other] and after[member] != before[member]
        assert cards.opened(connection, leader, before[member]) == Opened(group, member, good=False)
        assert opens(connection, leader, after[member])


def test_it_ends_when_she_leaves_and_opens_nothing_when_she_comes_back(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        member = add(connection, group)
        code = codes(connection, leader, group)[member]
        members.leave(connection, group, member, Left.LEFT, LATER)
        assert not opens(connection, leader, code)
        members.join(connection, group, member, LATER, confirmed=True)
        assert not opens(connection, leader, code)
        assert opens(connection, leader, codes(connection, leader, group)[member])


def test_it_ends_with_the_time_of_the_leader_who_had_it_made(database_url: str) -> None:
    """Who leads with her opens it while she leads; nobody does afterwards, not even if she is made leader again."""
    with writing(database_url) as connection:
        group, leader = led(connection)
        second = somebody(connection, Reach(Role.LEADER, group_id=group))
        member = add(connection, group)
        code = codes(connection, leader, group)[member]
        assert opens(connection, second, code)
        roles.end(connection, [one.id for one in roles.of(connection, leader)], LATER)
        assert not opens(connection, second, code) and cards.opened(connection, leader, code) is None
        roles.give(connection, leader, Reach(Role.LEADER, group_id=group), LATER)
        assert not opens(connection, leader, code)
        assert codes(connection, second, group)[member] != code


@pytest.mark.parametrize("held", [None, *Role])
def test_nobody_else_opens_it(sqlite_url: str, held: Role | None) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        other = making.add(connection, nepal(), Wish("Other", None, None, NOW.date()), "command line", NOW.date(), NOW)
        member = add(connection, group)
        code = codes(connection, leader, group)[member]
        reach = None if held is None else Reach(held, group_id=other if held is Role.LEADER else None)
        who = somebody(connection, *([reach] if reach else []))
        assert cards.opened(connection, who, code) is None
        assert cards.opened(connection, None, code) is None
        herself = next(one.person_id for one in members.of(connection, group))
        assert cards.opened(connection, herself, code) is None
        for wrong in ("", code[:-1], code.swapcase(), f"{code} "):
            assert cards.opened(connection, leader, wrong) is None


def test_nothing_is_kept_of_the_card_of_who_is_erased(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader = led(connection)
        member, other = add(connection, group), add(connection, group, NewMember("Sita"))
        made = codes(connection, leader, group)
        who = next(one.person_id for one in members.of(connection, group) if one.member_id == member)
        assert who is not None
        erasure.erase_person(connection, who, LATER)
        assert connection.scalars(select(card.c.code)).all() == [made[other]]
        assert [one.member.member_id for one in cards.printed(connection, leader, group, Which.ALL)] == [other]
        assert cards.printed(connection, leader, group, [member]) == []


def test_who_led_and_is_erased_leaves_cards_that_open_nothing(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        second = somebody(connection, Reach(Role.LEADER, group_id=group))
        member = add(connection, group)
        code = codes(connection, leader, group)[member]
        erasure.erase_person(connection, leader, LATER)
        assert not opens(connection, second, code)


def test_the_audit_log_has_numbers_alone(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        member = add(connection, group)
        code = codes(connection, leader, group)[member]
        cards.renew(connection, leader, group, member, NOW)
        lines = connection.execute(select(audit).where(audit.c.actor == f"person {leader}")).all()
        assert [(line.action, line.subject, line.acting_for) for line in lines] == [
            ("print cards", f"group {group}", group),
            ("new card", f"producer {member}", group),
        ]
        assert "Malee" not in str(lines) and code not in str(lines)


def test_where_nobody_is_there_is_nothing_to_print(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader = led(connection)
        assert cards.make(connection, leader, group, Which.ALL, NOW) == 0
        add(connection, group)
        connection.execute(update(person).values(name=None))
        assert cards.make(connection, leader, group, Which.WITHOUT_PHONE, NOW) == 1
