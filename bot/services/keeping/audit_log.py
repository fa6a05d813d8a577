"""The audit log, read: a line a deed, the oldest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.services.work import Connection
from bot.store.people import audit


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: since a moment, about or by a person, for a producer or group; None: all."""

    since: datetime | None = None
    person: int | None = None
    acting_for: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A deed with the moment when it was written down. `detail`: numbers and codes; `words`: what was written to it, as
    long as nobody whom they concern is erased.
    """

    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    acting_for: int | None
    words: str | None = None

    def as_json(self) -> dict[str, Any]:
        """One object, with the moment in UTC."""
        told = {"at": self.at.isoformat(), "actor": self.actor, "action": self.action, "subject": self.subject}
        return {**told, "detail": dict(self.detail), "for": self.acting_for, "words": self.words}


def lines(connection: Connection, wanted: Wanted) -> Iterator[Line]:
    """What was done, one after the other; however many there are, few are in memory."""
    named = None if wanted.person is None else f"person {wanted.person}"
    for row in audit.read(connection, wanted.since, named, wanted.acting_for):
        yield Line(row.at, row.actor, row.action, row.subject, row.detail or {}, row.acting_for, row.words)
