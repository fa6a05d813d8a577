"""The inbox's unit of work: a batch of updates is opened, handled and closed in one transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

from bot.domain.wire.contact import ChatState, Contact
from bot.domain.wire.outgoing import Claimed, Outgoing
from bot.services.wire.outbox import Offer, hand_over
from bot.store import Connection
from bot.store.forms import dialogues
from bot.store.wire import chats, outbox, updates
from bot.store.wire.updates import Dead

__all__ = ["Batch", "Closed", "Dead", "Offer", "bury", "close_batch", "is_update", "open_batch"]


LARGEST_ID = 2**63 - 1


def is_update(raw: object) -> TypeGuard[dict[str, Any]]:
    """Whether something is an update at all: it says its number, and a number that a database can keep."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return type(number) is int and 0 <= number <= LARGEST_ID


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch needs to know: which updates are new, and who is writing."""

    new: frozenset[int]
    contacts: dict[int, Contact]

    def contact(self, bot: int, chat: int, now: datetime) -> Contact:
        """The chat's contact; a stranger's, also of one just erased, is made here and written at the end."""
        known = self.contacts.get(chat)
        if known is None or known.forgotten:
            known = self.contacts[chat] = Contact(bot, chat, ChatState.ACTIVE, now, is_new=True)
        return known


@dataclass(frozen=True, slots=True)
class Closed:
    """The replies that are to be sent at once, and whether something else was said that delivery has to look for."""

    claimed: Sequence[Claimed] = ()
    more: bool = False


def open_batch(
    connection: Connection, bot: int, update_ids: Sequence[int], chat_ids: Collection[int], now: datetime
) -> Batch:
    """Take the updates that are new and load the chats they come from: two statements, however many there are."""
    outbox.was_added(connection)
    new = updates.take(connection, bot, update_ids, now)
    return Batch(frozenset(new), chats.load(connection, bot, chat_ids, now) if new else {})


def close_batch(
    connection: Connection,
    contacts: Iterable[Contact],
    said: Sequence[Outgoing],
    now: datetime,
    offer: Offer | None = None,
) -> Closed:
    """Write what the batch has changed and said; delivery, by its offer, is to send some of it at once."""
    changed = list(contacts)
    chats.save(connection, changed, now)
    dialogues.save(connection, changed, now)
    if offer is not None:
        claimed = hand_over(connection, said, offer, now)
        return Closed(claimed, outbox.was_added(connection) or len(claimed) < len(said))
    outbox.add(connection, said, now)
    return Closed()


def bury(connection: Connection, dead: Dead, said: Sequence[Outgoing], now: datetime) -> int:
    """Keep an update that raised, mark it as taken and tell the person; gives the reference."""
    if dead.update_id is not None:
        updates.take(connection, dead.bot, [dead.update_id], now)
    outbox.add(connection, said, now)
    return updates.bury(connection, dead, now)
