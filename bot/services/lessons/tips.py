"""Tips: one lesson a week to each person who wants them, chosen from her own book; and those that she asks for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.book import Source
from bot.domain.book.signals import MONTH, WINDOW, Facts, Found, signals
from bot.domain.evaluation.nudges import Recipient, local_day
from bot.domain.lessons import tips
from bot.domain.lessons.lessons import Lesson
from bot.domain.lessons.tips import ASKED, Choice, Later, Never, Seen, Send
from bot.domain.programme import Programme
from bot.domain.wire.outgoing import Outgoing
from bot.i18n import Calendar
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.evaluation import nudging
from bot.services.lessons import tip_plans, tip_words
from bot.services.loaded_packs import LoadedPacks
from bot.store import Connection
from bot.store import tips as rows
from bot.store.evaluation import recipients, submissions
from bot.store.evaluation.recipients import Asked
from bot.store.tips import Tip, Wishes
from bot.store.wire import outbox

__all__ = [
    "Course",
    "Round",
    "Tip",
    "answer",
    "ask_more",
    "course",
    "judge",
    "lesson_of",
    "more",
    "newest",
    "of_hers",
    "open_lesson",
    "send",
]

# A choice of this name, in whatever question, says that sales and costs are written down.
RECORDS = "records"
# People a transaction: each book is read by itself, 3 ms for a usual one and 33 ms for a thousand entries.
AT_ONCE = 10
TIPS = "Tips: person"


@dataclass(slots=True)
class Round:
    """What one round has decided, to be written down together. `left`: there is more to do at once."""

    next_at: dict[int, datetime | None] = field(default_factory=dict)
    messages: list[Outgoing] = field(default_factory=list)
    days: dict[int, date] = field(default_factory=dict)
    left: bool = False


def send(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime, limit: int = AT_ONCE) -> Round:
    """One round for the people whose tip is due the longest. Reminders have to be through before."""
    waiting = left_out.others(TIPS, rows.due(connection, now, limit + len(left_out)), limit)
    done = Round()
    for part in left_out.each(connection, TIPS, waiting, partial(_round, loaded=loaded, now=now)):
        done.next_at |= part.next_at
        done.messages += part.messages
        done.days |= part.days
    done.left = len(waiting) == limit and bool(done.next_at)
    return done


def _round(connection: Connection, waiting: Sequence[int], *, loaded: LoadedPacks, now: datetime) -> Round:
    done = Round()
    people = recipients.load(connection, waiting, lock=True)
    mine = rows.still_due(connection, people, now)
    wishes, had = rows.wishes(connection, mine), rows.had(connection, mine)
    for person_id in mine:
        _consider(connection, done, loaded, now, people[person_id], wishes[person_id], had.get(person_id, []))
    rows.move(connection, done.next_at)
    recipients.nudged_on(connection, done.days)
    outbox.add(connection, done.messages, now)
    return done


def _consider(
    connection: Connection,
    done: Round,
    loaded: LoadedPacks,
    now: datetime,
    person: Asked,
    wishes: Wishes,
    had: Sequence[Tip],
) -> None:
    pack = loaded.pack(person.programme)
    recipient = nudging.recipient(person, pack.programme)
    match _decide(now, recipient, wishes, pack.programme):
        case Send(day=day, next_at=next_at) if recipient is not None and person.address is not None:
            done.next_at[person.id] = next_at
            who = Who(person.id, wishes.producer_id, loaded.catalogues.locale(person.language).calendar)
            choice = _choose(connection, pack, who, had, day)
            if choice is not None:
                tip = rows.keep(connection, _new(person.id, choice, now, pushed=True))
                done.days[person.id] = day
                to = tip_words.To(person, person.address, wishes.text_only)
                done.messages.append(tip_words.message(loaded, to, tip, choice.lesson, day))
        case Later(at=at):
            done.next_at[person.id] = at
        case _:
            done.next_at[person.id] = None


def _decide(now: datetime, person: Recipient | None, wishes: Wishes, programme: Programme) -> Send | Later | Never:
    """Nothing to whom no text was read to that she agreed to: she is asked again a week later."""
    if person is None:
        return Never()
    reminder = None if wishes.reminder is None else local_day(wishes.reminder, person.zone)
    decided = tips.decide(now, person, programme.nudges, reminder)
    if isinstance(decided, Send) and not programme.consent.holds(wishes.consent_version):
        return Later(decided.next_at)
    return decided


@dataclass(frozen=True, slots=True)
class Who:
    """Who reads, whose book is looked at, and in which calendar's months."""

    person_id: int
    producer_id: int | None
    calendar: Calendar


def _choose(
    connection: Connection, pack: Pack, who: Who, had: Sequence[Tip], today: date, *, asked: bool = False
) -> Choice | None:
    if not pack.lessons:
        return None
    zone = ZoneInfo(pack.programme.timezone)
    seen = [Seen(one.slug, local_day(one.at, zone), one.reason, one.verdict) for one in had]
    found = [] if who.producer_id is None else _signals(connection, pack, who, who.producer_id, today)
    return tips.choose(pack.lessons, found, seen, today, asked=asked)


def _signals(connection: Connection, pack: Pack, who: Who, producer_id: int, today: date) -> list[Found]:
    """What her real book says, and her forms; practice says nothing."""
    owner = Owner(producer_id, who.person_id, False, pack.programme.currency)
    kept = [one.entry for one in book.entries(connection, owner, today - WINDOW, today)]
    counted = [entry.day for entry in kept if entry.source in (Source.COUNT, Source.OPENING)]
    in_use = any(entry.day > today - MONTH for entry in kept)
    facts = Facts(
        today=today,
        calendar=who.calendar,
        entries=kept,
        began=book.began(connection, owner),
        counted=max(counted, default=None),
        keeps_records=None if in_use else _keeps_records(connection, pack, producer_id),
    )
    return signals(facts)


def _keeps_records(connection: Connection, pack: Pack, producer_id: int) -> bool | None:
    """Whether any answer said so; None: nobody was asked."""
    given = [
        value
        for name in _asking(pack)
        for value in submissions.said_to(connection, producer_id, name, practice=False, but=None)
    ]
    return any(RECORDS in value.split() for value in given) if given else None


def _asking(pack: Pack) -> set[str]:
    """The names of the questions that have the choice."""
    return {
        one.name
        for form in pack.forms.values()
        for one in form.questions
        if one.choices is not None and any(row.get("name") == RECORDS for row in one.choices.table.rows)
    }


def _new(person_id: int, choice: Choice, now: datetime, *, pushed: bool) -> Tip:
    found = choice.found
    return Tip(
        id=0,
        person_id=person_id,
        slug=choice.lesson.slug,
        reason=ASKED if found is None and not pushed else choice.reason,
        month=found.month if found else None,
        item=(found.item or None) if found else None,
        pushed=pushed,
        at=now,
    )


# What she asks for


@dataclass(frozen=True, slots=True)
class Course:
    """All lessons of her programme in order, which of them she has had, and whether tips come by themselves."""

    lessons: Sequence[Lesson]
    had: Collection[str]
    off: bool


def course(connection: Connection, pack: Pack, person_id: int) -> Course:
    """The course as it stands for one person."""
    had = {one.slug for one in rows.had(connection, [person_id]).get(person_id, [])}
    return Course(pack.lessons, had, tip_plans.are_off(connection, person_id))


def more(connection: Connection, pack: Pack, person_id: int, calendar: Calendar, now: datetime) -> Tip | None:
    """The next lesson at once; None where a programme has none. `calendar`: hers."""
    had = rows.had(connection, [person_id]).get(person_id, [])
    who = Who(person_id, rows.wishes(connection, [person_id])[person_id].producer_id, calendar)
    today = local_day(now, ZoneInfo(pack.programme.timezone))
    choice = _choose(connection, pack, who, had, today, asked=True)
    return None if choice is None else rows.keep(connection, _new(person_id, choice, now, pushed=False))


def open_lesson(connection: Connection, lesson: Lesson, person_id: int, now: datetime) -> Tip:
    """A lesson that she chose herself: as she had it last, else it is one more that she has had."""
    had = rows.had(connection, [person_id]).get(person_id, [])
    known = [one for one in had if one.slug == lesson.slug]
    return known[-1] if known else rows.keep(connection, _new(person_id, Choice(lesson), now, pushed=False))


def newest(connection: Connection, person_id: int) -> Tip | None:
    """The last tip that she had."""
    had = rows.had(connection, [person_id]).get(person_id, [])
    return had[-1] if had else None


def of_hers(connection: Connection, person_id: int, tip_id: int) -> Tip | None:
    """A tip by its number; None: it is not hers."""
    return rows.find(connection, tip_id, person_id)


def lesson_of(pack: Pack, slug: str) -> Lesson | None:
    """The lesson as it is now; None: the pack has it no more."""
    return next((lesson for lesson in pack.lessons if lesson.slug == slug), None)


def answer(connection: Connection, tip: Tip, place: int, is_right: bool, now: datetime) -> None:
    """Her answer to the question: the first one counts."""
    rows.answer(connection, tip.id, place, is_right, now)


def judge(connection: Connection, tip: Tip, verdict: str, now: datetime) -> None:
    """Whether it helped."""
    rows.judge(connection, tip.id, verdict, now)


def ask_more(connection: Connection, tip: Tip, now: datetime) -> bool:
    """She wants the next one; False when she had it under this tip already."""
    return rows.ask_more(connection, tip.id, now)
