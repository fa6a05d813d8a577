"""Slips for members without a phone: the consent that was read to each, on which day, how and before whom; and what
was reported for her last, which she says is right, or not, at the next meeting.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.programme import Programme
from bot.i18n import Value
from bot.services.groups.paper import cards
from bot.services.groups.paper.cards import Wanted, Which
from bot.services.work import Connection
from bot.store.groups.members.members import Member
from bot.store.people import audit, consents
from bot.store.people.audit import Deed
from bot.store.people.consents import Told


@dataclass(frozen=True, slots=True)
class Last:
    """What was reported for a member last: the first day of its month, and a figure for each question."""

    month: date
    figures: Sequence[Value]


# Of each member of a group of whom something was reported.
LastOf = Callable[[Connection, int], Mapping[int, Last]]


def nothing_reported(connection: Connection, group_id: int) -> Mapping[int, Last]:
    """Nothing is known of it."""
    return {}


@dataclass(frozen=True, slots=True)
class SlipOf:
    """A slip to be drawn: whose, in which language. `told` None: she has not agreed to the text as it is now, and how
    she does is written on the slip by hand; `last`: what was reported for her, None: nothing.
    """

    member: Member
    language: str
    told: Told | None
    last: Last | None = None


def meant(connection: Connection, person_id: int | None, group_id: int, wanted: Wanted) -> list[Member]:
    """Those of the members that are meant who have no phone: others agree on their own. Raises NotAllowed."""
    return [one for one in cards.chosen(connection, person_id, group_id, wanted) if not one.has_chat]


def ask(connection: Connection, person_id: int | None, group_id: int, wanted: Wanted, now: datetime) -> int:
    """Slips are printed, which is written down; gives how many. Raises NotAllowed."""
    here = meant(connection, person_id, group_id, wanted)
    if here:
        subject = f"group {group_id}" if isinstance(wanted, Which) or len(here) > 1 else f"producer {here[0].member_id}"
        audit.record(connection, Deed(f"person {person_id}", "print slips", subject, {}, group_id), now)
    return len(here)


def drawn(
    connection: Connection,
    person_id: int | None,
    group_id: int,
    wanted: Wanted,
    programme: Programme,
    last: LastOf = nothing_reported,
) -> Sequence[SlipOf]:
    """The slips to be drawn. Raises NotAllowed."""
    here = meant(connection, person_id, group_id, wanted)
    spoken = cards.languages(connection, here)
    people = [one.person_id for one in here if one.person_id is not None]
    told = consents.told_to(connection, people, str(programme.consent.version))
    said = last(connection, group_id)
    return [
        SlipOf(one, spoken[one.member_id], told.get(one.person_id or 0), said.get(one.member_id))
        for one in here
        if one.member_id in spoken
    ]
