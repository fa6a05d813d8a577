"""The audit log: what staff and operators did, for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.store.schema import audit


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to which thing. `detail` is small JSON without names, phones or amounts; `acting_for`: the producer
    (or group) in whose name or matter it was done, where there is one.
    """

    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    acting_for: int | None = None


def record(connection: Connection, deed: Deed, now: datetime) -> None:
    """Write one line."""
    what = {"action": deed.action, "subject": deed.subject, "detail": dict(deed.detail)}
    connection.execute(audit.insert().values(at=now, actor=deed.actor, acting_for=deed.acting_for, **what))
