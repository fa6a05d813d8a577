"""A group has an advisor as long as she works there: she says so herself, in her areas, and another takes her place."""

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.packs import PROGRAMMES, load_pack
from bot.services.groups import making
from bot.services.groups.leaders import advising
from bot.services.groups.making import CannotMake, Wish
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.store.engine.sync import writing
from bot.store.people import roles
from bot.store.schema import audit
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, found, nepal


def test_she_says_so_another_takes_her_place_and_it_ends_with_her_work(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        wish = Wish("Kampini", "bhojpur", None, NOW.date())
        group = making.add(connection, nepal(), wish, "command line", NOW.date(), NOW)
        her, other, admin = (
            somebody(connection, reach)
            for reach in (Reach(Role.OFFICER, "bhojpur"), Reach(Role.OFFICER, "bhojpur"), Reach(Role.ADMIN))
        )
        assert advising.name(connection, admin, nepal(), group) is None
        assert not advising.turn(connection, her, nepal(), group, NOW, on=False), "nobody's work is taken from her"
        assert advising.turn(connection, her, nepal(), group, NOW, on=True)
        assert not advising.turn(connection, her, nepal(), group, NOW, on=True), "a button tapped twice"
        assert not advising.turn(connection, other, nepal(), group, NOW, on=False), "it is not hers to end"
        assert advising.turn(connection, other, nepal(), group, NOW, on=True)
        assert [one.advisor for one in making.listed(connection, "nepal-odop")] == [other]
        roles.end(connection, [one.id for one in roles.of(connection, other)], NOW)
        assert advising.name(connection, admin, nepal(), group) is None
        deeds = connection.execute(
            select(audit.c.actor, audit.c.action, audit.c.acting_for).where(audit.c.action != "make group")
        )
        assert [tuple(one) for one in deeds] == [(f"person {who}", "advise group", group) for who in (her, other)]


def test_it_ends_with_her_work_though_she_leads_a_group_still(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        wish = Wish("Kampini", "bhojpur", None, NOW.date())
        group = making.add(connection, nepal(), wish, "command line", NOW.date(), NOW)
        her = somebody(connection, Reach(Role.OFFICER, "bhojpur"), Reach(Role.LEADER, group_id=group))
        assert advising.turn(connection, her, nepal(), group, NOW, on=True)
        work = [one.id for one in roles.of(connection, her) if one.reach.role is Role.OFFICER]
        roles.end(connection, work, NOW)
        assert [one.advisor for one in making.listed(connection, "nepal-odop")] == [None]


def test_who_works_elsewhere_or_no_more_advises_nobody(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        far, leader = somebody(connection, Reach(Role.OFFICER, "dhankuta")), somebody(connection)
        for who in (far, leader, 99):
            with pytest.raises(CannotMake, match="does not work where the group is"):
                wish = Wish("Kampini", "bhojpur", None, NOW.date(), advisor=who)
                making.add(connection, nepal(), wish, "command line", NOW.date(), NOW)
        near = somebody(connection, Reach(Role.OFFICER, "bhojpur"))
        wish = Wish("Kampini", "bhojpur", None, NOW.date(), advisor=near)
        group = making.add(connection, nepal(), wish, "command line", NOW.date(), NOW)
        with pytest.raises(NotAllowed):
            advising.turn(connection, far, nepal(), group, NOW, on=True)
        malawi = load_pack(PROGRAMMES / "malawi-ovop")
        everywhere = somebody(connection, Reach(Role.ADMIN))
        assert advising.can(connection, everywhere, nepal(), None)
        assert not advising.can(connection, everywhere, malawi, None), "she works for another programme"
        erasure.empty(connection, near, NOW)
        assert [one.advisor for one in making.listed(connection, "nepal-odop")] == [None]
