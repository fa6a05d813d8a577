"""What groups themselves are asked: whose calendar is to begin, and which reminders are due (`nudge_ladder.to_nudge`
gives all others).
"""

from datetime import datetime

from sqlalchemy import Connection, exists, select

from bot.domain.people.roles import Role
from bot.domain.programme import OfGroup
from bot.store.evaluation.due_slots import nudge_due
from bot.store.people import roles
from bot.store.schema import group_about, producer, role, slot

_LED = exists().where(role.c.group_id == group_about.c.group_id, role.c.role == Role.LEADER, roles.now_in())
_BEGUN = exists().where(slot.c.producer_id == group_about.c.group_id)


def to_begin(connection: Connection, programme: str, limit: int) -> list[int]:
    """Up to `limit` groups that somebody leads and whose calendar has not begun, locked."""
    statement = (
        select(group_about.c.group_id)
        .join_from(group_about, producer, producer.c.id == group_about.c.group_id)
        .where(producer.c.programme == programme, _LED, ~_BEGUN)
        .order_by(group_about.c.group_id)
        .limit(limit)
        .with_for_update(of=group_about, skip_locked=True)
    )
    return list(connection.scalars(statement))


def has_begun(connection: Connection, group_id: int) -> bool:
    """Whether its calendar has begun; nobody else begins it until the end of this transaction."""
    here = group_about.c.group_id == group_id
    connection.execute(select(group_about.c.group_id).where(here).with_for_update())
    return bool(connection.scalar(select(exists().where(slot.c.producer_id == group_id))))


def to_remind(connection: Connection, now: datetime) -> list[int]:
    """The numbers of the slots of groups whose reminder is due, locked, the longest due first."""
    statement = (
        select(slot.c.id)
        .where(*nudge_due(now), slot.c.form.in_(list(OfGroup)))
        .order_by(slot.c.next_nudge_at, slot.c.id)
        .with_for_update(skip_locked=True)
    )
    return list(connection.scalars(statement))
