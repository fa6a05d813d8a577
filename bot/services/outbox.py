"""Delivery's unit of work: what became of messages goes in, the next ones come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.contact import ChatState
from bot.domain.outgoing import Claimed, Lane, OutState, Settled
from bot.store import Connection, chats
from bot.store import outbox as rows
from bot.store.outbox import recover

__all__ = ["Blocked", "Effect", "Moved", "Order", "exchange", "on_their_way", "recover"]


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person has blocked the bot: nothing more is sent until she comes back."""

    chat: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Telegram gave the chat another id."""

    chat: int
    new_chat: int


Effect = Blocked | Moved


@dataclass(frozen=True, slots=True)
class Order:
    """One exchange of a bot's delivery: results to write down, and how many messages to claim of each kind.

    `room` is how many may leave in all: replies take what they need of it, the others share the rest.
    """

    bot: int
    results: Sequence[Settled]
    effects: Sequence[Effect]
    room: int
    replies: int
    others: int


def exchange(connection: Connection, order: Order, now: datetime) -> list[Claimed]:
    """Settle, then claim: replies first, then nudges, then broadcasts."""
    rows.settle(connection, order.results)
    for effect in order.effects:
        _apply(connection, order.bot, effect, now)
    claimed = rows.claim(connection, order.bot, Lane.REPLY, now, order.replies) if order.replies else []
    left = min(order.others, order.room - len(claimed))
    for lane in (Lane.NUDGE, Lane.BROADCAST):
        if left > 0:
            more = rows.claim(connection, order.bot, lane, now, left)
            left -= len(more)
            claimed += more
    return claimed


def _apply(connection: Connection, bot: int, effect: Effect, now: datetime) -> None:
    match effect:
        case Blocked(chat=chat):
            chats.set_state(connection, bot, chat, ChatState.BLOCKED, now)
            rows.drop_chat(connection, bot, chat, "blocked")
        case Moved(chat=chat, new_chat=new_chat):
            rows.move_chat(connection, bot, chat, new_chat)


def on_their_way(connection: Connection) -> int:
    """How many messages have yet to arrive."""
    counted = rows.counts(connection)
    return counted.get(OutState.WAITING, 0) + counted.get(OutState.SENDING, 0)
