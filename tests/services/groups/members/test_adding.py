"""Members without a phone: people without a chat, with a consent given aloud, a number and a calendar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import adding
from bot.services.groups.members.adding import CannotAdd, How, NewMember, Told
from bot.services.people import erasure
from bot.services.people.mydata import as_json
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.groups.members.members import Left, Member
from bot.store.people import consents
from bot.store.schema import audit, chat_person, consent, consent_told, membership, person, producer, slot
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, SITA, found, nepal, settle

TODAY = date(2026, 11, 24)
TOLD = Told(date(2026, 11, 20), How.THUMB, "Kamala, the teacher")
MALEE = NewMember("Malee  Pradhan", gender="female", age_band="over_50")


def a_group(connection: Connection, began: date = date(2026, 5, 1)) -> int:
    found(connection)
    wish = Wish("Sunrise", "bhojpur", None, began)
    return making.add(connection, nepal(), wish, "command line", TODAY, NOW)


def add(connection: Connection, group: int, one: NewMember = MALEE, told: Told = TOLD) -> int:
    return adding.add(connection, nepal(), group, one, told, "person 9", NOW)


def only(connection: Connection, group: int) -> Member:
    (one,) = members.of(connection, group)
    return one


def test_she_is_a_person_without_a_chat_with_all_that_others_have(database_url: str) -> None:
    with writing(database_url) as connection:
        group = a_group(connection)
        number = add(connection, group)
        one = only(connection, group)
        assert (one.member_id, one.name, one.confirmed, one.number) == (number, "Malee Pradhan", True, 1)
        assert not one.has_chat and one.person_id is not None
        business = connection.execute(select(producer).where(producer.c.id == number)).one()
        assert (business.area, business.inception, business.joined) == ("bhojpur", date(2026, 5, 1), TODAY)
        assert business.registered == {"gender": "female", "age_band": "over_50"}
        assert business.confirmed_at is not None
        assert connection.scalar(select(func.count()).select_from(slot).where(slot.c.producer_id == number))
        agreed = connection.execute(select(consent)).one()
        assert (agreed.version, agreed.how, agreed.agreed) == (str(nepal().programme.consent.version), "told", True)
        kept = consents.told_of(connection, one.person_id)
        assert kept == consents.Told(date(2026, 11, 20), "thumb", "Kamala, the teacher", None)
        assert not connection.execute(select(chat_person)).all()


def test_the_leader_adds_to_her_own_group_alone(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group = a_group(connection)
        leader = somebody(connection, Reach(Role.LEADER, group_id=group))
        elsewhere = making.add(connection, nepal(), Wish("Other", None, None, TODAY), "command line", TODAY, NOW)
        other = somebody(connection, Reach(Role.LEADER, group_id=elsewhere), Reach(Role.OFFICER))
        with pytest.raises(NotAllowed):
            adding.add_by_leader(connection, nepal(), other, group, MALEE, TOLD, NOW)
        assert not members.of(connection, group)
        number = adding.add_by_leader(connection, nepal(), leader, group, MALEE, TOLD, NOW)
        told = connection.execute(select(consent_told.c.person_id)).scalars().all()
        assert told == [leader]
        line = connection.execute(select(audit).where(audit.c.action == "add member")).one()
        assert (line.actor, line.subject, line.acting_for) == (f"person {leader}", f"producer {number}", group)
        assert "Malee" not in str(line) and "Kamala" not in str(line)


@pytest.mark.parametrize(
    ("one", "told", "what"),
    [
        (replace(MALEE, name=" 12 "), TOLD, "needs a name"),
        (replace(MALEE, name="M" * 101), TOLD, "needs a name"),
        (replace(MALEE, product="moon"), TOLD, "no product “moon”"),
        (MALEE, replace(TOLD, on=TODAY + timedelta(days=1)), "still to come"),
        (MALEE, replace(TOLD, before="  "), "before whom"),
        (replace(MALEE, number=0), TOLD, "between 1 and"),
        (replace(MALEE, number=10_000), TOLD, "between 1 and"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(sqlite_url: str, one: NewMember, told: Told, what: str) -> None:
    with writing(sqlite_url) as connection:
        group = a_group(connection)
        with pytest.raises(CannotAdd, match=what):
            add(connection, group, one, told)
        assert not connection.execute(select(person)).all()
        with pytest.raises(CannotAdd, match="no group with the number 99"):
            add(connection, 99)


def test_a_number_means_one_person_for_ever(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group = a_group(connection)
        first, seventh = add(connection, group), add(connection, group, replace(MALEE, name="Sita", number=7))
        with pytest.raises(CannotAdd, match="somebody else's"):
            add(connection, group, replace(MALEE, name="Gita", number=7))
        members.leave(connection, group, seventh, Left.DIED, NOW)
        with pytest.raises(CannotAdd, match="somebody else's"):
            add(connection, group, replace(MALEE, name="Gita", number=7))
        later = settle(connection, SITA)
        members.join(connection, group, later, NOW)
        assert {one.member_id: one.number for one in members.of(connection, group)} == {first: 1, later: None}
        assert members.confirm(connection, group, later, NOW)
        assert {one.member_id: one.number for one in members.of(connection, group)} == {first: 1, later: 8}


def test_who_is_forgotten_leaves_numbers_alone(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group = a_group(connection)
        number = add(connection, group)
        who = only(connection, group).person_id
        assert who is not None
        assert b"Kamala" in as_json(connection, who) and b"reported_by_a_leader" in as_json(connection, who)
        erasure.erase_person(connection, who, NOW)
        everywhere = [connection.execute(select(table)).all() for table in (person, producer, consent, consent_told)]
        assert "Malee" not in str(everywhere) and "Kamala" not in str(everywhere)
        assert "female" not in str(everywhere)
        left = connection.execute(select(membership).where(membership.c.member_id == number)).one()
        assert left.until is not None
