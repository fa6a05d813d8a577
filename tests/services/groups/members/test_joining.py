"""A group's join link: the same for all who come, until its day, or until it is taken back; each group's by itself."""

from datetime import timedelta

from sqlalchemy import select

from bot.domain.people.roles import Reach, Role
from bot.services.groups.members import joining
from bot.services.people import registration
from bot.services.people.invitations import GROUP
from bot.store import Connection
from bot.store.engine.sync import writing
from bot.store.schema import group_link
from tests.services.groups.test_leading import a_group, somebody
from tests.services.village import NOW, found

NINETY_DAYS = timedelta(days=90)
MOMENT = timedelta(seconds=1)


def led(connection: Connection, name: str) -> tuple[int, int]:
    group = a_group(connection, name)
    return group, somebody(connection, Reach(Role.LEADER, group_id=group))


def opens(connection: Connection, link: joining.Link, after: timedelta = timedelta()) -> bool:
    return registration.of_group(connection, link.payload.removeprefix(GROUP), NOW + after) is not None


def test_it_is_one_for_all_until_its_day_and_then_another(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group, leader = led(connection, "Own")
        link = joining.link(connection, leader, group, NOW)
        assert link.until == NOW + NINETY_DAYS
        last = NINETY_DAYS - MOMENT
        assert joining.link(connection, leader, group, NOW + last) == link
        assert joining.known(connection, leader, group, NOW + last) == link
        assert [opens(connection, link, after) for after in (timedelta(), last, NINETY_DAYS)] == [True, True, False]
        assert joining.known(connection, leader, group, NOW + NINETY_DAYS) is None
        assert joining.link(connection, leader, group, NOW + NINETY_DAYS).payload != link.payload


def test_what_is_taken_back_opens_nothing_and_links_of_others_stay(database_url: str) -> None:
    with writing(database_url) as connection:
        found(connection)
        group, leader = led(connection, "Own")
        other, beside = led(connection, "Other")
        ended = joining.link(connection, leader, group, NOW - NINETY_DAYS - MOMENT)
        link, theirs = joining.link(connection, leader, group, NOW), joining.link(connection, beside, other, NOW)
        joining.take_back(connection, leader, group, NOW)
        assert not opens(connection, link) and joining.known(connection, leader, group, NOW) is None
        assert opens(connection, theirs), "another group's is none of hers"
        its_end = select(group_link.c.until).where(group_link.c.code == ended.payload.removeprefix(GROUP))
        assert connection.scalar(its_end) == NOW - MOMENT, "what had ended by itself ended on its day"
        again = joining.link(connection, leader, group, NOW)
        assert opens(connection, again) and not opens(connection, link)
