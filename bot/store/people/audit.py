"""The audit log: what staff and operators did, for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.store.schema import audit


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to which thing. `detail` is small JSON without names, phones or amounts."""

    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any]


def record(connection: Connection, deed: Deed, now: datetime) -> None:
    """Write one line."""
    connection.execute(
        audit.insert().values(
            at=now, actor=deed.actor, action=deed.action, subject=deed.subject, detail=dict(deed.detail)
        )
    )
