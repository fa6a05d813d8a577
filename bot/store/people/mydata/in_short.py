"""What is kept about one person, in short: who she is, what she agreed to, and how much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, not_, select

from bot.store.people.mydata.kept import LINKED, businesses_of
from bot.store.schema import (
    card,
    consent,
    entry,
    membership,
    person,
    phone_request,
    report_row,
    submission,
)


@dataclass(frozen=True, slots=True)
class Business:
    """A producer that she answers for. `area` and `product` are codes of the pack."""

    area: str | None
    product: str | None


@dataclass(frozen=True, slots=True)
class About:
    """What is kept, in short. `agreed_on` None: she has not agreed herself in any chat."""

    name: str | None
    phone: str | None
    since: datetime
    businesses: Sequence[Business]
    consent_version: str | None
    agreed_at: datetime | None
    # who agreed for her
    guardian: str | None
    # the newest version that she has said no to, and has not agreed to since
    refused_version: str | None
    refused_at: datetime | None
    submissions: int
    # how often leaders have reported for her businesses
    reported: int
    # in the cash books of her businesses, without what was corrected or taken back
    entries: int
    # when a phone became hers, who had been without one
    linked_at: datetime | None = None
    # whether a leader may see something of her: she is in a group now
    in_group: bool = False


_LATER = consent.alias("later")
_REFUSED = (
    select(consent.c.version, consent.c.given_at)
    .where(
        consent.c.person_id == bindparam("person_id"),
        not_(consent.c.agreed),
        ~exists().where(_LATER.c.person_id == consent.c.person_id, _LATER.c.id > consent.c.id, _LATER.c.agreed),
    )
    .order_by(consent.c.id.desc())
    .limit(1)
)


def about(connection: Connection, person_id: int) -> About:
    """The short of it."""
    who = connection.execute(select(person).where(person.c.id == person_id)).one()
    agreed = connection.execute(
        select(consent.c.version, consent.c.given_at, consent.c.guardian)
        .where(consent.c.person_id == person_id, consent.c.agreed)
        .order_by(consent.c.given_at.desc(), consent.c.id.desc())
        .limit(1)
    ).one_or_none()
    refused = connection.execute(_REFUSED, {"person_id": person_id}).one_or_none()
    sent = connection.scalar(select(func.count()).select_from(submission).where(submission.c.person_id == person_id))
    businesses = businesses_of(connection, person_id)
    return About(
        name=who.name,
        phone=who.phone,
        since=who.created_at,
        businesses=[Business(row["area"], row["product"]) for row in businesses],
        consent_version=agreed.version if agreed else None,
        agreed_at=agreed.given_at if agreed else None,
        guardian=agreed.guardian if agreed else None,
        refused_version=refused.version if refused else None,
        refused_at=refused.given_at if refused else None,
        submissions=int(sent or 0),
        reported=_reported(connection, person_id, [row["id"] for row in businesses]),
        entries=_entries(connection, [row["id"] for row in businesses]),
        linked_at=_linked_at(connection, [row["id"] for row in businesses]),
        in_group=_in_group(connection, [row["id"] for row in businesses]),
    )


def _reported(connection: Connection, person_id: int, producers: Sequence[int]) -> int:
    """What others have said about her, a report once; who reports for herself is no other."""
    about_her = (report_row.c.member_id.in_(producers), report_row.c.person_id != person_id)
    return int(connection.scalar(select(func.count()).select_from(report_row).where(*about_her)) or 0)


def _in_group(connection: Connection, producers: Sequence[int]) -> bool:
    here = (membership.c.member_id.in_(producers), membership.c.until.is_(None), membership.c.confirmed_at.is_not(None))
    return connection.scalar(select(membership.c.id).where(*here).limit(1)) is not None


def _linked_at(connection: Connection, producers: Sequence[int]) -> datetime | None:
    joined = select(membership.c.id).where(membership.c.member_id.in_(producers))
    cards = select(card.c.code).where(card.c.membership_id.in_(joined))
    linked = (phone_request.c.code.in_(cards), phone_request.c.outcome == LINKED)
    newest = select(phone_request.c.settled_at).where(*linked).order_by(phone_request.c.settled_at.desc())
    return connection.scalar(newest.limit(1))


def _entries(connection: Connection, producers: Sequence[int]) -> int:
    standing = select(func.count()).select_from(entry).where(entry.c.producer_id.in_(producers), entry.c.stands)
    return int(connection.scalar(standing) or 0)
