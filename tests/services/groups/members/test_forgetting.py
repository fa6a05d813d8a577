"""A member without a phone is forgotten as she wishes: her leader passes it on, staff are told, nothing else does."""

import json
from html import escape

import pytest
from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import ChatState
from bot.i18n import load_catalogues
from bot.i18n.scripts import is_spaceless
from bot.services.groups import making
from bot.services.groups.making import Wish
from bot.services.groups.members import forgetting, membership
from bot.services.groups.members.membership import Left
from bot.services.loaded_packs import LoadedPacks
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.schema import audit, chat, chat_person, dead_update, dialogue, erasure, outbox, person
from tests.services.groups.members.test_adding import TODAY
from tests.services.groups.members.test_membership import village
from tests.services.groups.test_leading import somebody
from tests.services.village import NOW, nepal

LOADED = LoadedPacks({nepal().programme.code: nepal()}, load_catalogues())


def officer(connection: Connection, number: int, area: str | None, role: Role = Role.OFFICER) -> int:
    """Somebody with a chat who works here."""
    who = somebody(connection, Reach(role, area=area))
    where = {"bot": 1, "chat": number, "person_id": who, "state": ChatState.ACTIVE, "state_since": NOW, "seen_at": NOW}
    connection.execute(chat.insert().values(where))
    connection.execute(chat_person.insert().values({**where, "since": NOW}))
    return who


def test_it_is_done_at_once_and_the_officer_of_the_area_is_told_without_a_name(database_url: str) -> None:
    with writing(database_url) as connection:
        group, leader, malee = village(connection)
        hers = officer(connection, 71, "bhojpur")
        officer(connection, 72, "dolpa")
        officer(connection, 73, None, Role.ADMIN)
        who = membership.page(connection, leader, group, malee)
        assert who is not None and who.person_id is not None
        assert forgetting.forget(connection, LOADED, leader, group, malee, NOW)
        assert connection.scalar(select(person.c.name).where(person.c.id == who.person_id)) is None
        assert [one.name for one in members.of(connection, group)] == ["Sita Rai"]
        assert connection.scalars(select(erasure.c.person_id)).all() == [who.person_id]
        ((told, payload),) = connection.execute(select(outbox.c.person_id, outbox.c.payload)).all()
        assert told == hers and "Sunrise" in str(payload) and "Malee" not in str(payload)
        assert not forgetting.forget(connection, LOADED, leader, group, malee, NOW), "once"
        assert "Malee" not in str(connection.execute(select(audit)).all())


def test_where_no_officer_is_the_admin_is_told(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        admin = officer(connection, 73, None, Role.ADMIN)
        assert forgetting.forget(connection, LOADED, leader, group, malee, NOW)
        assert connection.scalars(select(outbox.c.person_id)).all() == [admin]


def test_who_was_a_member_can_wish_it_too(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        membership.leave(connection, leader, group, malee, Left.LEFT, NOW)
        assert forgetting.forget(connection, LOADED, leader, group, malee, NOW)
        assert membership.gone(connection, leader, group) == []


def test_who_has_a_phone_says_it_herself_and_others_pass_on_nothing(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        group, leader, malee = village(connection)
        elsewhere = making.add(connection, nepal(), Wish("Other", None, None, TODAY), "command line", TODAY, NOW)
        other = somebody(connection, Reach(Role.LEADER, group_id=elsewhere), Reach(Role.ADMIN))
        for who in (other, None):
            with pytest.raises(NotAllowed):
                forgetting.forget(connection, LOADED, who, group, malee, NOW)
        assert not forgetting.forget(connection, LOADED, other, elsewhere, malee, NOW)
        page = membership.page(connection, leader, group, malee)
        assert page is not None
        where = {"bot": 1, "chat": 9, "person_id": page.person_id, "state": ChatState.ACTIVE, "state_since": NOW}
        connection.execute(chat.insert().values({**where, "seen_at": NOW}))
        connection.execute(chat_person.insert().values({**where, "seen_at": NOW, "since": NOW}))
        assert not forgetting.forget(connection, LOADED, leader, group, malee, NOW)
        assert not connection.scalars(select(erasure.c.id)).all()


@pytest.mark.parametrize("name", ["Malee Rai", "Ma & Co", "มาลี ใจดี", "text"])
def test_her_name_goes_out_of_what_others_were_told_and_are_writing(database_url: str, name: str) -> None:
    with writing(database_url) as connection:
        group, leader, malee = village(connection)
        who = membership.page(connection, leader, group, malee)
        assert who is not None and who.person_id is not None
        connection.execute(person.update().where(person.c.id == who.person_id).values(name=name))
        officer(connection, 71, "bhojpur")
        where = {
            "bot": 1,
            "chat": 74,
            "person_id": leader,
            "state": ChatState.ACTIVE,
            "state_since": NOW,
            "seen_at": NOW,
        }
        connection.execute(chat.insert().values(where))
        connection.execute(chat_person.insert().values({**where, "since": NOW}))
        said = (
            f"คุณ{escape(name)}ส่งแล้ว" if is_spaceless(name) else f"<b>{escape(name)}</b> has reported. {name}ville too."
        )
        for number, to in enumerate((71, 74, 99)):
            payload = {
                "chat_id": to,
                "text": said,
                "reply_markup": {"inline_keyboard": [[{"text": name, "callback_data": name}]]},
            }
            row = {
                "bot": 1,
                "chat": to,
                "lane": 0,
                "method": "sendMessage",
                "payload": payload,
                "state": "sent",
                "dedupe": str(number),
            }
            connection.execute(outbox.insert().values({**row, "next_attempt": NOW, "created_at": NOW}))
        draft = {"kind": "report", "person_id": leader, "bot": 1, "chat": 74, "state": {"table": [name, 3]}}
        connection.execute(dialogue.insert().values({**draft, "front": True, "began_at": NOW, "touched_at": NOW}))
        dead = {
            "bot": 1,
            "update_id": 3,
            "chat": 74,
            "raw": json.dumps({"text": name}),
            "traceback": "",
            "died_at": NOW,
        }
        connection.execute(dead_update.insert().values(dead))
        assert forgetting.forget(connection, LOADED, leader, group, malee, NOW)
        told = dict(connection.execute(select(outbox.c.chat, outbox.c.payload).order_by(outbox.c.id.desc())).all())
        for to in (71, 74):
            button = told[to]["reply_markup"]["inline_keyboard"][0][0]
            assert button == {"text": "…", "callback_data": name}
            assert told[to]["text"] == said.replace(escape(name), "…", 1)
        assert told[99]["text"] == said, "somebody who has nothing to do with her"
        assert connection.scalar(select(dialogue.c.state)) == {"table": ["…", 3]}
        assert name not in json.loads(connection.scalar(select(dead_update.c.raw)) or "{}").values()
