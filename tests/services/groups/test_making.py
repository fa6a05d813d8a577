"""A group is made once, of what the pack has; what makes no sense is said in a sentence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.services.groups.making import CannotMake, Wish
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.schema import audit, invitation, slot
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, SITA, found, nepal, settle

TODAY = NOW.date()
GOOD = Wish("Kampini  Soya", "bhojpur", "tea", TODAY, 8, "FINCA")


def make(connection: Connection, wish: Wish) -> int:
    return making.add(connection, nepal(), wish, "command line", TODAY, NOW)


def test_it_is_there_without_members_or_leaders(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        number = make(connection, GOOD)
        (one,) = making.listed(connection, "nepal-odop")
        assert (one.id, one.name, one.area, one.product) == (number, "Kampini Soya", "bhojpur", "tea")
        assert (one.meeting_day, one.lender, one.members, one.leaders) == (8, "FINCA", 0, 0)
        assert making.listed(connection, "malawi-ovop") == []
        assert connection.execute(select(slot)).all() == [], "its own forms are not asked yet"
        deed = connection.execute(select(audit)).one()
        assert (deed.action, deed.acting_for) == ("make group", number) and "Kampini" not in str(deed)


def test_who_is_not_confirmed_is_counted_apart(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        number = make(connection, GOOD)
        new, one, gone = (settle(connection, SITA) for _ in range(3))
        members.join(connection, number, new, NOW, confirmed=False)
        for member in (one, gone):
            members.join(connection, number, member, NOW, confirmed=True)
        members.leave(connection, number, gone, members.Left.LEFT, NOW)
        (group,) = making.listed(connection, "nepal-odop")
        assert (group.members, group.unconfirmed) == (1, 1)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("  ", None, None, TODAY), "A group needs a name"),
        (Wish("12", None, None, TODAY), "A group needs a name"),
        (Wish("x" * 101, None, None, TODAY), "A group needs a name"),
        (Wish("A", "nowhere", None, TODAY), "has no area “nowhere”; look it up"),
        (Wish("A", None, "gold", TODAY), "has no product “gold”; look it up"),
        (Wish("A", None, None, TODAY + timedelta(days=1)), "A group begins today or before, not on 25 November 2026"),
        (Wish("A", None, None, TODAY, 0), "from 1 to 31"),
        (Wish("A", None, None, TODAY, 32), "from 1 to 31"),
        (Wish("kampini SOYA", "bhojpur", None, TODAY), "There is a group of this name there, with the number 1"),
    ],
)
def test_what_makes_no_sense_is_refused(sqlite_url: str, wish: Wish, sentence: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        make(connection, GOOD)
        with pytest.raises(CannotMake, match=sentence):
            make(connection, wish)
        make(connection, Wish("Kampini Soya", "dhankuta", None, TODAY))
        assert len(making.listed(connection, "nepal-odop")) == 2


# Bhojpur is in Koshi province (NP-P1), Chitwan is not.
IN_HERS = [
    (Reach(Role.ADMIN), "chitwan", True),
    (Reach(Role.ADMIN), None, True),
    (Reach(Role.OFFICER), None, True),
    (Reach(Role.OFFICER), "bhojpur", True),
    (Reach(Role.OFFICER, "NP-P1"), "NP-P1", True),
    (Reach(Role.OFFICER, "NP-P1"), "bhojpur", True),
    (Reach(Role.OFFICER, "NP-P1"), "chitwan", False),
    (Reach(Role.OFFICER, "NP-P1"), None, False),
    (Reach(Role.OFFICER, "bhojpur"), "NP-P1", False),
    (Reach(Role.OFFICER, "bhojpur"), "dhankuta", False),
    (Reach(Role.EVALUATOR), "bhojpur", False),
    (Reach(Role.MINISTRY), "bhojpur", False),
    (Reach(Role.LEADER, group_id=1), "bhojpur", False),
    (None, "bhojpur", False),
]


@pytest.mark.parametrize(("held", "area", "allowed"), IN_HERS)
def test_staff_make_groups_in_their_own_areas_only(
    database_url: str, held: Reach | None, area: str | None, allowed: bool
) -> None:
    with writing(database_url) as connection:
        found(connection)
        make(connection, GOOD)
        who = somebody(connection, *([held] if held else []))
        wish = Wish("New", area, "tea", TODAY)
        if not allowed:
            with pytest.raises(NotAllowed):
                making.by_staff(connection, who, nepal(), wish, TODAY, NOW)
            assert len(making.listed(connection, "nepal-odop")) == 1
            assert not connection.execute(select(invitation)).all()
            return
        made = making.by_staff(connection, who, nepal(), wish, TODAY, NOW)
        assert (made.role, made.group_id) == (Role.LEADER, 2)
        deeds = connection.execute(select(audit.c.actor, audit.c.action, audit.c.acting_for)).all()[1:]
        assert [tuple(one) for one in deeds] == [(f"person {who}", "make group", 2), (f"person {who}", "invite", 2)]


def test_nobody_registered_makes_no_group(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        with pytest.raises(NotAllowed):
            making.by_staff(connection, None, nepal(), GOOD, TODAY, NOW)
