"""What staff are to look at of a group itself: it does not answer what it is asked, or its leader is silent in
everything. Of one silence one row waits, with the graver reason.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, insert, select, update

from bot.domain.evaluation.calendar import SlotState
from bot.domain.people.roles import Role
from bot.domain.programme import OfGroup
from bot.domain.staff.outcomes import What
from bot.store.schema import chat_person, follow_up, follow_up_outcome, producer, role, slot

UNANSWERED, SILENT_LEADER = "group_no_answer", "silent_leader"
_WAITS = follow_up.c.done_at.is_(None)
_OF_SILENCE = follow_up.c.reason.in_([UNANSWERED, SILENT_LEADER])


def note(connection: Connection, group_id: int, now: datetime) -> None:
    """The group does not answer; where its silence is known already nothing is written."""
    known = exists().where(follow_up.c.producer_id == group_id, _OF_SILENCE, _WAITS)
    if not connection.scalar(select(known)):
        connection.execute(insert(follow_up).values(producer_id=group_id, reason=UNANSWERED, created_at=now))


def settle(connection: Connection, group_id: int, now: datetime) -> None:
    """The group has answered: it is silent no more, and so is who leads it."""
    here = (follow_up.c.producer_id == group_id, _OF_SILENCE, _WAITS)
    connection.execute(update(follow_up).where(*here).values(done_at=now))


def note_silent(connection: Connection, programme: str, silent: Collection[int], now: datetime) -> None:
    """These are the groups of a programme whose leaders nothing is heard of. What waits of others has settled itself,
    or is what it was before: the group does not answer.
    """
    waiting = _waiting(connection, programme)
    known = [one for one in silent if one in waiting]
    done = _closed(connection, silent)
    unknown = [one for one in silent if one not in waiting and one not in done]
    new = [{"producer_id": one, "reason": SILENT_LEADER, "created_at": now} for one in unknown]
    heard = [one for one, reason in waiting.items() if reason == SILENT_LEADER and one not in silent]
    connection.execute(update(follow_up).where(*_of(known)).values(reason=SILENT_LEADER))
    connection.execute(update(follow_up).where(*_of(heard), _STILL_ASKED).values(reason=UNANSWERED))
    connection.execute(update(follow_up).where(*_of(heard), follow_up.c.reason == SILENT_LEADER).values(done_at=now))
    if new:
        connection.execute(insert(follow_up), new)


# The ladder of what it is asked now is used up.
_STILL_ASKED = exists().where(
    slot.c.producer_id == follow_up.c.producer_id,
    slot.c.form.in_(list(OfGroup)),
    slot.c.state == SlotState.OPEN,
    slot.c.told_at.is_not(None),
)


def _closed(connection: Connection, silent: Collection[int]) -> set[int]:
    """Those whose silence staff have looked at and ended, while nothing was heard since of who leads them: it is the
    same silence still.
    """
    by_staff = exists().where(
        follow_up_outcome.c.follow_up_id == follow_up.c.id,
        follow_up_outcome.c.what.in_([What.VISITED, What.CLOSED]),
        follow_up_outcome.c.at == follow_up.c.done_at,
    )
    leads = (role.c.group_id == follow_up.c.producer_id, role.c.role == Role.LEADER, role.c.until.is_(None))
    heard = exists().where(
        *leads, chat_person.c.person_id == role.c.person_id, chat_person.c.seen_at > follow_up.c.done_at
    )
    another = exists().where(*leads, role.c.since > follow_up.c.done_at)
    here = (follow_up.c.producer_id.in_(sorted(silent)), _OF_SILENCE, by_staff, ~heard, ~another)
    return set(connection.scalars(select(follow_up.c.producer_id).where(*here)))


def _of(groups: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return (follow_up.c.producer_id.in_(sorted(groups)), _OF_SILENCE, _WAITS)


def _waiting(connection: Connection, programme: str) -> dict[int, str]:
    """The reason that waits, by group."""
    here = select(follow_up.c.producer_id, follow_up.c.reason).join_from(
        follow_up, producer, producer.c.id == follow_up.c.producer_id
    )
    rows = connection.execute(here.where(producer.c.programme == programme, _OF_SILENCE, _WAITS))
    return {row.producer_id: row.reason for row in rows}
