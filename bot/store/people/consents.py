"""Which version of the consent holds for whom."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, select

from bot.domain.programme import version_number
from bot.store.schema import person, speaks_for

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
