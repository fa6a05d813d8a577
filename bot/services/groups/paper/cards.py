"""Members' cards: codes that are made, made anew, and opened by who leads the group now.

A card ends when a new one is made, when she leaves, and when the leader who had it made leads no longer.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.services import roles
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.groups import groups
from bot.store.groups.members import cards, members
from bot.store.groups.members.members import Member
from bot.store.people import audit
from bot.store.people.audit import Deed

# In a link to the bot: what comes before the code.
LINK = "m_"
BYTES_OF_CODE = 16


class Which(StrEnum):
    """Whose cards are printed."""

    ALL = "all"
    WITHOUT_PHONE = "without"


# Some of them by their numbers, where not all of a kind are meant.
Wanted = Which | Sequence[int]


@dataclass(frozen=True, slots=True)
class Printed:
    """A card to be drawn: whose, in which language, with which code."""

    member: Member
    language: str
    code: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a leader has opened: the group and the member; `good`: whether the card holds still."""

    group_id: int
    member_id: int
    good: bool


def chosen(connection: Connection, person_id: int | None, group_id: int, wanted: Wanted) -> list[Member]:
    """The members that are meant: all, those without a phone, or some; by their numbers. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    here = [one for one in members.of(connection, group_id) if one.confirmed]
    if wanted is Which.WITHOUT_PHONE:
        here = [one for one in here if not one.has_chat]
    elif not isinstance(wanted, Which):
        here = [one for one in here if one.member_id in wanted]
    return sorted(here, key=lambda one: (one.number or 0, one.member_id))


def make(connection: Connection, person_id: int | None, group_id: int, wanted: Which, now: datetime) -> int:
    """See that all who are meant have a card; those that are good stay good. Gives how many. Raises NotAllowed."""
    here, known = chosen(connection, person_id, group_id, wanted), cards.of(connection, group_id)
    _give(connection, person_id, group_id, [one.member_id for one in here if one.member_id not in known], now)
    if here:
        _note(connection, person_id, "print cards", f"group {group_id}", group_id, now)
    return len(here)


def renew(connection: Connection, person_id: int | None, group_id: int, member_id: int, now: datetime) -> Member | None:
    """A new card for one: the one before opens nothing any more. None: she is not in the group. Raises NotAllowed."""
    here = chosen(connection, person_id, group_id, [member_id])
    if not here:
        return None
    _give(connection, person_id, group_id, [member_id], now)
    _note(connection, person_id, "new card", f"producer {member_id}", group_id, now)
    return here[0]


def printed(connection: Connection, person_id: int | None, group_id: int, wanted: Wanted) -> Sequence[Printed]:
    """The cards to be drawn, those that are good now. Raises NotAllowed."""
    here, codes = chosen(connection, person_id, group_id, wanted), cards.of(connection, group_id)
    spoken = languages(connection, here)
    return [
        Printed(one, spoken[one.member_id], codes[one.member_id])
        for one in here
        if one.member_id in codes and one.member_id in spoken
    ]


def languages(connection: Connection, here: Sequence[Member]) -> dict[int, str]:
    """What language each reads, by member; who was erased is left out."""
    people = recipients.load(connection, [one.person_id for one in here if one.person_id is not None])
    return {one.member_id: people[one.person_id].language for one in here if one.person_id in people}


def opened(connection: Connection, person_id: int | None, code: str) -> Opened | None:
    """Whom a card opens; None for whoever does not lead its group now, and for a code that is nobody's."""
    found = cards.find(connection, code)
    if found is None or person_id is None:
        return None
    if all(one.id != found.group_id for one in groups.led_by(connection, person_id)):
        return None
    return Opened(found.group_id, found.member_id, found.good)


def _give(connection: Connection, person_id: int | None, group_id: int, to: Sequence[int], now: datetime) -> None:
    if person_id is not None and to:
        codes = {one: secrets.token_urlsafe(BYTES_OF_CODE) for one in to}
        cards.give(connection, group_id, codes, person_id, now)


def _note(
    connection: Connection, person_id: int | None, action: str, subject: str, group_id: int, now: datetime
) -> None:
    audit.record(connection, Deed(f"person {person_id}", action, subject, {}, group_id), now)
