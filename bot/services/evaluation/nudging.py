"""Nudging: the tick's reminders. Takes what is due, asks the rules about each slot, writes one message a person."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.evaluation import nudges
from bot.domain.evaluation.nudges import Escalate, Later, Reach, Recipient, Reminded, Send, local_day
from bot.domain.programme import Programme
from bot.domain.wire.outgoing import Outgoing
from bot.left_out import LeftOut
from bot.services.evaluation import reminders as messages
from bot.services.loaded_packs import LoadedPacks
from bot.store import Connection
from bot.store.evaluation import nudge_ladder, recipients
from bot.store.evaluation.nudge_ladder import Ladder
from bot.store.evaluation.recipients import Asked, FollowUp
from bot.store.evaluation.slots import SlotRow
from bot.store.groups.members import pauses
from bot.store.groups.members.pauses import Pause
from bot.store.wire import outbox

NO_ANSWER = "no_answer"
REMINDING = "Reminding: slot"


@dataclass(slots=True)
class Round:
    """What one round of reminders has decided, to be written down together."""

    ladders: list[Ladder] = field(default_factory=list)
    messages: list[Outgoing] = field(default_factory=list)
    days: dict[int, date] = field(default_factory=dict)
    told: list[FollowUp] = field(default_factory=list)
    # producers for whom nobody speaks
    alone: set[int] = field(default_factory=set)
    left: bool = False

    def add(self, other: "Round") -> None:
        """What others' round has decided."""
        self.ladders += other.ladders
        self.messages += other.messages
        self.days |= other.days
        self.told += other.told
        self.alone |= other.alone


def remind(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime, limit: int) -> Round:
    """One round for the people behind the `limit` slots due the longest, with all else of theirs that is due."""
    due = left_out.others(REMINDING, nudge_ladder.to_nudge(connection, now, limit + len(left_out)), limit)
    done = Round()
    for part in left_out.each(connection, REMINDING, due, partial(_round, loaded=loaded, now=now)):
        done.add(part)
    done.left = len(due) == limit and bool(done.ladders or done.alone)
    return done


def _round(connection: Connection, due: Sequence[int], *, loaded: LoadedPacks, now: datetime) -> Round:
    producers = nudge_ladder.producers_of(connection, due)
    done = Round()
    speakers = recipients.speakers(connection, set(producers))
    done.alone = set(producers) - speakers.keys()
    nudge_ladder.forget_nudges(connection, done.alone)
    people = recipients.load(connection, set(speakers.values()), lock=True)
    theirs = _by_person(connection, nudge_ladder.claim(connection, people, now), people, speakers)
    begun = recipients.begun(connection, people, [row.id for rows in theirs.values() for row in rows])
    paused = pauses.current(connection, producers, now.date())
    for person_id, rows in theirs.items():
        _remind(done, loaded, now, people[person_id], rows, begun, paused)
    _write(connection, done, now)
    return done


def _by_person(
    connection: Connection, rows: Sequence[SlotRow], people: Collection[int], speakers: Mapping[int, int]
) -> dict[int, list[SlotRow]]:
    """The slots of each person; one that somebody else is asked about is left for them."""
    others = {row.producer_id for row in rows} - speakers.keys()
    asked = {**speakers, **(recipients.speakers(connection, others) if others else {})}
    theirs: dict[int, list[SlotRow]] = defaultdict(list)
    for row in rows:
        if asked[row.producer_id] in people:
            theirs[asked[row.producer_id]].append(row)
    return theirs


def _remind(
    done: Round,
    loaded: LoadedPacks,
    now: datetime,
    person: Asked,
    rows: Sequence[SlotRow],
    begun: Collection[int],
    paused: Mapping[int, Pause],
) -> None:
    """Decide about all that is due of one person, who gets one message for it."""
    programme = loaded.pack(person.programme).programme
    before = recipient(person, programme)
    sent = [row for row in rows if _decide(done, now, row, before, programme, paused.get(row.producer_id))]
    if sent and person.address is not None:
        done.days[person.id] = local_day(now, ZoneInfo(programme.timezone))
        done.messages.append(messages.nudge(loaded, person, person.address, sent, begun))


def _decide(
    done: Round,
    now: datetime,
    row: SlotRow,
    person: Recipient | None,
    programme: Programme,
    pause: Pause | None,
) -> bool:
    """What becomes of one slot; True when it is to be in the message."""
    decision = None
    if person is not None:
        decision = nudges.decide(now, reminded(row, person.zone, pause), person, programme.nudges)
    match decision:
        case Send(rung=rung, next_at=next_at):
            done.ladders.append(Ladder(row.id, rung, now, next_at, None))
            return True
        case Later(at=at):
            done.ladders.append(Ladder(row.id, row.nudges_sent, row.last_nudge_at, at, None))
        case Escalate():
            done.ladders.append(Ladder(row.id, row.nudges_sent, row.last_nudge_at, None, now))
            done.told.append(FollowUp(row.producer_id, row.id, NO_ANSWER))
        case _:
            done.ladders.append(Ladder(row.id, row.nudges_sent, row.last_nudge_at, None, row.told_at))
    return False


def _write(connection: Connection, done: Round, now: datetime) -> None:
    nudge_ladder.climb(connection, done.ladders)
    recipients.nudged_on(connection, done.days)
    recipients.follow_up_on(connection, done.told, now)
    outbox.add(connection, done.messages, now)


def recipient(person: Asked, programme: Programme) -> Recipient | None:
    """A person as the rules of nudging know them; None without a chat.

    The day on which a chat became active (she joined, or came back) counts as a day with a nudge: she has just been
    told what is open.
    """
    if person.address is None:
        return None
    zone = ZoneInfo(programme.timezone)
    days = [local_day(person.address.since, zone), *([person.last_nudge_on] if person.last_nudge_on else [])]
    hour = programme.nudges.hour if person.nudge_hour is None else person.nudge_hour
    return Recipient(str(person.id), zone, hour, Reach(person.address.state.value), max(days))


def may_be_reminded(person: Asked, programme: Programme, today: date) -> bool:
    """Whether one who leads a group hears of something today: she can be reached, and has heard of nothing else."""
    known = recipient(person, programme)
    return known is not None and known.reach is Reach.ACTIVE and (known.last_nudge is None or known.last_nudge < today)


def reminded(row: SlotRow, zone: tzinfo, pause: Pause | None = None) -> Reminded:
    """A slot as the rules of nudging know it; `pause`: hers, if she is pausing."""
    last = None if row.last_nudge_at is None else local_day(row.last_nudge_at, zone)
    closes = local_day(row.closes_at, zone)
    return Reminded(
        row.due, closes, row.state, row.nudges_sent, last, row.told_at is not None, pause.until if pause else None
    )
