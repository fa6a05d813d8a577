"""Invitations: a short code, checked against the pack, written down."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Role
from bot.services.people import invitations
from bot.services.people.invitations import CannotInvite, Wish
from bot.store.engine.sync import writing
from bot.store.people.invitations import find_open, use
from bot.store.schema import audit, producer
from tests.services.village import NOW, SITA, found, nepal, settle


def test_a_link_opens_once_and_expires(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        area = nepal().areas.rows[0]["name"]
        made = invitations.create(connection, nepal(), Wish(Role.OFFICER, area=area), "command line", NOW)
        opened = find_open(connection, made.code, NOW)
        late = find_open(connection, made.code, NOW + timedelta(days=15))
        person_id = settle(connection, SITA)
        used = [use(connection, made.code, person_id, NOW) for _ in range(2)]
        gone = find_open(connection, made.code, NOW)
        deed = connection.execute(select(audit)).one()
    assert opened is not None
    assert (opened.role, opened.area, opened.programme) == ("officer", area, "nepal-odop")
    assert late is None
    assert (used, gone) == ([True, False], None)
    assert (deed.actor, deed.action, deed.detail["role"]) == ("command line", "invite", "officer")
    assert made.code not in str(deed)


def test_the_audit_log_says_for_which_group(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        settle(connection, SITA)
        group = settle(connection, SITA)
        connection.execute(update(producer).where(producer.c.id == group).values(kind="group"))
        invitations.create(connection, nepal(), Wish(Role.LEADER, group=group), "command line", NOW)
        assert connection.scalar(select(audit.c.acting_for)) == group


def test_the_payload_fits_a_deep_link(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        made = invitations.create(connection, nepal(), Wish(Role.ADMIN), "command line", NOW)
    assert re.fullmatch(r"join_[A-Za-z0-9_-]{1,59}", invitations.payload(made))
    assert invitations.link(made, "ovop_bot") == f"https://t.me/ovop_bot?start=join_{made.code}"


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(Role.OFFICER, area="nowhere"), "has no area “nowhere”; look it up"),
        (Wish(Role.ADMIN, group=1), "as admin is not for a group"),
        (Wish(Role.LEADER), "A leader leads a group"),
        (Wish(Role.MEMBER, group=99), "has no group with the number 99"),
        (Wish(Role.MEMBER, group=1), "has no group with the number 1"),
    ],
)
def test_what_makes_no_sense_is_refused(sqlite_url: str, wish: Wish, sentence: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        settle(connection, SITA)
        with pytest.raises(CannotInvite, match=re.escape(sentence)):
            invitations.create(connection, nepal(), wish, "command line", NOW)
