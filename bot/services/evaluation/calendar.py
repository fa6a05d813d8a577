"""Evaluation: a producer's calendar is begun, asked about, answered, and moved on by the tick."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation import calendar, nudges
from bot.domain.evaluation.calendar import Facts, SlotState, Why
from bot.domain.evaluation.nudges import ONE_DAY, Recipient, local_day
from bot.domain.programme import BASELINE_MONTH, OfGroup, Programme, Purpose
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.evaluation import closing, nudging, planning
from bot.services.evaluation.outages import asked_again, heartbeat, sign_of_life
from bot.services.lessons import tip_plans
from bot.services.loaded_packs import LoadedPacks
from bot.store import Connection
from bot.store.evaluation import changed_paces, due_slots, nudge_ladder, recipients, slots
from bot.store.evaluation.changed_paces import Chosen
from bot.store.evaluation.nudge_ladder import Ladder
from bot.store.evaluation.slots import Ended, SlotRow

__all__ = [
    "Chosen",
    "DueSlot",
    "Ticked",
    "answered",
    "asked_again",
    "begin",
    "begin_of_group",
    "begun_again",
    "came_back",
    "chosen_for",
    "due",
    "end_all",
    "heartbeat",
    "hour_changed",
    "looked_at_again",
    "meanwhile",
    "next_due",
    "nudged_today",
    "stopped",
    "tick",
]


@dataclass(frozen=True, slots=True)
class DueSlot:
    """A slot that can be answered now.

    `closes`: the first day on which it cannot. `dialogue_id`: the form that was begun for it, if one is open.
    """

    slot_id: int
    producer_id: int
    number: int
    month: int
    due: date
    closes: date
    form: str
    dialogue_id: int | None


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick has done; `nudged` counts messages, `escalated` slots. `left`: tick again at once."""

    opened: int
    closed: int
    nudged: int
    escalated: int
    left: bool


def begin(
    connection: Connection,
    producer_id: int,
    person_id: int,
    inception: date,
    joined: date,
    programme: Programme,
    now: datetime,
    hour: int | None = None,
) -> int:
    """Write the slots of the first year, and when the first tip comes; gives the id of the baseline's.

    The baseline is asked at once by the conversation: today counts as a day with a nudge, which whoever writes the
    person down has to say (`nudged_today`). `hour`: the one that she has chosen; who is new has chosen none.
    """
    hour = programme.nudges.hour if hour is None else hour
    person = Recipient(str(person_id), ZoneInfo(programme.timezone), hour, last_nudge=nudged_today(programme, now))
    planned = calendar.plan(inception, joined, programme.schedule)
    dues = [slot.due for slot in planned]
    rows = []
    for slot in planned:
        form = Purpose.BASELINE if slot.month == BASELINE_MONTH else Purpose.CHECK_IN
        row = planning.new_slot(producer_id, slot, dues, inception, programme, form=form, person=person)
        at = _not_today(row.next_nudge_at, person, programme)
        rows.append(row if at is row.next_nudge_at else replace(row, next_nudge_at=at))
    slots.add(connection, rows)
    tip_plans.begin(connection, person, programme, now)
    return slots.id_of(connection, producer_id, planned[0].number)


def begin_of_group(connection: Connection, group_id: int, inception: date, joined: date, programme: Programme) -> None:
    """Write the slots of a group's own first year; before `joined` nobody was asked, and today she
    has looked at it who is reminded from tomorrow on.
    """
    asked = replace(planning.as_asked(group_id, programme), last_nudge=joined)
    planned = calendar.plan(inception, joined, programme.schedule)
    dues = [slot.due for slot in planned]
    forms = [OfGroup.BASELINE if slot.month == BASELINE_MONTH else OfGroup.CHECK_IN for slot in planned]
    rows = [
        planning.new_slot(group_id, slot, dues, inception, programme, form=form, person=asked)
        for slot, form in zip(planned, forms, strict=True)
    ]
    slots.add(connection, [replace(row, next_nudge_at=_not_today(row.next_nudge_at, asked, programme)) for row in rows])


def nudged_today(programme: Programme, now: datetime) -> date:
    """The day of the last nudge of who registers now: the baseline is asked at once."""
    return local_day(now, ZoneInfo(programme.timezone))


def _not_today(at: datetime | None, person: Recipient, programme: Programme) -> datetime | None:
    """The moment of a reminder, moved to the day after the last one at the earliest."""
    if at is None or person.last_nudge is None or local_day(at, person.zone) > person.last_nudge:
        return at
    return nudges.delivery_at(person.last_nudge + ONE_DAY, person, programme.nudges)


def due(connection: Connection, person_id: int, programme: Programme, now: datetime) -> list[DueSlot]:
    """What this person can answer now, the oldest first. By the clock, for the tick may be a moment behind."""
    zone = ZoneInfo(programme.timezone)
    rows = [row for row in slots.unanswered_of_person(connection, person_id) if row.opens_at <= now < row.closes_at]
    begun = recipients.begun(connection, [person_id], [row.id for row in rows]) if rows else {}
    return [
        DueSlot(
            slot_id=row.id,
            producer_id=row.producer_id,
            number=row.number,
            month=row.month,
            due=row.due,
            closes=local_day(row.closes_at, zone),
            form=row.form,
            dialogue_id=begun.get(row.id),
        )
        for row in rows
    ]


def next_due(connection: Connection, person_id: int, programme: Programme, now: datetime) -> date | None:
    """The day on which the next slot that is not open yet is due; None when none is planned."""
    rows = slots.unanswered_of_person(connection, person_id)
    return min((row.due for row in rows if row.opens_at > now), default=None)


def chosen_for(connection: Connection, person_id: int, now: datetime) -> Sequence[Chosen]:
    """Of what is to come for all that she answers for, that which staff have chosen, the next first."""
    theirs = {row.producer_id for row in slots.unanswered_of_person(connection, person_id)}
    return changed_paces.chosen(connection, theirs, now)


def answered(connection: Connection, slot_id: int, now: datetime, pack: Pack) -> SlotState:
    """A slot is answered: no more nudges, and after the last one the next is planned. Gives how the slot stands.

    One that has ended keeps its state: the first answer counts, and what is missed stays missed, unless this was said
    before its time was over (`now`: when it was said) and came in afterwards.
    """
    row = slots.find(connection, slot_id)
    if row is None:
        raise LookupError(f"there is no slot {slot_id}")
    return answered_all(connection, [row], now, pack).get(slot_id, row.state)


def answered_all(connection: Connection, rows: Sequence[SlotRow], now: datetime, pack: Pack) -> dict[int, SlotState]:
    """The same of several at once; gives how those stand, by number, that had not ended."""
    day, schedule = local_day(now, ZoneInfo(pack.programme.timezone)), pack.programme.schedule
    states = {row.id: calendar.answered(row.planned, day, schedule) for row in rows}
    ended = [row for row in rows if slots.answer(connection, row.id, states[row.id], now)]
    if ended:
        recipients.settle_follow_ups(connection, [row.id for row in ended], nudging.NO_ANSWER, now)
        planning.plan_next(connection, ended, pack)
    return {row.id: states[row.id] for row in ended}


def end_all(connection: Connection, producers: Collection[int], facts: Facts) -> None:
    """Nobody is asked for these producers any more: what is open or still to come has ended, and says why; nothing is
    planned after it.
    """
    state, why = calendar.close(facts)
    known = [slot for producer in producers for slot in slots.of_producer(connection, producer)]
    slots.end(connection, [Ended(slot.id, state, why) for slot in known if not slot.state.ended])


def begun_again(connection: Connection, producer_id: int, person_id: int, now: datetime) -> None:
    """It was ended since she made nothing any more, and she does: what can still be answered goes on."""
    slots.reopen(connection, producer_id, Why.NOT_PRODUCING, now)
    nudge_ladder.look_again(connection, person_id, now)


def looked_at_again(connection: Connection, person_id: int, now: datetime) -> None:
    """Her pause is over: the tick decides anew about what is open."""
    nudge_ladder.look_again(connection, person_id, now)


def stopped(connection: Connection, person_id: int, now: datetime) -> None:
    """She said stop or blocked the bot. Her chat says so, and nothing is sent; another who speaks for hers is asked."""
    nudge_ladder.look_again(connection, person_id, now)


def came_back(connection: Connection, person_id: int, now: datetime) -> None:
    """She is back: what is open is reminded of again, from tomorrow (her chat says since when it is active), and tips
    go on.
    """
    nudge_ladder.look_again(connection, person_id, now)
    tip_plans.came_back(connection, person_id, now)


def hour_changed(connection: Connection, person_id: int, hour: int, programme: Programme, now: datetime) -> None:
    """She chose another hour: the reminders that are still to come move there, and so do tips."""
    person = nudging.recipient(recipients.load(connection, [person_id])[person_id], programme)
    if person is None:
        return
    person = replace(person, hour=hour)
    ladders = []
    for row in slots.unanswered_of_person(connection, person_id):
        at = nudges.next_nudge_at(nudging.reminded(row, person.zone), person, programme.nudges)
        after = _not_today(at, person, programme)
        ladders.append(Ladder(row.id, row.nudges_sent, row.last_nudge_at, after, row.told_at))
    nudge_ladder.climb(connection, ladders)
    tip_plans.hour_changed(connection, person, programme, now)


def tick(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime, limit: int = 500) -> Ticked:
    """Open, close and remind what is due, up to `limit` slots of each; one unit of work. `left_out`: who is not looked
    at, since a row of theirs cannot be read.
    """
    opened = due_slots.open_due(connection, now, limit)
    closed, more = closing.close_past(connection, loaded, left_out, now, limit)
    done = nudging.remind(connection, loaded, left_out, now, limit)
    left = opened == limit or more or done.left
    return Ticked(opened, closed, len(done.messages), len(done.told), left)


def meanwhile(connection: Connection, telegram: datetime, limit: int = 500) -> bool:
    """While the clock is doubted: slots open by Telegram's time, and the bot is alive; True: there is more to do."""
    sign_of_life(connection, telegram)
    return due_slots.open_due(connection, telegram, limit) == limit
