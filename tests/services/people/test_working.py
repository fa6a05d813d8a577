"""Roles at work: taken up by a link, once; ended at once; the last admin cannot leave."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.domain.people.roles import STAFF, Reach, Role
from bot.domain.wire.contact import ChatState, Contact
from bot.i18n import load_catalogues
from bot.packs import PROGRAMMES, load_pack
from bot.services import roles as rules
from bot.services.groups.leaders import changing
from bot.services.people import invitations, working
from bot.services.people.invitations import Wish
from bot.services.people.working import TERMS, CannotEnd, Ending, LinkUsed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.people import roles
from bot.store.schema import audit, chat, chat_person, consent, outbox, person, producer, slot
from tests.services.village import NOW, SITA, found, nepal, settle

CATALOGUES = load_catalogues()


def link(connection: Connection, role: Role, area: str | None = None) -> str:
    return invitations.create(connection, nepal(), Wish(role, area), "command line", NOW).code


def stranger(number: int = 7) -> Contact:
    return Contact(1, number, ChatState.ACTIVE, NOW, language="ne", programme="nepal-odop", is_new=True)


def worker(connection: Connection, role: Role, number: int = 7, name: str = "Maya") -> int:
    contact = stranger(number)
    changing.take_up(connection, contact, nepal(), CATALOGUES, link(connection, role), NOW, name)
    assert contact.person is not None
    return contact.person.id


def test_who_comes_by_a_link_is_what_it_says_and_no_producer(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        area = nepal().areas.rows[0]["name"]
        contact, code = stranger(), link(connection, Role.OFFICER, area)
        taken = changing.take_up(connection, contact, nepal(), CATALOGUES, code, NOW, "Maya").reach
        her = contact.person
        assert her is not None
        assert taken == Reach(Role.OFFICER, area) and her.roles == {Role.OFFICER} and her.acting_for is None
        assert rules.may(connection, her.id, STAFF) and not rules.may(connection, her.id, {Role.MEMBER, Role.ADMIN})
        assert connection.scalar(select(consent.c.version).where(consent.c.person_id == her.id)) == TERMS
        assert connection.execute(select(producer.c.id)).all() == connection.execute(select(slot.c.id)).all() == []
        done = [(one.actor, one.action, one.subject) for one in connection.execute(select(audit)).all()]
        assert done[-1] == (f"person {her.id}", "take up", f"person {her.id}")
        assert "Maya" not in str(connection.execute(select(audit)).all())


def test_a_link_does_its_work_once_and_leaves_nobody_behind(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        code = link(connection, Role.ADMIN)
        changing.take_up(connection, stranger(), nepal(), CATALOGUES, code, NOW, "Maya")
        for late in (NOW, NOW + timedelta(days=15)):
            with pytest.raises(LinkUsed):
                changing.take_up(connection, stranger(8), nepal(), CATALOGUES, code, late, "Ram")
        elsewhere = link(connection, Role.ADMIN)
        with pytest.raises(LinkUsed):
            malawi = load_pack(PROGRAMMES / "malawi-ovop")
            changing.take_up(connection, stranger(9), malawi, CATALOGUES, elsewhere, NOW, "Ruth")
        assert connection.scalars(select(person.c.name)).all() == ["Maya"]
        assert working.offered(connection, code, NOW) is None
        members = link(connection, Role.MEMBER)
        assert working.offered(connection, members, NOW) is None


def test_a_role_that_she_has_is_not_given_twice(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        her = worker(connection, Role.OFFICER)
        roles.give(connection, her, Reach(Role.OFFICER), NOW)
        roles.give(connection, her, Reach(Role.OFFICER, nepal().areas.rows[0]["name"]), NOW)
        assert len(roles.of(connection, her)) == 2


def test_it_ends_at_once_and_she_is_told(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        her = worker(connection, Role.OFFICER)
        here = {"bot": 1, "chat": 7, "person_id": her, "state": "active", "state_since": NOW, "seen_at": NOW}
        connection.execute(insert(chat).values(here))
        connection.execute(insert(chat_person).values(**here, since=NOW))
        ended = working.end(connection, Ending(her, Role.OFFICER, "command line"), CATALOGUES, NOW)
        assert [one.reach for one in ended] == [Reach(Role.OFFICER)]
        assert not rules.may(connection, her, STAFF)
        assert connection.scalars(select(outbox.c.method).order_by(outbox.c.id)).all() == [
            "sendMessage",
            "deleteMyCommands",
        ]
        with pytest.raises(CannotEnd, match=f"{her} is no officer there; see: ovop roles"):
            working.end(connection, Ending(her, Role.OFFICER, "command line"), CATALOGUES, NOW)


@pytest.mark.parametrize("state", ["stopped", "blocked"])
def test_who_wants_to_hear_nothing_is_not_told(sqlite_url: str, state: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        her = worker(connection, Role.OFFICER)
        here = {"bot": 1, "chat": 7, "person_id": her, "state": state, "state_since": NOW, "seen_at": NOW}
        connection.execute(insert(chat).values(here))
        connection.execute(insert(chat_person).values(**here, since=NOW))
        working.end(connection, Ending(her, Role.OFFICER, "command line"), CATALOGUES, NOW)
        assert connection.execute(select(outbox)).all() == []


def test_only_what_is_named_ends(sqlite_url: str) -> None:
    first, second = (row["name"] for row in nepal().areas.rows[:2])
    with writing(sqlite_url) as connection:
        found(connection)
        her = worker(connection, Role.EVALUATOR)
        for area in (first, second):
            roles.give(connection, her, Reach(Role.OFFICER, area), NOW)
        working.end(connection, Ending(her, Role.OFFICER, "command line", second), CATALOGUES, NOW)
        assert {one.reach for one in roles.of(connection, her)} == {
            Reach(Role.EVALUATOR),
            Reach(Role.OFFICER, first),
        }


def test_the_last_admin_cannot_leave(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        settle(connection, SITA)
        one = worker(connection, Role.ADMIN)
        assert working.is_last_admin(connection, one)
        with pytest.raises(CannotEnd, match="is the only admin of nepal-odop; invite another first: ovop invite admin"):
            working.end(connection, Ending(one, Role.ADMIN, "command line"), CATALOGUES, NOW)
        other = worker(connection, Role.ADMIN, 8, "Ram")
        assert not working.is_last_admin(connection, one)
        working.end(connection, Ending(one, Role.ADMIN, "command line"), CATALOGUES, NOW)
        assert working.admins(connection, "nepal-odop") == {other}
