"""Vouching: somebody who registered alone is confirmed, with the producers she answers for, and counts from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.services.work import Connection
from bot.store.people import audit, vouching
from bot.store.people.audit import Deed


class Unknown(Exception):
    """There are no such people; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many are newly confirmed."""

    people: int
    producers: int


def confirm(connection: Connection, people: Sequence[int], actor: str, now: datetime) -> Confirmed:
    """Confirm these people, each with a line in the audit log; who is confirmed already stays so. Raises Unknown."""
    missing = sorted(set(people) - vouching.known(connection, people))
    if missing:
        raise Unknown(f"There is no person with the number {', '.join(map(str, missing))}; nobody was confirmed.")
    new = vouching.confirm_people(connection, people, now)
    producers = vouching.confirm_producers(connection, people, now)
    for person_id in new:
        audit.record(connection, Deed(actor, "confirm", f"person {person_id}", {}), now)
    return Confirmed(len(new), producers)
