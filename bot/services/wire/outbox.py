"""Delivery's unit of work: what became of messages goes in, the next ones come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.wire.contact import ChatState
from bot.domain.wire.outgoing import Claimed, Lane, Outgoing, OutState, Settled
from bot.store import Connection
from bot.store.wire import chats, claiming, holders, received_files
from bot.store.wire import outbox as rows
from bot.store.wire.outbox import shown

__all__ = [
    "Blocked",
    "Effect",
    "Exchanged",
    "Held",
    "Moved",
    "Offer",
    "Order",
    "exchange",
    "hand_over",
    "hasten",
    "on_their_way",
    "shown",
    "take_over",
]


# Longer than anything waits: the night, and what Telegram asks of who sends too much.
LONGEST_WAIT = timedelta(days=2)


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
class Offer:
    """What delivery gives to a transaction that is under way anyhow: results to write down, and the number of replies
    (`room`) that it could send at once, without looking for them in the database. `holder`: the number under which this
    process holds the bot.
    """

    bot: int
    holder: int
    results: Sequence[Settled] = ()
    effects: Sequence[Effect] = ()
    room: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """How many messages to claim: `room` in all, of which replies take what they need; `nudges` of the rest at most;
    and broadcasts only as many as make `broadcasts` with all before them.
    """

    room: int
    nudges: int
    broadcasts: int


@dataclass(frozen=True, slots=True)
class Held:
    """A bot that this process holds now: under which number, and how many messages were in flight when it was left."""

    number: int
    in_flight: int


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What was claimed; `more`: something else is due, or waits behind what is on its way."""

    claimed: Sequence[Claimed]
    more: bool


def take_over(connection: Connection, bot: int, now: datetime) -> Held:
    """Hold the bot from now on, and take up what nobody living has in flight. Only one process may at a time; whoever
    is late all the same writes nothing any more.
    """
    number = holders.rise(connection, bot, now)
    return Held(number, rows.recover(connection, bot, number, now))


def exchange(connection: Connection, offer: Offer, order: Order | None, now: datetime) -> Exchanged:
    """Settle, then claim what was ordered, if anything: replies first, then nudges, then broadcasts."""
    _settle(connection, offer, now)
    if order is None:
        return Exchanged((), more=False)
    claimed = claiming.claim(connection, offer.bot, offer.holder, Lane.REPLY, now, order.room)
    for lane, most in ((Lane.NUDGE, order.nudges + len(claimed)), (Lane.BROADCAST, order.broadcasts)):
        left = min(most, order.room) - len(claimed)
        if left > 0:
            claimed += claiming.claim(connection, offer.bot, offer.holder, lane, now, left)
    return Exchanged(claimed, rows.is_due(connection, offer.bot, now))


def hand_over(connection: Connection, said: Sequence[Outgoing], offer: Offer, now: datetime) -> list[Claimed]:
    """Keep a batch's replies; gives those that are to be sent at once, marked as being sent like any claimed one."""
    _settle(connection, offer, now)
    return rows.add_replies(connection, offer.bot, offer.holder, said, offer.room, now)


def _settle(connection: Connection, offer: Offer, now: datetime) -> None:
    rows.settle(connection, offer.holder, offer.results)
    for effect in offer.effects:
        _apply(connection, offer.bot, effect, now)


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


def hasten(connection: Connection, now: datetime) -> None:
    """Messages and files that wait for longer than anything does: a clock that ran ahead has written down when they are
    due. Left there, a message would hold up all that is said in its chat after it, for years.
    """
    for table in (rows, received_files):
        table.hasten(connection, now + LONGEST_WAIT, now)
