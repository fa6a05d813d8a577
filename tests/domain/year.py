"""A small world that lives through the calendar by the pure rules alone, tick by tick, as the tick of the bot will.

One person answers for a few producers. What people and machines do is given as data; what was sent is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.evaluation.calendar import Facts, PlannedSlot, SlotState, answered, close, closes, opens, plan
from bot.domain.evaluation.interval import Course, Override, next_interval, next_slot
from bot.domain.evaluation.nudges import (
    Done,
    Escalate,
    Later,
    Reach,
    Recipient,
    Reminded,
    Send,
    decide,
    local_day,
    next_nudge_at,
)
from bot.domain.evaluation.outage import outage_between
from tests.domain.samples import LADDER, SCHEDULE, slot_for_answer, unanswered_state

Key = tuple[int, int]


@dataclass(frozen=True)
class Producer:
    """`answers`: slot number → days after the due day on which the person answers (may be early)."""

    inception: date
    joined: date
    answers: Mapping[int, int]
    course: Course = Course.ON_TRACK
    override: Override | None = None


@dataclass
class Row:
    """A slot with what the ladder knows of it: what the store keeps."""

    slot: PlannedSlot
    sent: int = 0
    last_sent: date | None = None
    escalated: bool = False
    next_at: datetime | None = None
    outage: bool = False


@dataclass
class World:
    person: Recipient
    producers: tuple[Producer, ...]
    reach: Mapping[date, Reach] = field(default_factory=dict)
    hours: Mapping[date, int] = field(default_factory=dict)
    rows: dict[Key, Row] = field(default_factory=dict)
    sent: list[tuple[datetime, tuple[Key, ...]]] = field(default_factory=list)
    told: list[Key] = field(default_factory=list)
    last_alive: datetime | None = None
    day: date | None = None
    noon: date | None = None

    def tick(self, now: datetime) -> None:
        """What the bot does every so often, and what the person does at noon."""
        today = local_day(now, self.person.zone)
        self.note_outage(now)
        if today != self.day:
            self.new_day(today)
            self.settle(today)
        if today != self.noon and now.astimezone(self.person.zone).hour >= 12:
            self.noon = today
            self.answer(today)
            self.settle(today)
        self.nudge(now)

    def note_outage(self, now: datetime) -> None:
        outage = outage_between(self.last_alive, now)
        self.last_alive = now
        for (index, _), row in self.rows.items() if outage else ():
            row.outage |= not row.slot.state.ended and outage.touches(*self.window(index, row.slot))

    def window(self, index: int, slot: PlannedSlot) -> tuple[datetime, datetime]:
        """From the first moment of the day on which a slot opens to that of the day on which it closes."""
        end = closes(slot, self.dues(index), self.producers[index].inception, SCHEDULE)
        first, last = (
            datetime.combine(day, time(), tzinfo=self.person.zone).astimezone(UTC)
            for day in (opens(slot, SCHEDULE), end)
        )
        return first, last

    def new_day(self, today: date) -> None:
        since = self.day or today - timedelta(days=1)
        changes = [reach for day, reach in sorted(self.reach.items()) if since < day <= today]
        hours = [hour for day, hour in sorted(self.hours.items()) if since < day <= today]
        self.day = today
        self.person = replace(
            self.person,
            reach=changes[-1] if changes else self.person.reach,
            hour=hours[-1] if hours else self.person.hour,
        )
        for index, producer in enumerate(self.producers):
            if producer.joined <= today and (index, 0) not in self.rows:
                self.plan(index, plan(producer.inception, producer.joined, SCHEDULE))
        if changes and self.person.reach is Reach.ACTIVE:
            self.come_back(today)

    def come_back(self, today: date) -> None:
        self.person = replace(self.person, last_nudge=max(today, self.person.last_nudge or today))
        for key in self.rows:
            self.rows[key].next_at = next_nudge_at(self.reminded(key), self.person, LADDER)

    def plan(self, index: int, slots: tuple[PlannedSlot, ...]) -> None:
        for slot in slots:
            self.rows[index, slot.number] = Row(slot)
        for slot in slots:
            key = index, slot.number
            self.rows[key].next_at = next_nudge_at(self.reminded(key), self.person, LADDER)

    def settle(self, today: date) -> None:
        """Open and close what is due, and plan the slot after the last one, until nothing changes."""
        for index, producer in enumerate(self.producers):
            self.settle_one(index, producer, today)

    def settle_one(self, index: int, producer: Producer, today: date) -> None:
        for number in range(1000):
            row = self.rows.get((index, number))
            if row is None:
                return
            if row.slot.state.ended and (index, number + 1) in self.rows:
                continue
            state = unanswered_state(row.slot, today, self.dues(index), producer.inception, SCHEDULE)
            if state is SlotState.MISSED and not row.slot.state.ended:
                state, why = close(self.facts(row))
                row.slot = replace(row.slot, why=why)
            row.slot = replace(row.slot, state=state)
            self.follow(index, row.slot)

    def facts(self, row: Row) -> Facts:
        reach = self.person.reach
        return Facts(
            outage=row.outage,
            stopped=reach is Reach.STOPPED,
            blocked=reach is Reach.BLOCKED,
            nudges=row.sent,
        )

    def follow(self, index: int, last: PlannedSlot) -> None:
        if not last.state.ended or (index, last.number + 1) in self.rows:
            return
        producer = self.producers[index]
        course = Course.QUIET if last.state is SlotState.MISSED else producer.course
        interval = next_interval(course, SCHEDULE, producer.override)
        self.plan(index, (next_slot(last, interval, producer.inception),))

    def answer(self, today: date) -> None:
        for index, producer in enumerate(self.producers):
            slot = slot_for_answer(self.slots(index), today, producer.inception, SCHEDULE)
            if slot is None or self.person.reach is not Reach.ACTIVE:
                continue
            after = producer.answers.get(slot.number)
            if after is not None and today >= slot.due + timedelta(days=after):
                state = answered(slot, today, SCHEDULE)
                self.rows[index, slot.number].slot = replace(slot, state=state)

    def nudge(self, now: datetime) -> None:
        due = [key for key, row in self.rows.items() if row.next_at is not None and row.next_at <= now]
        before, together = self.person, []
        for key in due:
            row = self.rows[key]
            match decide(now, self.reminded(key), before, LADDER):
                case Send(rung, day, next_at):
                    assert not row.slot.state.ended and before.reach is Reach.ACTIVE
                    row.sent, row.last_sent, row.next_at = rung, day, next_at
                    self.person = replace(self.person, last_nudge=day)
                    together.append(key)
                case Later(at):
                    assert at > now
                    row.next_at = at
                case Escalate():
                    row.escalated, row.next_at = True, None
                    self.told.append(key)
                case Done():
                    row.next_at = None
        if together:
            self.sent.append((now, tuple(together)))

    def slots(self, index: int) -> tuple[PlannedSlot, ...]:
        return tuple(row.slot for (owner, _), row in self.rows.items() if owner == index)

    def dues(self, index: int) -> list[date]:
        return [slot.due for slot in self.slots(index)]

    def reminded(self, key: Key) -> Reminded:
        row, producer = self.rows[key], self.producers[key[0]]
        end = closes(row.slot, self.dues(key[0]), producer.inception, SCHEDULE)
        return Reminded(row.slot.due, end, row.slot.state, row.sent, row.last_sent, row.escalated)


def live(world: World, first: date, until: date, every: timedelta, away: list[tuple[datetime, datetime]]) -> None:
    """Ticks from the first midnight in Greenwich to the last, except while the bot is away."""
    now, end = (datetime.combine(day, time(), tzinfo=UTC) for day in (first, until))
    while now < end:
        if not any(start <= now < back for start, back in away):
            world.tick(now)
        now += every
