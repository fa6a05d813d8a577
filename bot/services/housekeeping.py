"""What is forgotten once it has done its work."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.services.work import Connection
from bot.store import outbox, updates

# Telegram repeats an update for a day at most.
KEYS_KEPT = timedelta(days=3)
# Long enough to find out what somebody was told; texts of messages are personal data.
MESSAGES_KEPT = timedelta(days=30)


def forget_keys(connection: Connection, now: datetime) -> int:
    """Keys of updates that cannot come again."""
    return updates.forget_seen(connection, now - KEYS_KEPT)


def forget_messages(connection: Connection, now: datetime) -> int:
    """Messages that have arrived or were given up."""
    return outbox.forget_sent(connection, now - MESSAGES_KEPT)


CHORES: tuple[Callable[[Connection, datetime], int], ...] = (forget_keys, forget_messages)
