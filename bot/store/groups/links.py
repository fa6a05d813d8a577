"""Join links of groups."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, insert, not_, or_, select, update

from bot.domain.people.roles import Role
from bot.store.people import roles
from bot.store.schema import group_link, producer, role


@dataclass(frozen=True, slots=True)
class Kept:
    """A link's code and its end."""

    code: str
    until: datetime


def current(connection: Connection, group_id: int, now: datetime) -> Kept | None:
    """The link that is good for longest; None: none is."""
    good = (group_link.c.group_id == group_id, group_link.c.until > now)
    statement = select(group_link.c.code, group_link.c.until).where(*good).order_by(group_link.c.until.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    return None if row is None else Kept(*row)


def add(connection: Connection, group_id: int, one: Kept, now: datetime) -> None:
    """Keep a new link."""
    connection.execute(insert(group_link).values(code=one.code, group_id=group_id, since=now, until=one.until))


def end(connection: Connection, group_id: int, now: datetime) -> None:
    """Whatever links are good end now."""
    connection.execute(
        update(group_link).where(group_link.c.group_id == group_id, group_link.c.until > now).values(until=now)
    )


def _led(*, suspended_too: bool = False) -> ColumnElement[bool]:
    """Whether somebody leads the group."""
    hers = (role.c.group_id == producer.c.id, role.c.role == Role.LEADER, role.c.until.is_(None))
    return exists().where(*hers, *([] if suspended_too else [roles.now_in()]))


@dataclass(frozen=True, slots=True)
class Behind:
    """The group behind a link, and its programme."""

    group_id: int
    programme: str


def find(connection: Connection, code: str, now: datetime) -> Behind | None:
    """What a link opens; None when it is not good any more, or as long as whoever could have sent it is suspended."""
    statement = (
        select(producer.c.id, producer.c.programme)
        .join_from(group_link, producer, producer.c.id == group_link.c.group_id)
        .where(group_link.c.code == code, group_link.c.until > now, or_(_led(), not_(_led(suspended_too=True))))
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else Behind(*row)
