"""A group as a roster would have it: everybody who is or was in it, and what is kept of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.store.schema import consent, consent_told, erasure, invitation, membership, person, producer, speaks_for


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is in a group, or was until `left`. `about`: who she is, as a registration has it; `told_on`,
    `told_how`, `told_before`: of a consent that was given aloud.
    """

    member_id: int
    name: str
    number: int | None
    left: datetime | None
    phone: str | None
    product: str | None
    about: Mapping[str, str]
    told_on: date | None = None
    told_how: str | None = None
    told_before: str | None = None


_KNOWN = (
    select(
        membership.c.member_id,
        func.coalesce(person.c.name, "").label("name"),
        membership.c.number,
        membership.c.until,
        person.c.phone,
        producer.c.product,
        producer.c.registered,
        consent_told.c.told_on,
        consent_told.c.how,
        consent_told.c.before,
    )
    .join_from(membership, producer, producer.c.id == membership.c.member_id)
    .join(speaks_for, speaks_for.c.producer_id == membership.c.member_id)
    .join(person, person.c.id == speaks_for.c.person_id)
    .outerjoin(consent, consent.c.person_id == person.c.id)
    .outerjoin(consent_told, consent_told.c.consent_id == consent.c.id)
    # who is in it now comes last, and of her consents the newest
    .order_by(membership.c.until.is_(None), membership.c.id, speaks_for.c.since.desc(), consent.c.id)
)


def known(connection: Connection, group_id: int) -> list[Known]:
    """Everybody who is in a group or was, each once, as she is in it now or was last."""
    found: dict[int, Known] = {}
    for row in connection.execute(_KNOWN.where(membership.c.group_id == group_id)):
        about = {key: value for key, value in (row.registered or {}).items() if isinstance(value, str)}
        who = (row.member_id, row.name, row.number, row.until, row.phone, row.product)
        before = found.get(row.member_id)
        told: tuple[Any, ...] = (row.told_on, row.how, row.before)
        if row.told_on is None and before is not None:
            told = (before.told_on, before.told_how, before.told_before)
        found[row.member_id] = Known(*who, about, *told)
    return list(found.values())


def forgotten_at(connection: Connection, group_id: int) -> datetime | None:
    """When somebody who was in a group asked to be forgotten last; None: nobody has."""
    statement = (
        select(func.max(erasure.c.at))
        .join_from(membership, speaks_for, speaks_for.c.producer_id == membership.c.member_id)
        .join(erasure, erasure.c.person_id == speaks_for.c.person_id)
        .where(membership.c.group_id == group_id)
    )
    at: datetime | None = connection.scalar(statement)
    return at


def with_phones(connection: Connection, programme: str, phones: Collection[str]) -> list[tuple[int, str, str]]:
    """Who has one of these phone numbers: number, name and phone of each."""
    columns = (person.c.id, person.c.name, person.c.phone)
    found: list[tuple[int, str, str]] = []
    wanted = sorted(phones)
    for at in range(0, len(wanted), 1000):
        here = (person.c.programme == programme, person.c.phone.in_(wanted[at : at + 1000]), person.c.name.is_not(None))
        found.extend((row.id, row.name, row.phone) for row in connection.execute(select(*columns).where(*here)))
    return found


@dataclass(frozen=True, slots=True)
class LeadersLink:
    """A leader's link that was made for a member: until when it is good, and whether it was used."""

    member_id: int
    code: str
    until: datetime
    used: bool


def links(connection: Connection, group_id: int) -> dict[int, LeadersLink]:
    """The newest leader's link of each member of a group for whom one was made."""
    columns = (invitation.c.member_id, invitation.c.code, invitation.c.expires_at, invitation.c.used_at)
    here = (invitation.c.group_id == group_id, invitation.c.member_id.is_not(None))
    rows = connection.execute(select(*columns).where(*here).order_by(invitation.c.created_at))
    return {
        row.member_id: LeadersLink(row.member_id, row.code, row.expires_at, row.used_at is not None) for row in rows
    }


def link_is_for(connection: Connection, code: str, member_id: int) -> None:
    """A leader's link was made for this member."""
    connection.execute(update(invitation).where(invitation.c.code == code).values(member_id=member_id))
