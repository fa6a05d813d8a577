"""Who paid in what stands in a group's book: said once for each line, and who did is told of it, once.

What is taken back later, or counts again, she is told too: a receipt that holds no more would be a lie in her hands.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.book import KINDS, Entry, Source
from bot.domain.evaluation.nudges import awake_from
from bot.domain.programme import Programme
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Message
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, Text
from bot.services import roles
from bot.services.groups import telling
from bot.services.groups.cash_book import keeping
from bot.services.groups.cash_book.keeping import Line
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.groups import groups
from bot.store.groups.cash_book import group_books
from bot.store.groups.cash_book.group_books import PaidIn, Receipt
from bot.store.groups.members import members
from bot.store.groups.members.members import Member
from bot.store.people import audit
from bot.store.people.audit import Deed

__all__ = ["Member", "Paid", "Receipt", "came_in", "name_of", "payers", "put_back", "settle", "take_back"]

RECEIVED = N_("🧾 {group} has received {money} from you on {day}.")
TAKEN_BACK = N_("🧾 {group} has taken this back: {money} from you on {day}.\nPlease ask your leader about it.")
COUNTS_AGAIN = N_("🧾 It counts again: {group} has received {money} from you on {day}.")


@dataclass(frozen=True, slots=True)
class Paid:
    """A line, how who paid it in is told, and in which words."""

    entry: Entry
    receipt: Receipt
    words: Text


def came_in(entry: Entry) -> bool:
    """Whether somebody paid it in: not what was counted, moved or earned by savings."""
    kind = KINDS[entry.direction]
    return kind.money > 0 and not kind.earned and entry.source not in (Source.OPENING, Source.COUNT, Source.UNDO)


def payers(connection: Connection, person_id: int | None, group_id: int) -> list[Member]:
    """Who may have paid in, by name. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return [one for one in members.of(connection, group_id) if one.confirmed]


def name_of(connection: Connection, person_id: int | None, group_id: int, member_id: int) -> str:
    """What she is called who paid in, also when she has left the group; empty: she is forgotten. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    known = (one.name for one in members.once_in(connection, group_id) if one.member_id == member_id)
    return next(known, "") or ""


def settle(
    connection: Connection,
    programme: Programme,
    person_id: int | None,
    group_id: int,
    entry_id: str,
    member_id: int | None,
    catalogues: Catalogues,
    now: datetime,
) -> Paid | None:
    """A member paid a line in, or nobody of the group (None): said once, and she has her receipt.

    None: it was said before, the line does not stand, or she is not in the group. Raises NotAllowed.
    """
    roles.require_leader(connection, person_id, group_id)
    here = {one.member_id for one in payers(connection, person_id, group_id)}
    line = keeping.find(connection, person_id, group_id, programme.currency, entry_id)
    if line is None or line.kept is None or not came_in(line.kept.entry) or member_id not in {None, *here}:
        return None
    receipt = Receipt.NONE if member_id is None else _way(connection, member_id)
    if not group_books.put(connection, line.kept.first, PaidIn(group_id, member_id, receipt), now):
        return None
    words = _words(connection, group_id, line.kept.entry)
    subject = f"entry {line.kept.first}" if member_id is None else f"producer {member_id}"
    deed = Deed(f"person {person_id}", "receipt for who paid in", subject, {"receipt": receipt.value}, group_id)
    audit.record(connection, deed, now)
    if receipt is Receipt.CHAT:
        _send(connection, programme, group_id, member_id, words, catalogues, now)
    return Paid(line.kept.entry, receipt, words)


def _way(connection: Connection, member_id: int) -> Receipt:
    """In the chat where she can be written to now, else her leader reads it out."""
    speaker = recipients.speakers(connection, [member_id]).get(member_id)
    address = recipients.addresses(connection, [speaker]).get(speaker) if speaker is not None else None
    return Receipt.CHAT if address is not None and address.state is ChatState.ACTIVE else Receipt.ALOUD


def _words(connection: Connection, group_id: int, entry: Entry, message: str = RECEIVED) -> Text:
    """What the receipt says, to her who paid in."""
    group = groups.find(connection, group_id)
    name = group.name if group is not None else ""
    return Text(message, {"group": name, "money": entry.money, "day": entry.day})


def _send(
    connection: Connection,
    programme: Programme,
    group_id: int,
    member_id: int | None,
    words: Text,
    catalogues: Catalogues,
    now: datetime,
) -> None:
    """By day: a receipt is no reason to wake somebody."""
    speaker = recipients.speakers(connection, [member_id]).get(member_id) if member_id is not None else None
    if speaker is not None:
        at = awake_from(now, ZoneInfo(programme.timezone), programme.nudges)
        telling.send(connection, catalogues, {speaker: Message(words)}, at, Lane.NUDGE)


# Lines with a receipt


def take_back(
    connection: Connection,
    programme: Programme,
    person_id: int | None,
    group_id: int,
    entry_id: str,
    catalogues: Catalogues,
    now: datetime,
) -> bool:
    """A line counts no more, and who has a receipt of it is told. False: it did no more before. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    line = keeping.find(connection, person_id, group_id, programme.currency, entry_id)
    if keeping.take_back(connection, person_id, group_id, programme.currency, entry_id, now) is None:
        return False
    _follow(connection, programme, group_id, line, TAKEN_BACK, catalogues, now)
    return True


def put_back(
    connection: Connection,
    programme: Programme,
    person_id: int | None,
    group_id: int,
    entry_id: str,
    catalogues: Catalogues,
    now: datetime,
) -> bool:
    """A line counts again, and who has a receipt of it is told. False: it does already. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    line = keeping.find(connection, person_id, group_id, programme.currency, entry_id)
    if keeping.put_back(connection, person_id, group_id, programme.currency, entry_id, now) is None:
        return False
    _follow(connection, programme, group_id, line, COUNTS_AGAIN, catalogues, now)
    return True


def _follow(
    connection: Connection,
    programme: Programme,
    group_id: int,
    line: Line | None,
    message: str,
    catalogues: Catalogues,
    now: datetime,
) -> None:
    if line is not None and line.paid is not None and line.paid.receipt is Receipt.CHAT:
        words = _words(connection, group_id, line.versions[0].entry, message)
        _send(connection, programme, group_id, line.paid.member_id, words, catalogues, now)
