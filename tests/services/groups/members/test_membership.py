"""What becomes of a member: she left, has died, returns with her number; a wrong name is corrected."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.evaluation.calendar import SlotState, Why
from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import membership as subject
from bot.services.groups.members import taking_in
from bot.services.groups.members.membership import CannotRename
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups import changes
from bot.store.groups.members import members
from bot.store.groups.members.members import Left
from bot.store.schema import audit, membership, person, slot
from tests.services.groups.members.test_adding import MALEE, TODAY, TOLD, a_group
from tests.services.groups.members.test_taking_in import SITA
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, nepal

LATER = NOW + timedelta(days=1)


def village(connection: Connection) -> tuple[int, int, int]:
    """A group, who leads it, and a member of it without a phone, Malee; Sita is in it too."""
    group = a_group(connection)
    leader = somebody(connection, Reach(Role.LEADER, group_id=group))
    taking_in.take_in(connection, nepal(), leader, group, [MALEE, SITA], TOLD, NOW)
    malee = next(one.member_id for one in members.of(connection, group) if one.number == 1)
    return group, leader, malee


def slots_of(connection: Connection, member: int) -> list[tuple[str, str | None]]:
    rows = connection.execute(select(slot.c.state, slot.c.why).where(slot.c.producer_id == member).order_by(slot.c.id))
    return [(row.state, row.why) for row in rows]


def test_who_left_returns_with_her_old_number_and_all_of_it_stays_known(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader, malee = village(connection)
        before = slots_of(connection, malee)
        assert subject.leave(connection, leader, group, malee, Left.LEFT, NOW)
        assert not subject.leave(connection, leader, group, malee, Left.LEFT, NOW)
        assert [one.number for one in members.of(connection, group)] == [2]
        assert slots_of(connection, malee) == before, "she works on, alone"
        (gone,) = subject.gone(connection, leader, group)
        assert (gone.name, gone.number, gone.gone, gone.until) == ("Malee Pradhan", 1, Left.LEFT, NOW)
        assert subject.back(connection, leader, group, malee, LATER)
        assert not subject.back(connection, leader, group, malee, LATER)
        assert {one.number for one in members.of(connection, group)} == {1, 2}
        spans = select(membership.c.since, membership.c.until).where(membership.c.member_id == malee)
        assert [tuple(row) for row in connection.execute(spans.order_by(membership.c.id))] == [
            (NOW, NOW),
            (LATER, None),
        ]
        taking_in.take_in(connection, nepal(), leader, group, [MALEE], TOLD, LATER)
        assert {one.number for one in members.of(connection, group)} == {1, 2, 3}


def test_who_has_died_is_asked_nothing_and_a_slip_is_mended(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader, malee = village(connection)
        before = slots_of(connection, malee)
        assert subject.leave(connection, leader, group, malee, Left.DIED, NOW)
        still = [one for one in slots_of(connection, malee) if one[0] in (SlotState.WAITING, SlotState.OPEN)]
        assert not still
        ended = {why for state, why in slots_of(connection, malee) if state == SlotState.MISSED}
        assert ended == {Why.NOT_PRODUCING}
        assert subject.back(connection, leader, group, malee, LATER)
        assert slots_of(connection, malee) == before


def test_a_wrong_name_is_corrected_where_she_has_no_phone(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        assert subject.rename(connection, leader, group, malee, " Mali  Pradhan ", NOW)
        names = [one.name for one in members.of(connection, group)]
        assert names == ["Mali Pradhan", "Sita Rai"]
        for name in (" 12 ", "M" * 101):
            with pytest.raises(CannotRename):
                subject.rename(connection, leader, group, malee, name, NOW)
        assert "Mali" not in str(connection.execute(select(audit)).all())


def test_who_is_forgotten_does_not_return(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        subject.leave(connection, leader, group, malee, Left.LEFT, NOW)
        who = connection.scalar(select(person.c.id).where(person.c.name == "Malee Pradhan"))
        assert who is not None
        erasure.erase_person(connection, who, NOW)
        assert subject.page(connection, leader, group, malee) is None
        assert not subject.back(connection, leader, group, malee, LATER)
        assert subject.gone(connection, leader, group) == []


def test_a_member_of_another_group_is_nobody_here(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        _, _, malee = village(connection)
        elsewhere = making.add(connection, nepal(), Wish("Other", None, None, TODAY), "command line", TODAY, NOW)
        other = somebody(connection, Reach(Role.LEADER, group_id=elsewhere))
        assert subject.page(connection, other, elsewhere, malee) is None
        assert not subject.leave(connection, other, elsewhere, malee, Left.DIED, NOW)
        assert not subject.rename(connection, other, elsewhere, malee, "Ruth", NOW)
        assert not subject.back(connection, other, elsewhere, malee, NOW)


DEEDS: tuple[Callable[[Connection, int | None, int, int], object], ...] = (
    lambda connection, who, group, malee: subject.page(connection, who, group, malee),
    lambda connection, who, group, malee: subject.gone(connection, who, group),
    lambda connection, who, group, malee: subject.leave(connection, who, group, malee, Left.LEFT, NOW),
    lambda connection, who, group, malee: subject.back(connection, who, group, malee, NOW),
    lambda connection, who, group, malee: subject.rename(connection, who, group, malee, "Ruth", NOW),
)


@pytest.mark.parametrize("deed", DEEDS)
def test_only_who_leads_this_group_may(
    sqlite_url: str, deed: Callable[[Connection, int | None, int, int], object]
) -> None:
    with writing(sqlite_url) as connection:
        group, _, malee = village(connection)
        elsewhere = making.add(connection, nepal(), Wish("Other", None, None, TODAY), "command line", TODAY, NOW)
        other = somebody(connection, Reach(Role.LEADER, group_id=elsewhere), Reach(Role.ADMIN))
        for who in (other, None):
            with pytest.raises(NotAllowed):
                deed(connection, who, group, malee)


@pytest.mark.parametrize("why", [Left.LEFT, Left.DIED])
def test_who_leaves_or_has_died_holds_no_key_of_the_group(database_url: str, why: Left) -> None:
    with writing(database_url) as connection:
        group, leader, malee = village(connection)
        other = making.add(connection, nepal(), Wish("Another", "bhojpur", None, TODAY), "command line", TODAY, NOW)
        who, _ = members.who_answers(connection, malee)
        assert who is not None
        for one in (group, other):
            changes.add_holder(connection, one, who, NOW)
        assert subject.leave(connection, leader, group, malee, why, LATER)
        assert changes.holders(connection, group) == []
        assert changes.holders(connection, other) == [who], "of another group she holds it still"
