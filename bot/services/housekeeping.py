"""Housekeeping: what nobody needs any more is forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store import Connection, corrections, outbox, updates

# Telegram repeats an update for a day at most; update ids begin anew only after a quiet week.
UPDATES_KEPT = timedelta(days=3)
# Long enough to find out what somebody was told, and whether it arrived.
MESSAGES_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows were erased."""

    updates: int
    messages: int
    typed: int


def forget(connection: Connection, now: datetime) -> Forgotten:
    """Erase the keys of old updates, messages that arrived or never will, and in which message answers were typed that
    cannot be corrected any more.
    """
    return Forgotten(
        updates=updates.forget_seen(connection, now - UPDATES_KEPT),
        messages=outbox.forget_sent(connection, now - MESSAGES_KEPT),
        typed=corrections.forget_typed(connection, now),
    )
