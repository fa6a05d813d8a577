"""Leaders are reminded of what their group itself is asked and nobody has answered: their one reminder of the day.

The ladder is the pack's, as for anybody. The group climbs it, and each of its leaders hears of a rung who can be
written to that day; where none can, it waits for the next day. After the last rung staff are to look at the group.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from functools import partial

from bot.domain.evaluation import nudges
from bot.domain.evaluation.nudges import ONE_DAY, Escalate, Later, Send, local_day
from bot.domain.programme import NudgeLadder
from bot.domain.wire import bot_api
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import ChatState
from bot.domain.wire.message import Button, Message, Recipient
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import N_, Text
from bot.left_out import LeftOut
from bot.services.evaluation import nudging
from bot.services.evaluation.planning import as_asked
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.evaluation import due_slots, nudge_ladder, recipients, silent_groups
from bot.store.evaluation.nudge_ladder import Ladder
from bot.store.evaluation.recipients import Asked
from bot.store.evaluation.slots import SlotRow
from bot.store.groups import groups, own_slots
from bot.store.wire import outbox

# What the button is about; what it does: handlers/groups/own_calendar.py.
PREFIX, ANSWER = "gi", "a"
ANSWER_NOW = N_("✍️ Answer for the group")
WAIT = N_("🏠 Questions about your group {group} wait.\nPlease answer for it until {until}.")
REMINDING = "Reminding leaders of their group: slot"


def remind(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """All that is due of groups; gives how many messages were written."""
    found = own_slots.to_remind(connection, now)
    due = left_out.others(REMINDING, found, len(found))
    return sum(left_out.each(connection, REMINDING, due, partial(_remind, loaded=loaded, now=now)))


def _remind(connection: Connection, numbers: Sequence[int], *, loaded: LoadedPacks, now: datetime) -> int:
    return sum(_climb(connection, row, loaded, now) for row in due_slots.load(connection, numbers))


def _climb(connection: Connection, row: SlotRow, loaded: LoadedPacks, now: datetime) -> int:
    """One step of one group; gives how many of its leaders are told."""
    programme = loaded.pack(row.programme).programme
    asked = as_asked(row.producer_id, programme)
    told: list[Asked] = []
    after = Ladder(row.id, row.nudges_sent, row.last_nudge_at, None, row.told_at)
    match nudges.decide(now, nudging.reminded(row, asked.zone), asked, programme.nudges):
        case Send(rung=rung, day=today, next_at=next_at):
            people = recipients.load(connection, groups.leaders(connection, row.producer_id), lock=True).values()
            told = [one for one in people if nudging.may_be_reminded(one, programme, today)]
            tomorrow = nudges.delivery_at(today + ONE_DAY, asked, programme.nudges)
            after = Ladder(row.id, rung, now, next_at, None) if told else _at(row, tomorrow)
            recipients.nudged_on(connection, {one.id: today for one in told})
            outbox.add(connection, [_message(connection, loaded, row, one, rung, asked.zone) for one in told], now)
            if _nobody_can_be_told(people) and _ladder_is_over(row, today, programme.nudges):
                silent_groups.note(connection, row.producer_id, now)
        case Escalate():
            silent_groups.note(connection, row.producer_id, now)
            after = replace(after, told_at=now)
        case Later(at=at):
            after = _at(row, at)
    nudge_ladder.climb(connection, [after])
    return len(told)


def _nobody_can_be_told(leaders: Collection[Asked]) -> bool:
    """None of those who lead it can be written to; where nobody leads it staff see that by itself."""
    reached = [one.address is not None and one.address.state is ChatState.ACTIVE for one in leaders]
    return bool(reached) and not any(reached)


def _ladder_is_over(row: SlotRow, today: date, ladder: NudgeLadder) -> bool:
    return today > row.due + timedelta(days=ladder.days[-1])


def _at(row: SlotRow, at: datetime) -> Ladder:
    return Ladder(row.id, row.nudges_sent, row.last_nudge_at, at, None)


def _message(
    connection: Connection, loaded: LoadedPacks, row: SlotRow, person: Asked, rung: int, zone: tzinfo
) -> Outgoing:
    """Its name alone: figures are behind the button, and her PIN."""
    group, where = groups.find(connection, row.producer_id), person.address
    if group is None or where is None:
        raise LookupError(f"slot {row.id} is of no group, or person {person.id} has no chat")
    to = Recipient(where.bot, where.chat, person.language, person.id, person.called, where.shared)
    text = Text(WAIT, {"group": group.name, "until": local_day(row.closes_at, zone) - timedelta(days=1)})
    message = Message(text, [[Button(Text(ANSWER_NOW), Meaning.of(PREFIX, ANSWER, group.id))]])
    return bot_api.outgoing(loaded.catalogues, to, message, Lane.NUDGE, f"group:{row.id}:{rung}:{person.id}")
