"""What groups themselves are asked: which reminders are due. `nudge_ladder.to_nudge` gives all others."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.domain.programme import OfGroup
from bot.store.evaluation.slots import nudge_due
from bot.store.schema import slot


def to_remind(connection: Connection, now: datetime) -> list[int]:
    """The numbers of the slots of groups whose reminder is due, locked, the longest due first."""
    statement = (
        select(slot.c.id)
        .where(*nudge_due(now), slot.c.form.in_(list(OfGroup)))
        .order_by(slot.c.next_nudge_at, slot.c.id)
        .with_for_update(skip_locked=True)
    )
    return list(connection.scalars(statement))
