"""An area for tests: officers, newcomers who registered alone, and groups whose links have brought some of them."""

from typing import Any

from sqlalchemy import select, update

from bot.domain.people.roles import Reach, Role
from bot.services.groups import making
from bot.store import Connection
from bot.store.groups.members import members
from bot.store.people import roles
from bot.store.schema import person, producer, speaks_for
from tests.services.town import Member, Town, pack

CODE, AREA, ABOVE, ELSEWHERE = "malawi-ovop", "MW-BA", "MW-S", "MW-C"
PACK = pack(CODE)


def comes(place: Town, name: str, group: int | None = None, area: str = AREA) -> Member:
    """Somebody registers by herself, or by the link of a group."""
    member = place.join(CODE, name=name)
    place.rows_changed(update(producer).where(producer.c.id == member.producer).values(area=area, product="soya_oil"))
    if group is not None:
        place.run(members.join, group, member.producer, place.now)
    return member


def a_group(place: Town, name: str, leader: str = "", area: str = AREA) -> int:
    """A group, led by somebody of this name."""
    day = place.now.date()
    group = place.run(making.add, PACK, making.Wish(name, area, None, day), "command line", day, place.now)
    if leader:
        works(place, leader, Reach(Role.LEADER, group_id=group))
    return group


def works(place: Town, name: str, *held: Reach, code: str = CODE) -> int:
    """Somebody who works here and makes nothing."""
    member = place.join(code, name=name)

    def give(connection: Connection) -> None:
        connection.execute(speaks_for.delete().where(speaks_for.c.person_id == member.person))
        connection.execute(update(person).where(person.c.id == member.person).values(confirmed_at=place.now))
        for one in held:
            roles.give(connection, member.person, one, place.now)

    place.run(give)
    return member.person


def officer(place: Town, name: str = "Grace", area: str | None = AREA) -> int:
    return works(place, name, Reach(Role.OFFICER, area))


def confirmed(place: Town, *them: Member) -> list[tuple[Any, Any]]:
    """When each person and her business were confirmed."""
    found = []
    for one in them:
        who = place.rows(select(person.c.confirmed_at).where(person.c.id == one.person))[0][0]
        what = place.rows(select(producer.c.confirmed_at).where(producer.c.id == one.producer))[0][0]
        found.append((who, what))
    return found
