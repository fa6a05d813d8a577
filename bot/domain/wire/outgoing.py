"""What is on its way to a chat: lanes, states, and the rows of the outbox as they travel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any


class Lane(IntEnum):
    """The order in which messages leave: a reply never waits behind a nudge or a broadcast."""

    REPLY = 0
    NUDGE = 1
    BROADCAST = 2


class OutState(StrEnum):
    """Where a message is; `unsure` means that it may have arrived."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent, packed by `bot_api.py`: a method and its fields.

    `dedupe` names what may be said once only, e.g. the second nudge of a slot. `person`: to whom, of those who use
    the phone; None: to somebody not registered, or to whoever reads it.
    """

    bot: int
    chat: int
    lane: Lane
    method: str
    payload: Mapping[str, Any]
    dedupe: str | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this process is sending now; `attempts` counts the earlier ones."""

    id: int
    chat: int
    lane: Lane
    method: str
    payload: Mapping[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a claimed row. `next_attempt` is when to try again, for one that waits; `message_id`: Telegram's
    number of a broadcast that has arrived.
    """

    id: int
    state: OutState
    attempts: int
    at: datetime
    next_attempt: datetime
    reason: str | None = None
    message_id: int | None = None
