"""Which announcements have come to somebody, and of which kinds."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, or_, select

from bot.domain.staff.announced import Kind
from bot.domain.staff.announcement import Fate
from bot.domain.wire.outgoing import OutState
from bot.store.schema import announcement, announcement_question, announcement_to, outbox

_COME = (OutState.SENT, OutState.UNSURE)


def has_come(to: FromClause) -> ColumnElement[bool]:
    """Whether it has come to whom a row names, or may have: as long as a message is on its way the outbox says so."""
    arrived = exists().where(outbox.c.id == to.c.outbox_id, outbox.c.state.in_(_COME))
    return or_(to.c.state.in_((Fate.DELIVERED, Fate.UNSURE)), and_(to.c.state == Fate.WAITING, arrived))


def of_kind(connection: Connection, kind: Kind, number: int, people: Collection[int]) -> set[int]:
    """Who of these people has had an announcement of this kind that was begun before this one."""
    asks = exists().where(announcement_question.c.announcement_id == announcement.c.id)
    same = {
        Kind.EMERGENCY: announcement.c.emergency,
        Kind.QUESTION: and_(~announcement.c.emergency, asks),
        Kind.PLAIN: and_(~announcement.c.emergency, ~asks),
    }
    theirs = (announcement_to.c.person_id.in_(people), announcement_to.c.announcement_id < number)
    had = select(announcement_to.c.person_id).join_from(announcement_to, announcement).distinct()
    return set(connection.scalars(had.where(*theirs, has_come(announcement_to), same[kind])))
