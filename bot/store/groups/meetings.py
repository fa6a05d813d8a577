"""Groups by their meeting day, and those of whose leaders nothing was heard for long."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, and_, exists, or_, select, update

from bot.domain.people.roles import Role
from bot.store.schema import chat_person, group_about, producer, role

_LED = and_(role.c.group_id == group_about.c.group_id, role.c.role == Role.LEADER, role.c.until.is_(None))


def meeting(connection: Connection, programme: str, days: Collection[int], today: date) -> list[int]:
    """The groups with a leader that meet on one of these days of the month, and were told nothing today."""
    statement = (
        select(group_about.c.group_id)
        .join_from(group_about, producer, producer.c.id == group_about.c.group_id)
        .where(producer.c.programme == programme, group_about.c.meeting_day.in_(sorted(days)))
        .where(or_(group_about.c.told_on.is_(None), group_about.c.told_on < today), exists().where(_LED))
        .order_by(group_about.c.group_id)
    )
    return list(connection.scalars(statement))


def told(connection: Connection, group_id: int, today: date) -> None:
    """What is told on the meeting day was told."""
    connection.execute(update(group_about).where(group_about.c.group_id == group_id).values(told_on=today))


def silent(connection: Connection, programme: str, before: datetime) -> list[int]:
    """The groups whose leaders have all led them since before a moment, and were not heard of since."""
    lately = or_(role.c.since >= before, exists().where(_HEARD, chat_person.c.seen_at >= before))
    statement = (
        select(group_about.c.group_id)
        .join_from(group_about, producer, producer.c.id == group_about.c.group_id)
        .where(producer.c.programme == programme, exists().where(_LED), ~exists().where(_LED, lately))
        .order_by(group_about.c.group_id)
    )
    return list(connection.scalars(statement))


_HEARD = chat_person.c.person_id == role.c.person_id
