"""Staff change when a producer or a group is asked: every so many months, or next on a day, with a reason shown to her.

Each function asks anew whether it is where she works and not about herself. What is open stays as it is; what was still
to come stays as a row that says why it is not asked; numbers are never used twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.evaluation import calendar, replanning
from bot.domain.evaluation.calendar import SlotState, Why
from bot.domain.evaluation.interval import IntervalReason
from bot.domain.evaluation.nudges import ONE_DAY, local_day
from bot.domain.evaluation.replanning import EVERY, Replanned
from bot.domain.programme import OfGroup, Purpose
from bot.i18n import N_
from bot.packs import Pack
from bot.services.evaluation import planning
from bot.services.roles import NotAllowed
from bot.services.staff import work
from bot.services.work import Connection
from bot.store.evaluation import changed_paces, slots
from bot.store.evaluation.changed_paces import Change, New
from bot.store.evaluation.slots import Ended, SlotRow, Waits
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.staff import follow_ups

__all__ = ["CHANGE", "EVERY", "LONGEST_WORDS", "Change", "Known", "Reason", "every", "look", "once", "take_off"]

# The button on the page of a follow-up, or of a group; what it opens is in handlers/staff/pace.py.
CHANGE, PREFIX, OPEN = N_("📅 Change when we ask"), "pace", "o"

LONGEST_WORDS = 120


class Reason(StrEnum):
    """Why staff have chosen otherwise; of another reason the words are shown."""

    ASKED_FOR = "asked_for"
    SEASON = "season"
    CLOSER = "closer"
    RARER = "rarer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Known:
    """Whose calendar it is, what is to come, and the change that stands."""

    producer_id: int
    name: str | None
    next_due: date | None
    change: Change | None


def look(connection: Connection, person_id: int | None, pack: Pack, producer_id: int, now: datetime) -> Known:
    """The calendar of one where she works. Raises NotAllowed."""
    name = _require(connection, person_id, pack, producer_id)
    rows = [row for row in slots.of_producer(connection, producer_id) if not row.state.ended and row.opens_at > now]
    following, one = min((row.due for row in rows), default=None), changed_paces.of_producer(connection, producer_id)
    # what was chosen once is over when it is asked
    stands = one is not None and (one.months is not None or any(row.id == one.slot_id for row in rows))
    return Known(producer_id, name, following, one if stands else None)


def _require(connection: Connection, person_id: int | None, pack: Pack, producer_id: int) -> str | None:
    found = follow_ups.name_of(connection, producer_id, work.reader(connection, person_id, pack))
    if found is None:
        raise NotAllowed(f"person {person_id} does not change when producer {producer_id} is asked")
    return found.name


def every(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    producer_id: int,
    months: int,
    why: Reason,
    now: datetime,
    words: str = "",
) -> date | None:
    """From now on every so many months, until it is taken off. Gives the day that comes next; None: she has no calendar
    that goes on, or the reason has no words. Raises NotAllowed.
    """
    _require(connection, person_id, pack, producer_id)
    here = _Calendar.of(connection, producer_id, pack, now)
    if here is None or months not in EVERY:
        return None
    told = replanning.every(here.planned, months, here.inception, here.today, here.highest)
    return _change(connection, person_id, here, told, months, why, words)


def once(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    producer_id: int,
    day: date,
    why: Reason,
    now: datetime,
    words: str = "",
) -> date | None:
    """Next on this day, once. Gives it; None: it is past, too far off, or before something that is open is due, or the
    reason has no words. Raises NotAllowed.
    """
    _require(connection, person_id, pack, producer_id)
    here = _Calendar.of(connection, producer_id, pack, now)
    if here is None:
        return None
    told = replanning.once(here.planned, day, here.inception, here.today, here.highest)
    return _change(connection, person_id, here, told, None, why, words)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The slots of a producer that count, by the clock: what has opened since the last tick is open."""

    rows: Sequence[SlotRow]
    highest: int
    pack: Pack
    now: datetime

    @classmethod
    def of(cls, connection: Connection, producer_id: int, pack: Pack, now: datetime) -> "_Calendar | None":
        """None: nothing of it goes on."""
        known = slots.of_producer(connection, producer_id)
        rows = [
            replace(row, state=SlotState.OPEN) if row.state is SlotState.WAITING and row.opens_at <= now else row
            for row in known
            if row.why is not Why.MOVED
        ]
        if all(row.state.ended for row in rows):
            return None
        return cls(rows, max(row.number for row in known), pack, now)

    @property
    def planned(self) -> Sequence[calendar.PlannedSlot]:
        return [row.planned for row in self.rows]

    @property
    def inception(self) -> date:
        return self.rows[0].inception

    @property
    def producer(self) -> int:
        return self.rows[0].producer_id

    @property
    def is_group(self) -> bool:
        return OfGroup.has(self.rows[0].form)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.pack.programme.timezone)

    @property
    def today(self) -> date:
        return local_day(self.now, self.zone)


def _change(
    connection: Connection,
    person_id: int | None,
    here: _Calendar,
    told: Replanned | None,
    months: int | None,
    why: Reason,
    words: str,
) -> date | None:
    kept = " ".join(words.split())[:LONGEST_WORDS] or None
    if told is None or person_id is None or (why is Reason.OTHER and kept is None):
        return None
    gone = [row for row in here.rows if row.number in told.replaced]
    slots.end(connection, [Ended(row.id, SlotState.MISSED, Why.MOVED) for row in gone])
    left = [row for row in here.rows if row.number not in told.replaced]
    person = planning.asked_for(connection, here.producer, here.pack.programme, is_group=here.is_group)
    form = OfGroup.CHECK_IN if here.is_group else Purpose.CHECK_IN
    dues = [row.due for row in left] + [told.new.due]
    planned = planning.new_slot(
        here.producer, told.new, dues, here.inception, here.pack.programme, form=form, person=person
    )
    slots.add(connection, [replace(planned, interval_reason=IntervalReason.STAFF, interval_note=why)])
    number = slots.id_of(connection, here.producer, told.new.number)
    _close_in_order(connection, here, left, dues)
    new = New(here.producer, person_id, months, why, kept, number, [row.id for row in gone])
    changed_paces.add(connection, new, here.now)
    detail = {"months": months, "due": told.new.due.isoformat(), "reason": why, "slots": len(gone)}
    _note(connection, person_id, "change pace", here.producer, detail, here.now)
    return told.new.due


def _close_in_order(connection: Connection, here: _Calendar, rows: Sequence[SlotRow], dues: Sequence[date]) -> None:
    """What has not ended closes when the next one is due, and never on the day of the change."""
    for row in rows:
        if not row.state.ended:
            day = calendar.closes(row.planned, dues, here.inception, here.pack.programme.schedule)
            slots.close_at(connection, row.id, planning.midnight(max(day, here.today + ONE_DAY), here.zone))


def take_off(connection: Connection, person_id: int | None, pack: Pack, producer_id: int, now: datetime) -> bool:
    """The change that stands is taken off: while its slot is still to come, what was to come before is again, or what
    progress says. False: none stands. Raises NotAllowed.
    """
    _require(connection, person_id, pack, producer_id)
    one = changed_paces.of_producer(connection, producer_id)
    if one is None or person_id is None:
        return False
    changed_paces.end(connection, producer_id, now)
    ahead = [row for row in slots.of_producer(connection, producer_id) if row.opens_at > now]
    if any(row.id == one.slot_id and row.state is SlotState.WAITING for row in ahead):
        changed_paces.stand_again(connection, one)
        _as_before(connection, one, ahead, pack, now)
    _note(connection, person_id, "take pace off", producer_id, {"change": one.id}, now)
    return True


def _as_before(connection: Connection, one: Change, ahead: Sequence[SlotRow], pack: Pack, now: datetime) -> None:
    """The slot of the change is not asked. Of what it had replaced comes back what is still ahead; where nothing does,
    the next one is planned as after any last slot, and never for a day that is past.
    """
    back = [row for row in ahead if row.id in one.replaced and row.why is Why.MOVED]
    if one.slot_id is not None:
        slots.end(connection, [Ended(one.slot_id, SlotState.MISSED, Why.MOVED)])
    slots.wait_again(connection, [Waits(row.id, row.closes_at, None) for row in back])
    rows = [row for row in slots.of_producer(connection, one.producer_id) if row.why is not Why.MOVED]
    here = _Calendar(rows, max(row.number for row in rows), pack, now)
    dues = [row.due for row in rows]
    person = planning.asked_for(connection, one.producer_id, pack.programme, is_group=here.is_group)
    for row in (row for row in rows if row.id in {known.id for known in back}):
        new = planning.new_slot(
            one.producer_id, row.planned, dues, row.inception, pack.programme, form=Purpose.CHECK_IN, person=person
        )
        slots.wait_again(connection, [Waits(row.id, new.closes_at, new.next_nudge_at)])
    _close_in_order(connection, here, rows, dues)
    if all(row.state.ended for row in rows):
        last = max(rows, key=lambda row: (row.due, row.number))
        planning.plan_next(connection, [last], pack, after=here.today)


def _note(
    connection: Connection, person_id: int, action: str, producer_id: int, detail: Mapping[str, object], now: datetime
) -> None:
    known = {name: value for name, value in detail.items() if value is not None}
    deed = Deed(f"person {person_id}", action, f"producer {producer_id}", known, producer_id)
    audit.record(connection, deed, now)
