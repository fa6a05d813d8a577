"""Planning: slots are written with their moments, and the one after the last of a calendar follows progress."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.evaluation import calendar, nudges
from bot.domain.evaluation.calendar import PlannedSlot
from bot.domain.evaluation.interval import Course, Interval, next_interval, next_slot
from bot.domain.evaluation.nudges import Recipient, Reminded
from bot.domain.programme import OfGroup, Programme, Purpose
from bot.packs import Pack
from bot.services.evaluation import progress
from bot.services.evaluation.nudging import recipient
from bot.store import Connection
from bot.store.evaluation import changed_paces, recipients, slots
from bot.store.evaluation.slots import NewSlot, SlotRow


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which a local day begins. Kept: a whole country's slots fall on the same few days."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def plan_next(
    connection: Connection,
    ended: Sequence[SlotRow],
    pack: Pack,
    quiet: Collection[int] = (),
    after: date = date.min,
) -> list[NewSlot]:
    """Plan the slot after those that were the last of their calendars, as progress says; gives the new ones.

    `ended` are slots of the pack's programme whose end is written down already, `quiet` the ids of those among them
    that say by themselves that the producer went quiet: then there is no need to look at the figures. Nothing is due
    before the day after `after`.
    """
    lasts = slots.last_of(connection, {row.producer_id for row in ended})
    at_end = [row for row in ended if lasts[row.producer_id].slot_id == row.id]
    if not at_end:
        return []
    people = _recipients(connection, [row.producer_id for row in at_end], pack.programme)
    chosen = changed_paces.standing(connection, [row.producer_id for row in at_end])
    planned = []
    for row in at_end:
        # a group is never graded by what its leader says of it: it is asked at the middle pace
        course = (
            Course.MIXED
            if OfGroup.has(row.form)
            else Course.QUIET
            if row.id in quiet
            else _course(connection, row.producer_id, pack)
        )
        interval = next_interval(course, pack.programme.schedule, chosen.get(row.producer_id))
        number = lasts[row.producer_id].highest + 1
        slot = replace(next_slot(row.planned, interval, row.inception, after), number=number)
        person = as_asked(row.producer_id, pack.programme) if OfGroup.has(row.form) else people.get(row.producer_id)
        planned.append(_planned(row, slot, interval, pack.programme, person))
    slots.add(connection, planned)
    for one in planned:
        if one.producer_id in chosen:
            number = slots.id_of(connection, one.producer_id, one.number)
            changed_paces.has_planned(connection, one.producer_id, number)
    return planned


def _course(connection: Connection, producer_id: int, pack: Pack) -> Course:
    return progress.of_producer(connection, producer_id, pack).standings.course


def _recipients(connection: Connection, producers: Sequence[int], programme: Programme) -> dict[int, Recipient]:
    """Who is asked for each producer, where somebody can be."""
    speakers = recipients.speakers(connection, producers)
    people = recipients.load(connection, set(speakers.values()))
    found = {owner: recipient(people[speaker], programme) for owner, speaker in speakers.items()}
    return {owner: one for owner, one in found.items() if one is not None}


def asked_for(connection: Connection, producer_id: int, programme: Programme, *, is_group: bool) -> Recipient | None:
    """Who is asked for one producer; None: nobody can be."""
    if is_group:
        return as_asked(producer_id, programme)
    return _recipients(connection, [producer_id], programme).get(producer_id)


def as_asked(group_id: int, programme: Programme) -> Recipient:
    """A group as the rules of nudging know it. Who leads it is looked for when its moment has come."""
    return Recipient(f"group {group_id}", ZoneInfo(programme.timezone), programme.nudges.hour)


def _planned(
    last: SlotRow, slot: PlannedSlot, interval: Interval, programme: Programme, person: Recipient | None
) -> NewSlot:
    new = new_slot(
        last.producer_id, slot, [slot.due], last.inception, programme, form=_form(last, interval), person=person
    )
    return replace(new, interval_reason=interval.reason, interval_note=interval.note or None)


def _form(last: SlotRow, interval: Interval) -> Purpose | OfGroup:
    if OfGroup.has(last.form):
        return OfGroup.CHECK_IN
    return Purpose.SHORT_CHECK if interval.short else Purpose.CHECK_IN


def new_slot(
    producer_id: int,
    slot: PlannedSlot,
    dues: Sequence[date],
    inception: date,
    programme: Programme,
    *,
    form: Purpose | OfGroup,
    person: Recipient | None,
) -> NewSlot:
    """A slot to be written, with the moments at which it opens, closes and is first reminded of."""
    zone, schedule = ZoneInfo(programme.timezone), programme.schedule
    closes = calendar.closes(slot, dues, inception, schedule)
    ladder = Reminded(slot.due, closes, slot.state)
    return NewSlot(
        producer_id=producer_id,
        number=slot.number,
        month=slot.month,
        due=slot.due,
        form=form,
        state=slot.state,
        why=slot.why,
        opens_at=midnight(calendar.opens(slot, schedule), zone),
        closes_at=midnight(closes, zone),
        next_nudge_at=None if person is None else nudges.next_nudge_at(ladder, person, programme.nudges),
    )
