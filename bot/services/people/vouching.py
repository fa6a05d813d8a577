"""Vouching: somebody who registered alone is confirmed, with the producers she answers for, and counts from then on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.programme import Programme
from bot.domain.wire import bot_api
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Message, Recipient
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, Text
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.people import audit, vouching
from bot.store.people.audit import Deed
from bot.store.wire import outbox

IS_KNOWN = N_("✅ Programme staff know you now. From today your figures count.")


class Unknown(Exception):
    """There are no such people; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who is newly confirmed, and with how many producers."""

    new: Sequence[int]
    producers: int

    @property
    def people(self) -> int:
        return len(self.new)


def confirm(connection: Connection, people: Sequence[int], actor: str, now: datetime) -> Confirmed:
    """Confirm these people, each with a line in the audit log; who is confirmed already stays so, and what an officer
    has said before is not undone any more. Raises Unknown.
    """
    missing = sorted(set(people) - vouching.known(connection, people))
    if missing:
        raise Unknown(f"There is no person with the number {', '.join(map(str, missing))}; nobody was confirmed.")
    vouching.settle(connection, people, now)
    new = vouching.confirm_people(connection, people, now)
    producers = vouching.confirm_producers(connection, people, now)
    for person_id in new:
        audit.record(connection, Deed(actor, "confirm", f"person {person_id}", {}), now)
    return Confirmed(new, producers)


def tell(
    connection: Connection,
    programmes: Mapping[str, Programme],
    them: Collection[int],
    catalogues: Catalogues,
    now: datetime,
) -> None:
    """Who is confirmed hears so in her language, where she can be reached; at night not before the morning."""
    for one in recipients.load(connection, them).values():
        if one.address is None or one.address.state is not ChatState.ACTIVE or one.programme not in programmes:
            continue
        here, programme = one.address, programmes[one.programme]
        to = Recipient(here.bot, here.chat, one.language, one.id, one.called, shared=here.shared)
        at = awake_from(now, ZoneInfo(programme.timezone), programme.nudges)
        outbox.add(connection, [bot_api.outgoing(catalogues, to, Message(Text(IS_KNOWN)), Lane.NUDGE)], at)
