"""A member shows one sum of a month to who leads her group, takes it back, and nothing else of her book is seen."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain.book import Direction, Entry
from bot.domain.people.roles import Reach, Role
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.groups.members import membership
from bot.services.groups.members.membership import Left
from bot.services.groups.report import own_total
from bot.services.groups.report.own_total import Month, Total
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.schema import audit, shown_month
from tests.services.groups.members.test_membership import village
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW

OCTOBER = Month(date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = Month(date(2026, 9, 1), date(2026, 9, 30))


def keeps_a_book(connection: Connection, group: int, leader: int, malee: int) -> Owner:
    found = membership.page(connection, leader, group, malee)
    assert found is not None and found.person_id is not None
    owner = Owner(malee, found.person_id, False, "NPR")
    for minor, direction in ((60000, Direction.IN), (5000, Direction.OUT), (1500, Direction.IN)):
        sold = Entry(book.new_id(NOW), OCTOBER.first, direction, minor, "NPR", "soap")
        book.add(connection, owner, [sold], NOW)
    return owner


def test_one_sum_is_seen_until_it_is_taken_back(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader, malee = village(connection)
        owner = keeps_a_book(connection, group, leader, malee)
        ((total, before),) = [one.totals for one in own_total.offers(connection, owner, [OCTOBER, SEPTEMBER])]
        assert (total, before) == (Total(OCTOBER, 61500, False), Total(SEPTEMBER, 0, False))
        assert own_total.seen(connection, leader, group, malee, "NPR") == []
        assert own_total.show(connection, owner, group, OCTOBER, NOW)
        assert not own_total.show(connection, owner, group, OCTOBER, NOW), "once"
        assert own_total.seen(connection, leader, group, malee, "NPR") == [Total(OCTOBER, 61500)]
        (later,) = own_total.offers(connection, owner, [SEPTEMBER])
        assert later.totals == (Total(SEPTEMBER, 0, False), Total(OCTOBER, 61500)), "what is shown is never forgotten"
        assert own_total.show(connection, owner, group, SEPTEMBER, NOW)
        assert own_total.take_back(connection, owner, group, OCTOBER.first, NOW)
        assert own_total.seen(connection, leader, group, malee, "NPR") == [Total(SEPTEMBER, 0)], "one month at a time"
        assert own_total.take_back(connection, owner, group, SEPTEMBER.first, NOW)
        assert not own_total.take_back(connection, owner, group, OCTOBER.first, NOW)
        assert own_total.seen(connection, leader, group, malee, "NPR") == []
        assert connection.execute(select(shown_month)).all() == []
        assert "615" not in str(connection.execute(select(audit)).all()), "figures are in no log"


def test_nobody_else_sees_it_and_who_left_shows_nothing(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        owner = keeps_a_book(connection, group, leader, malee)
        own_total.show(connection, owner, group, OCTOBER, NOW)
        for other in (None, owner.person_id, somebody(connection, Reach(Role.OFFICER, area="bhojpur"))):
            with pytest.raises(NotAllowed):
                own_total.seen(connection, other, group, malee, "NPR")
        membership.leave(connection, leader, group, malee, Left.LEFT, NOW + timedelta(days=1))
        assert own_total.seen(connection, leader, group, malee, "NPR") == []
        assert own_total.offers(connection, owner, [OCTOBER]) == []
        assert not own_total.show(connection, owner, group, SEPTEMBER, NOW)


def test_each_of_her_groups_is_shown_a_month_by_itself(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        owner = keeps_a_book(connection, group, leader, malee)
        other = a_group(connection, "Other")
        beside = somebody(connection, Reach(Role.LEADER, group_id=other))
        members.join(connection, other, malee, NOW, confirmed=True)

        def seen() -> list[int]:
            both = ((leader, group), (beside, other))
            return [len(own_total.seen(connection, who, which, malee, "NPR")) for who, which in both]

        assert own_total.show(connection, owner, group, OCTOBER, NOW)
        assert seen() == [1, 0]
        assert own_total.show(connection, owner, other, OCTOBER, NOW)
        assert seen() == [1, 1]
        assert own_total.take_back(connection, owner, group, OCTOBER.first, NOW)
        assert seen() == [0, 1], "taken back from one, and from no other"


def test_practice_is_shown_to_nobody(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        owner = keeps_a_book(connection, group, leader, malee)
        practising = Owner(owner.producer_id, owner.person_id, True, owner.currency)
        assert own_total.offers(connection, practising, [OCTOBER]) == []
        assert not own_total.show(connection, practising, group, OCTOBER, NOW)


def test_what_was_shown_goes_with_her(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        owner = keeps_a_book(connection, group, leader, malee)
        own_total.show(connection, owner, group, OCTOBER, NOW)
        erasure.erase_person(connection, owner.person_id, NOW)
        assert connection.execute(select(shown_month)).all() == []
