"""Composing an announcement: its words by language, whom it is for, how many they are, and that it leaves.

Each function asks anew for her role. None: there is no such announcement (any more), or it can no longer be done with
where it stands, as a stale button asks.
"""

from datetime import datetime
from enum import StrEnum

from bot.domain.staff.announcement import Announcement, Words
from bot.domain.staff.audience import Audience
from bot.packs import Pack
from bot.services.work import Connection


class Leaving(StrEnum):
    """What became of the wish that an announcement leaves."""

    GATHERING = "gathering"
    NO_WORDS = "no words"
    NOT_AN_ADMIN = "not an admin"
    PAST = "past"


def begin(connection: Connection, person_id: int | None, pack: Pack, fallback: str, now: datetime) -> Announcement:
    """A draft of hers, empty; an older one that she never sent is gone. `fallback`: the language of who has none of its
    versions. Raises NotAllowed.
    """
    raise NotImplementedError


def draft(connection: Connection, person_id: int | None, pack: Pack) -> Announcement | None:
    """What she has begun and not sent. Raises NotAllowed."""
    raise NotImplementedError


def write(
    connection: Connection, person_id: int | None, pack: Pack, number: int, language: str, words: Words | None
) -> Announcement | None:
    """What her draft says in a language; None: nothing of its own, it is said in the fallback. Raises NotAllowed."""
    raise NotImplementedError


def address(
    connection: Connection, person_id: int | None, pack: Pack, number: int, audience: Audience
) -> Announcement | None:
    """Whom her draft is for. Raises NotAllowed."""
    raise NotImplementedError


def count(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> int | None:
    """How many chats it would reach now: one message a chat. Raises NotAllowed."""
    raise NotImplementedError


def done_by(people: int, rate: float, pack: Pack, at: datetime, *, emergency: bool = False) -> datetime:
    """When so many will have it that leave from a moment on, with quiet hours and blackout dates between."""
    raise NotImplementedError


def leave(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    now: datetime,
    *,
    at: datetime | None = None,
    emergency: bool = False,
) -> Leaving | None:
    """It is composed: its people are gathered by the clock, then it waits for approval where the pack wants one, and
    leaves, or at a moment (in each person's own time: the caller gives it in the programme's zone). `emergency`, of an
    admin: passes quiet hours, blackout dates and the opt-out. Raises NotAllowed.
    """
    raise NotImplementedError
