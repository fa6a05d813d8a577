"""Which version of the consent holds for whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.domain.programme import version_number
from bot.store.schema import consent, consent_told, person, speaks_for

# How consent was given (`consent.how`) where another wrote it down.
TOLD = "told"
_OF_PRODUCERS = (
    select(speaks_for.c.producer_id, person.c.consent_version)
    .join_from(speaks_for, person, person.c.id == speaks_for.c.person_id)
    .where(speaks_for.c.producer_id.in_(bindparam("producers", expanding=True)))
)


def of_producers(connection: Connection, producers: Collection[int]) -> Mapping[int, int]:
    """The version that all who answer for each producer have agreed to; 0: one of them to none, or nobody answers."""
    agreed: dict[int, list[int]] = {producer: [] for producer in producers}
    for row in connection.execute(_OF_PRODUCERS, {"producers": sorted(producers)}):
        agreed[row.producer_id].append(version_number(row.consent_version))
    return {producer: min(versions, default=0) for producer, versions in agreed.items()}


def newest_of(connection: Connection, person_id: int) -> str | None:
    """The newest version that somebody has agreed to."""
    return connection.scalar(select(person.c.consent_version).where(person.c.id == person_id))


def take_back(connection: Connection, person_id: int, since: datetime) -> None:
    """What was said in her name since a moment was not said by her; what she has agreed to aloud stays."""
    spoken = select(consent_told.c.consent_id)
    said = (consent.c.person_id == person_id, consent.c.given_at >= since, consent.c.id.not_in(spoken))
    connection.execute(delete(consent).where(*said))


@dataclass(frozen=True, slots=True)
class Told:
    """A consent given aloud: on which day, how, before whom, and who wrote it down (None: an operator)."""

    on: date
    how: str
    before: str | None
    by: int | None


def add_told(connection: Connection, consent_id: int, told: Told) -> None:
    """Keep how a consent was given that another wrote down."""
    values = {"told_on": told.on, "how": told.how, "before": told.before, "person_id": told.by}
    connection.execute(insert(consent_told).values(consent_id=consent_id, **values))


def told_of(connection: Connection, person_id: int) -> Told | None:
    """The newest consent that she has given aloud; None: she has given none so."""
    told = consent_told.c
    statement = (
        select(told.told_on, told.how, told.before, told.person_id)
        .join_from(consent_told, consent, consent.c.id == told.consent_id)
        .where(consent.c.person_id == person_id, consent.c.agreed)
        .order_by(consent.c.id.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else Told(*row)


def told_to(connection: Connection, people: Collection[int], version: str) -> dict[int, Told]:
    """How those of these people who were told this version of the text have agreed to it, by person; the newest."""
    told = consent_told.c
    statement = (
        select(consent.c.person_id, told.told_on, told.how, told.before, told.person_id.label("by"))
        .join_from(consent_told, consent, consent.c.id == told.consent_id)
        .where(consent.c.person_id.in_(sorted(people)), consent.c.version == version, consent.c.agreed)
        .order_by(consent.c.id)
    )
    return {row.person_id: Told(row.told_on, row.how, row.before, row.by) for row in connection.execute(statement)}
