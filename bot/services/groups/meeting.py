"""The meeting day of a group: its leaders are told that morning how it stands, once; and silent leaders."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.evaluation import nudges
from bot.domain.evaluation.nudges import HEAD_ROOM, ONE_DAY, local_day
from bot.domain.groups.month import Standing
from bot.domain.programme import Programme
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import N_, Text
from bot.i18n.calendars import month_of, to_calendar
from bot.i18n.locale import Calendar
from bot.left_out import LeftOut
from bot.services.evaluation import nudging
from bot.services.groups import leading, telling, with_parts
from bot.services.groups.leading import Seen
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.evaluation import recipients, silent_groups
from bot.store.evaluation.recipients import Asked
from bot.store.groups import groups, meetings
from bot.store.wire import outbox

MEETS = N_("🤝 {group} meets today.\n✅ answered: {answered} of {members}\n⏳ still to answer: {open}")
SEE = N_("🤝 See my group")
TELLING = "On the meeting day: producer"
# Two meetings without a word. When somebody was last heard of is written down once a month at most.
SILENT_FOR = timedelta(days=62)
WRITTEN_LATE = timedelta(days=31)
LONGEST_MONTH = 32


def look(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """What the meeting days of today want, by day where each programme is; gives how many messages were written."""
    written = 0
    for pack in loaded.packs.values():
        programme = pack.programme
        zone = ZoneInfo(programme.timezone)
        if nudges.quiet(now, zone, programme.nudges) or nudges.quiet(now + HEAD_ROOM, zone, programme.nudges):
            continue
        today = local_day(now, zone)
        meet = meetings.meeting(connection, programme.code, _days(today, programme.calendar), today)
        work = partial(_tell, loaded=loaded, programme=programme, now=now)
        due = left_out.others(TELLING, meet, len(meet))
        written += sum(left_out.each(connection, TELLING, due, work))
        if now.astimezone(zone).hour == programme.nudges.earliest:
            note_silent(connection, programme, now)
    return written


def _days(today: date, calendar: Calendar) -> set[int]:
    """The days of the month on which who meets today may have said to meet: the 31st is the 30th in a short month."""
    day = to_calendar(today, calendar).day
    return set(range(day, LONGEST_MONTH + 1)) if today == month_of(today, calendar)[1] else {day}


def _tell(
    connection: Connection, numbers: Sequence[int], *, loaded: LoadedPacks, programme: Programme, now: datetime
) -> int:
    """Each leader hears it who may be written to and was not reminded of anything today: it is her reminder."""
    today = local_day(now, ZoneInfo(programme.timezone))
    messages: list[Outgoing] = []
    for number in numbers:
        meetings.told(connection, number, today)
        seen = with_parts.counted(connection, leading.stand(connection, number, programme, today), programme, today)
        people = recipients.load(connection, groups.leaders(connection, number), lock=True).values()
        told = [one for one in people if seen.places and nudging.may_be_reminded(one, programme, today)]
        messages += [_message(loaded, seen, one, today) for one in told]
        recipients.nudged_on(connection, {one.id: today for one in told})
    outbox.add(connection, messages, now)
    return len(messages)


def _message(loaded: LoadedPacks, seen: Seen, person: Asked, today: date) -> Outgoing:
    """Counts alone: names are behind the button, and her PIN."""
    if person.address is None:
        raise LookupError(f"person {person.id} has no chat")
    shown = [one for one in seen.places if one.standing]
    counted = {
        "answered": seen.count(Standing.ANSWERED),
        "members": len(shown),
        "open": seen.count(Standing.DUE, Standing.LATE),
    }
    where = person.address
    to = Recipient(where.bot, where.chat, person.language, person.id, person.called, where.shared)
    button = Button(Text(SEE), Meaning.of(telling.PREFIX, telling.LIST, seen.group.id, "0"))
    message = Message(Text(MEETS, {"group": seen.group.name, **counted}), [[button]])
    return bot_api.outgoing(loaded.catalogues, to, message, Lane.NUDGE, f"meeting:{seen.group.id}:{person.id}:{today}")


def note_silent(connection: Connection, programme: Programme, now: datetime) -> None:
    """Officers are to look at groups whose leaders have said nothing for months, after the ladder's last rung, as with
    a member. Who is heard of again, or was followed by another, is on their list no longer.
    """
    ladder = timedelta(days=programme.nudges.days[-1]) + ONE_DAY
    silent = meetings.silent(connection, programme.code, now - SILENT_FOR - WRITTEN_LATE - ladder)
    silent_groups.note_silent(connection, programme.code, silent, now)
