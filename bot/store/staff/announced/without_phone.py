"""Members without a phone whom an announcement is for: how many each leader has to read it to."""

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from bot.domain.people.roles import Role
from bot.domain.staff.announcement import Fate
from bot.store.people.roles import now_in
from bot.store.schema import announcement_to, role
from bot.store.staff.announcing import counting
from bot.store.staff.announcing.audiences import Wanted


def by_leader(connection: Connection, wanted: Wanted) -> dict[int, int]:
    """How many of the audience have no phone and are in the groups that each leads herself, each once."""
    theirs = counting.without_phone(wanted).order_by(None).subquery()
    leads = (role.c.role == Role.LEADER, now_in())
    counted = select(role.c.person_id, func.count(theirs.c.person_id.distinct()))
    counted = counted.join_from(theirs, role, role.c.group_id == theirs.c.group_id).where(*leads)
    return {person_id: n for person_id, n in connection.execute(counted.group_by(role.c.person_id))}


def get_it_too(connection: Connection, number: int, chats: Collection[int]) -> set[tuple[int, int]]:
    """Bot and chat of those to whom the announcement itself is about to go."""
    where = (announcement_to.c.announcement_id == number, announcement_to.c.chat.in_(chats))
    waits = announcement_to.c.state == Fate.WAITING
    rows = connection.execute(select(announcement_to.c.bot, announcement_to.c.chat).where(*where, waits))
    return {(bot, chat) for bot, chat in rows}
