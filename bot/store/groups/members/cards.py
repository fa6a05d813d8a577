"""Codes of members' cards, and which of them are good."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, exists, insert, select, update

from bot.domain.people.roles import Role
from bot.store.people import roles
from bot.store.schema import card, membership, role

_HERE = card.c.membership_id == membership.c.id
# Who had it made leads the group still, and is not suspended: since before the card was made, so that a later time of
# hers opens nothing.
_LED = and_(
    role.c.person_id == card.c.person_id,
    role.c.role == Role.LEADER,
    role.c.group_id == membership.c.group_id,
    roles.now_in(),
    role.c.since <= card.c.since,
)
_GOOD = and_(card.c.until.is_(None), membership.c.until.is_(None), exists().where(_LED))


@dataclass(frozen=True, slots=True)
class Behind:
    """The group that a card is of, and its member; `good`: whether it opens her still."""

    group_id: int
    member_id: int
    good: bool


def of(connection: Connection, group_id: int) -> dict[int, str]:
    """The codes that are good now, by member."""
    codes = select(membership.c.member_id, card.c.code).join_from(card, membership, _HERE)
    rows = connection.execute(codes.where(membership.c.group_id == group_id, _GOOD))
    return {row.member_id: row.code for row in rows}


def give(connection: Connection, group_id: int, codes: Mapping[int, str], person_id: int, now: datetime) -> None:
    """New codes for members, by member; those that they had before end. Who is not in the group gets none."""
    here = (
        membership.c.group_id == group_id,
        membership.c.member_id.in_(sorted(codes)),
        membership.c.until.is_(None),
        membership.c.confirmed_at.is_not(None),
    )
    rows = connection.execute(select(membership.c.id, membership.c.member_id).where(*here)).all()
    before = (card.c.membership_id.in_([row.id for row in rows]), card.c.until.is_(None))
    connection.execute(update(card).where(*before).values(until=now))
    made = {"person_id": person_id, "since": now}
    values = [{"code": codes[row.member_id], "membership_id": row.id, **made} for row in rows]
    if values:
        connection.execute(insert(card), values)


def find(connection: Connection, code: str) -> Behind | None:
    """Whose card it is, or was; None: we made none with this code."""
    behind = select(membership.c.group_id, membership.c.member_id, _GOOD).join_from(card, membership, _HERE)
    row = connection.execute(behind.where(card.c.code == code)).one_or_none()
    return None if row is None else Behind(*row)


def drop_of(connection: Connection, producers: Collection[int]) -> None:
    """Nothing is kept of the cards of these."""
    hers = select(membership.c.id).where(membership.c.member_id.in_(sorted(producers)))
    connection.execute(delete(card).where(card.c.membership_id.in_(hers)))
