"""Invitations: one-time links that expire."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from bot.store.schema import invitation, producer


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link not used yet: who uses it gets the role, in this area or group."""

    code: str
    programme: str
    role: str
    area: str | None
    group_id: int | None
    expires_at: datetime
    # the number of the role that ends when this one is taken up
    replaces: int | None = None
    # the last day of the term that it gives
    term_until: date | None = None
    # what an officer is to do alone
    duty: str | None = None


def add(connection: Connection, made: Invitation, now: datetime) -> None:
    """Keep a new invitation."""
    connection.execute(
        invitation.insert().values(
            code=made.code,
            programme=made.programme,
            role=made.role,
            area=made.area,
            group_id=made.group_id,
            created_at=now,
            expires_at=made.expires_at,
            replaces=made.replaces,
            term_until=made.term_until,
            duty=made.duty,
        )
    )


def is_group(connection: Connection, number: int, programme: str) -> bool:
    """Whether a producer of this programme is a group."""
    statement = select(producer.c.id).where(
        producer.c.id == number, producer.c.programme == programme, producer.c.kind == "group"
    )
    return connection.scalar(statement) is not None


def find_open(connection: Connection, code: str, now: datetime) -> Invitation | None:
    """The invitation behind a code; None when it was used, is past its day, or never was. Nobody else uses it until
    the end of the transaction.
    """
    row = connection.execute(
        select(invitation)
        .where(invitation.c.code == code, invitation.c.used_at.is_(None), invitation.c.expires_at > now)
        .with_for_update()
    ).one_or_none()
    if row is None:
        return None
    found = (row.code, row.programme, row.role, row.area, row.group_id)
    return Invitation(*found, row.expires_at, row.replaces, row.term_until, row.duty)


def end_replacing(connection: Connection, role_id: int, now: datetime) -> bool:
    """No link that replaces this role is good any more; whether one was."""
    good = (invitation.c.used_at.is_(None), invitation.c.expires_at > now)
    ended = update(invitation).where(invitation.c.replaces == role_id, *good).values(expires_at=now)
    return connection.execute(ended).rowcount > 0


def use(connection: Connection, code: str, person_id: int, now: datetime) -> bool:
    """A one-time link does its work; False when somebody was faster."""
    used = connection.execute(
        update(invitation)
        .where(invitation.c.code == code, invitation.c.used_at.is_(None), invitation.c.expires_at > now)
        .values(used_at=now, used_by=person_id)
    )
    return used.rowcount == 1
