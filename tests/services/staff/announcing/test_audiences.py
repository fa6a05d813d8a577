"""Audiences by who sends: as far as she works, whatever was chosen or saved; each deed asks anew, and is audited."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.domain.people.roles import Reach, Role
from bot.domain.staff.audience import Why
from bot.services.people import erasure
from bot.services.roles import NotAllowed
from bot.services.staff.announcing import audiences, saved_audiences
from bot.services.staff.announcing.audiences import Audience
from bot.services.staff.announcing.saved_audiences import CannotSave
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.people import mydata
from bot.store.schema import audit, chat, chat_person, producer, role, saved_audience, speaks_for
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, Villager, found, nepal, settle

HILLS, PLAIN = "NP-P1", "NP-P2"
ILAM, BHOJPUR = "ilam", "bhojpur"
EVERYBODY = Audience()
TEA = Audience(products=frozenset({"tea"}))


def lives(connection: Connection, name: str, area: str, number: int | None = None) -> int:
    """Somebody who makes tea there; `number`: of her chat. Gives her producer."""
    made = settle(connection, Villager(name))
    connection.execute(update(producer).where(producer.c.id == made).values(area=area))
    if number is not None:
        who = connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == made)).one()
        here = {"bot": 1, "chat": number, "person_id": who, "state": "active", "state_since": NOW, "seen_at": NOW}
        connection.execute(insert(chat).values(here))
        connection.execute(insert(chat_person).values(here | {"since": NOW}))
    return made


def names(connection: Connection, who: int, audience: Audience = EVERYBODY) -> tuple[str, ...]:
    return audiences.who(connection, who, nepal(), audience, NOW).names


def test_she_reaches_whom_she_works_for_and_no_further_whatever_is_chosen(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        lives(connection, "Sita", ILAM, 1)
        lives(connection, "Maya", BHOJPUR, 2)
        lives(connection, "Rama", PLAIN, 3)
        admin, officer = somebody(connection, Reach(Role.ADMIN)), somebody(connection, Reach(Role.OFFICER, HILLS))
        assert names(connection, admin) == ("Maya", "Rama", "Sita")
        assert names(connection, officer) == ("Maya", "Sita")
        assert names(connection, officer, Audience(areas=frozenset({ILAM}))) == ("Sita",)
        assert names(connection, officer, Audience(areas=frozenset({ILAM, PLAIN}))) == ("Sita",)
        assert names(connection, officer, Audience(areas=frozenset({PLAIN}))) == ()
        assert names(connection, officer, Audience(areas=frozenset({"nowhere"}))) == ()
        assert audiences.reaches(connection, officer, nepal(), TEA, NOW) == 2


def test_who_has_no_phone_is_counted_with_the_leaders_who_tell_her(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        for name in ("Sita", "Maya"):
            members.join(connection, group, lives(connection, name, BHOJPUR), NOW, confirmed=True)
        lives(connection, "Rama", BHOJPUR)
        members.join(connection, group, lives(connection, "Newcomer", BHOJPUR), NOW)
        somebody(connection, Reach(Role.LEADER, group_id=group))
        shown = audiences.who(connection, somebody(connection, Reach(Role.OFFICER, HILLS)), nepal(), TEA, NOW)
        # nobody here has a phone
        assert shown.counted.left_out == {Why.NO_PHONE: 4}
        assert (shown.leaders, shown.members) == (1, 2)
        connection.execute(update(role).where(role.c.role == "leader").values(suspended_at=NOW))
        admin = somebody(connection, Reach(Role.ADMIN))
        assert audiences.who(connection, admin, nepal(), TEA, NOW).members == 0


DEEDS: dict[str, Callable[[Connection, int | None, int], Any]] = {
    "wanted": lambda connection, who, number: audiences.wanted(connection, who, nepal(), EVERYBODY, NOW),
    "reaches": lambda connection, who, number: audiences.reaches(connection, who, nepal(), EVERYBODY, NOW),
    "who": lambda connection, who, number: audiences.who(connection, who, nepal(), EVERYBODY, NOW),
    "groups": lambda connection, who, number: audiences.groups(connection, who, nepal()),
    "listed": lambda connection, who, number: saved_audiences.listed(connection, who, nepal()),
    "find": lambda connection, who, number: saved_audiences.find(connection, who, nepal(), number),
    "find none": lambda connection, who, number: saved_audiences.find(connection, who, nepal(), 999),
    "save": lambda connection, who, number: saved_audiences.save(connection, who, nepal(), "New", TEA, NOW),
    "rename": lambda connection, who, number: saved_audiences.rename(connection, who, nepal(), number, "Other", NOW),
    "delete": lambda connection, who, number: saved_audiences.delete(connection, who, nepal(), number, NOW),
}
OF_ONE = ("find", "rename", "delete")


@pytest.mark.parametrize("deed", DEEDS)
def test_only_staff_may_and_of_their_areas_and_a_role_that_ended_is_none(database_url: str, deed: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        lives(connection, "Sita", ILAM, 1)
        officer = somebody(connection, Reach(Role.OFFICER, HILLS))
        saved_audiences.save(connection, officer, nepal(), "Tea", TEA, NOW)
        number = connection.scalars(select(saved_audience.c.id)).one()
        before = [connection.execute(select(table)).all() for table in (saved_audience, audit)]
        group = a_group(connection, "Own")
        others = [
            somebody(connection, Reach(one)) for one in Role if one not in (Role.OFFICER, Role.ADMIN, Role.LEADER)
        ]
        others += [somebody(connection, Reach(Role.LEADER, group_id=group)), somebody(connection)]
        if deed in OF_ONE:
            others.append(somebody(connection, Reach(Role.OFFICER, PLAIN)))
            # of a part of it: what is of the whole area is not hers
            others.append(somebody(connection, Reach(Role.OFFICER, ILAM)))
        before[1] = connection.execute(select(audit)).all()
        for who in (None, *others):
            with pytest.raises(NotAllowed):
                DEEDS[deed](connection, who, number)
        assert [connection.execute(select(table)).all() for table in (saved_audience, audit)] == before
        DEEDS[deed](connection, somebody(connection, Reach(Role.ADMIN)), number)
        connection.execute(update(role).where(role.c.person_id == officer).values(until=NOW))
        with pytest.raises(NotAllowed):
            DEEDS[deed](connection, officer, number)


def test_what_is_saved_is_seen_renamed_and_deleted_where_she_works(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        officer, other = (somebody(connection, Reach(Role.OFFICER, area)) for area in (HILLS, PLAIN))
        here = (connection, officer, nepal())
        assert saved_audiences.save(*here, "  Tea   people ", TEA, NOW) == "Tea people"
        saved_audiences.save(connection, other, nepal(), "Tea people", EVERYBODY, NOW)
        (one,) = saved_audiences.listed(*here)
        assert (one.name, one.area, one.audience, one.by) == ("Tea people", HILLS, TEA, "Noi")
        for name in ("tea people", "", "  ", "7", "a" * 41):
            with pytest.raises(CannotSave):
                saved_audiences.save(*here, name, TEA, NOW)
        admin = somebody(connection, Reach(Role.ADMIN))
        assert len(saved_audiences.listed(connection, admin, nepal())) == 2
        saved_audiences.save(connection, admin, nepal(), "Whole", EVERYBODY, NOW)
        assert [kept.name for kept in saved_audiences.listed(*here)] == ["Tea people"]
        assert saved_audiences.rename(*here, one.id, "Buyers", NOW) == "Buyers"
        assert saved_audiences.delete(*here, one.id, NOW)
        assert not saved_audiences.delete(*here, one.id, NOW)
        assert saved_audiences.rename(*here, one.id, "Again", NOW) is None
        deeds = select(audit.c.action, audit.c.detail).where(audit.c.subject == f"audience {one.id}")
        wrote = [tuple(row) for row in connection.execute(deeds.order_by(audit.c.id))]
        assert wrote == [(f"{did} audience", {"area": HILLS}) for did in ("save", "rename", "delete")]


def test_who_saved_one_and_is_erased_leaves_it_to_the_office(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        officer, admin = somebody(connection, Reach(Role.OFFICER, HILLS)), somebody(connection, Reach(Role.ADMIN))
        saved_audiences.save(connection, officer, nepal(), "Tea people", TEA, NOW)
        assert len(mydata.everything(connection, officer)["audiences_saved"]) == 1
        erasure.erase_person(connection, officer, NOW)
        (one,) = saved_audiences.listed(connection, admin, nepal())
        assert (one.name, one.by) == ("Tea people", "")
