"""Who says that she works in a group is listed to the staff of her area, and asked once; her history stays hers."""

import pytest
from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.i18n import load_catalogues
from bot.services.groups.members import placing
from bot.services.roles import NotAllowed
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.groups.members import members
from bot.store.schema import audit, membership, outbox, producer, slot, speaks_for
from tests.services.groups.leaders.test_changing import reached
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, Villager, found, nepal, settle

CATALOGUES = load_catalogues()


def who_says(connection: Connection, name: str, area: str = "bhojpur", works: str = "group") -> int:
    """A producer with a phone, and what she said at registration."""
    number = settle(connection, Villager(name))
    values = {"registered": {"works": works}, "area": area}
    connection.execute(update(producer).where(producer.c.id == number).values(values))
    who = connection.scalars(select(speaks_for.c.person_id).where(speaks_for.c.producer_id == number)).one()
    reached(connection, who)
    return number


def names(connection: Connection, who: int) -> list[str]:
    return [one.name for one in placing.listed(connection, who, nepal())]


def ask(connection: Connection, who: int | None, number: int) -> bool:
    return placing.invite(connection, who, nepal(), number, CATALOGUES, NOW)


def test_those_of_her_area_who_say_so_and_are_in_none(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group = a_group(connection, "Own")
        officer = somebody(connection, Reach(Role.OFFICER, "NP-P1"))
        waits, placed = who_says(connection, "Waits"), who_says(connection, "Placed")
        who_says(connection, "Alone", works="alone")
        elsewhere = who_says(connection, "Elsewhere", "chitwan")
        members.join(connection, group, placed, NOW)
        assert names(connection, officer) == ["Waits"]
        for number in (placed, elsewhere):
            with pytest.raises(NotAllowed):
                ask(connection, officer, number)
        for stranger in (None, somebody(connection), somebody(connection, Reach(Role.LEADER, group_id=group))):
            with pytest.raises(NotAllowed):
                placing.listed(connection, stranger, nepal())
            with pytest.raises(NotAllowed):
                ask(connection, stranger, waits)
        assert not connection.execute(select(outbox)).all()
        assert ask(connection, officer, waits) and not ask(connection, officer, waits), "she is asked once"
        assert len(connection.execute(select(outbox)).all()) == 1
        assert connection.scalars(select(audit.c.action)).all()[-1] == "ask for group"
        before = connection.execute(select(slot)).all()
        assert placing.join(connection, nepal(), waits, group, NOW) and not placing.join(
            connection, nepal(), waits, group, NOW
        )
        assert connection.execute(select(slot)).all() == before and names(connection, officer) == []
        kept = select(membership.c.confirmed_at).where(membership.c.member_id == waits)
        assert connection.execute(kept).one() == (None,), "until the leader has said so too"


def test_where_there_is_no_group_nobody_is_asked_and_no_group_of_elsewhere_is_joined(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        found(connection)
        admin = somebody(connection, Reach(Role.ADMIN))
        far, near = a_group(connection, "Own"), who_says(connection, "Far", "chitwan")
        assert not ask(connection, admin, near)
        assert not placing.join(connection, nepal(), near, far, NOW), "nobody has asked her"
        connection.execute(update(producer).where(producer.c.id == near).values(group_asked_at=NOW))
        assert not placing.join(connection, nepal(), near, far, NOW), "it is far away"
