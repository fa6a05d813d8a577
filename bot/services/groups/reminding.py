"""A leader reminds her members of what is open, all or one of them: it is a member's one reminder of the day."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.evaluation import nudges
from bot.domain.evaluation.nudges import HEAD_ROOM, local_day
from bot.domain.programme import Programme
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import N_, Catalogues, Text
from bot.services.evaluation import nudging
from bot.services.evaluation.reminders import CHECK_IN, CHECK_IN_NOW
from bot.services.groups import leading
from bot.services.groups.leading import Group, Member, Place, Reach
from bot.services.work import Connection
from bot.store.evaluation import recipients, slots
from bot.store.evaluation.recipients import Asked
from bot.store.evaluation.slots import SlotRow
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.wire import outbox

REMINDER = N_("A reminder from your group {group}:\nyour check-in is still open.\nPlease answer by {until}.")


class Not(StrEnum):
    """Why a member was not reminded."""

    TODAY = "today"
    STOPPED = "stopped"
    BLOCKED = "blocked"
    NO_PHONE = "no_phone"
    # she has not agreed that her leader sees why
    UNSAID = "unsaid"


_UNREACHED = {Reach.STOPPED: Not.STOPPED, Reach.BLOCKED: Not.BLOCKED, None: Not.NO_PHONE}


@dataclass(slots=True)
class Told:
    """Who was reminded, and who was not and why; `night`: nobody was, since nobody is written to now."""

    reminded: list[Member] = field(default_factory=list)
    others: dict[Not, list[Member]] = field(default_factory=lambda: defaultdict(list))
    night: bool = False

    @property
    def counted(self) -> Mapping[str, int]:
        """For the audit log."""
        return {"reminded": len(self.reminded), **{why: len(some) for why, some in self.others.items()}}


def remind(
    connection: Connection,
    programme: Programme,
    catalogues: Catalogues,
    person_id: int | None,
    group_id: int,
    now: datetime,
    only: int | None = None,
) -> Told:
    """Remind all who have something open, or `only` one member; nobody who shows her leader nothing. Raises NotAllowed.

    One transaction: it has happened to all or to none, and whom it has reached today it does not reach again.
    """
    zone = ZoneInfo(programme.timezone)
    today = local_day(now, zone)
    seen = leading.look(connection, person_id, group_id, programme, today)
    if nudges.quiet(now, zone, programme.nudges) or nudges.quiet(now + HEAD_ROOM, zone, programme.nudges):
        return Told(night=True)
    wanted = [one for one in seen.places if one.is_open and only in (None, one.member.member_id)]
    told = Told()
    for one in wanted:
        if one.reach is not Reach.ACTIVE:
            why = _UNREACHED[one.reach] if one.shown is one.reach else Not.UNSAID
            told.others[why].append(one.member)
    reachable = [one for one in wanted if one.reach is Reach.ACTIVE]
    messages = _write(connection, programme, catalogues, seen.group, reachable, told, now)
    outbox.add(connection, messages, now)
    if not told.reminded:
        return told
    deed = Deed(f"person {person_id}", "remind members", f"group {group_id}", told.counted, group_id)
    audit.record(connection, deed, now)
    return told


def _write(
    connection: Connection,
    programme: Programme,
    catalogues: Catalogues,
    group: Group,
    wanted: Sequence[Place],
    told: Told,
    now: datetime,
) -> list[Outgoing]:
    """A message to each person who answers for these members and was not reminded of anything today."""
    zone = ZoneInfo(programme.timezone)
    today = local_day(now, zone)
    speakers = recipients.speakers(connection, [one.member.member_id for one in wanted])
    people = recipients.load(connection, set(speakers.values()), lock=True)
    open_slots = _open_slots(connection, speakers, now)
    messages: dict[int, Outgoing] = {}
    for one in wanted:
        if one.member.member_id not in open_slots:
            # its time is over, and the tick has not come by yet
            continue
        # whom another is busy with is being reminded at this moment
        person, hers = people.get(speakers[one.member.member_id]), open_slots[one.member.member_id]
        known = nudging.recipient(person, programme) if person is not None else None
        reminded_today = known is None or (known.last_nudge is not None and known.last_nudge >= today)
        if person is None or reminded_today:
            told.others[Not.TODAY].append(one.member)
            continue
        key = f"remind:{person.id}:{today.isoformat()}"
        until = local_day(hers.closes_at, zone) - timedelta(days=1)
        messages.setdefault(person.id, _message(catalogues, group, person, hers, until, key))
        told.reminded.append(one.member)
    recipients.nudged_on(connection, dict.fromkeys(messages, today))
    return list(messages.values())


def _open_slots(connection: Connection, producers: Collection[int], now: datetime) -> dict[int, SlotRow]:
    """Of each producer what can be answered now, the oldest."""
    found: dict[int, SlotRow] = {}
    for row in slots.unanswered_of_producers(connection, producers):
        if row.opens_at <= now < row.closes_at:
            found.setdefault(row.producer_id, row)
    return found


def _message(catalogues: Catalogues, group: Group, person: Asked, slot: SlotRow, until: date, key: str) -> Outgoing:
    """In her own language; the key lets it be said once a day, whatever is tapped."""
    if person.address is None:
        raise LookupError(f"person {person.id} has no chat")
    where = person.address
    to = Recipient(where.bot, where.chat, person.language, person.id, person.called, where.shared)
    text = Text(REMINDER, {"group": group.name, "until": until})
    message = Message(text, [[Button(Text(CHECK_IN), Meaning.of(CHECK_IN_NOW, slot.id))]])
    return bot_api.outgoing(catalogues, to, message, Lane.NUDGE, key)
