"""Tips: which lesson a person gets next, and why; and when. Pure and deterministic.

A signal of her own book or answers goes first, else the course goes on. One tip a week, never on the day of a
reminder; what was read is not sent again for half a year unless she asks for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.book.signals import Found
from bot.domain.evaluation.nudges import ONE_DAY, Reach, Recipient, delivery_at, local_day, quiet
from bot.domain.lessons.lessons import Lesson, Signal
from bot.domain.programme import NudgeLadder

__all__ = [
    "ASKED",
    "COURSE",
    "HELPED",
    "NOT_HELPED",
    "ONE_DAY",
    "Choice",
    "Later",
    "Never",
    "Seen",
    "Send",
    "choose",
    "decide",
    "first_after",
    "next_at",
]

WEEK = timedelta(days=7)
NOT_AGAIN_FOR = timedelta(weeks=26)
# A signal that holds on is named once in so long: with a month's sums, once a month.
SIGNAL_RESTS_FOR = timedelta(weeks=5)

COURSE, ASKED = "course", "asked"
HELPED, NOT_HELPED = "helped", "not"


@dataclass(frozen=True, slots=True)
class Seen:
    """A tip that she has had. `reason`: a signal's value, COURSE or ASKED; `verdict`: hers, None until she has one."""

    slug: str
    day: date
    reason: str = COURSE
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The lesson to send. `found`: why; None when it is simply the next."""

    lesson: Lesson
    found: Found | None = None

    @property
    def reason(self) -> str:
        return COURSE if self.found is None else self.found.signal.value


def choose(
    course: Sequence[Lesson], found: Sequence[Found], seen: Sequence[Seen], today: date, *, asked: bool = False
) -> Choice | None:
    """The lesson for a signal that is not resting, else the next one she has never seen.

    None: nothing new fits. Who has `asked` for one gets one all the same: the one she saw the longest ago.
    """
    lessons = sorted(course, key=lambda lesson: (lesson.number, lesson.slug))
    for one in found:
        fitting = [lesson for lesson in lessons if one.signal in lesson.signals]
        if not _rests(one.signal, seen, today) and (lesson := _fresh(fitting, seen, today)):
            return Choice(lesson, one)
    known = {one.slug for one in seen}
    following = next((lesson for lesson in lessons if lesson.slug not in known), None)
    if following is None and asked and lessons:
        following = min(lessons, key=lambda lesson: _last_day(lesson, seen))
    return None if following is None else Choice(following)


def _rests(signal: Signal, seen: Iterable[Seen], today: date) -> bool:
    return any(one.reason == signal and today - one.day < SIGNAL_RESTS_FOR for one in seen)


def _fresh(lessons: Sequence[Lesson], seen: Sequence[Seen], today: date) -> Lesson | None:
    """One that she has never seen, else one seen long ago that was not said to be of no help."""
    known = {one.slug for one in seen}
    tired = {one.slug for one in seen if today - one.day < NOT_AGAIN_FOR or one.verdict == NOT_HELPED}
    new = [lesson for lesson in lessons if lesson.slug not in known]
    return next(iter([*new, *(lesson for lesson in lessons if lesson.slug not in tired)]), None)


def _last_day(lesson: Lesson, seen: Iterable[Seen]) -> date:
    return max((one.day for one in seen if one.slug == lesson.slug), default=date.min)


@dataclass(frozen=True, slots=True)
class Send:
    """Send a tip now; store `day` as the person's last message of a day, and `next_at`."""

    day: date
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; look again at this moment (UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """No tips until she is back: she said stop, blocked the bot, has no chat, or wants none."""


def decide(now: datetime, person: Recipient, ladder: NudgeLadder, reminder: date | None) -> Send | Later | Never:
    """What the tick does with a person whose tip is due.

    `reminder`: the local day of the next reminder that is planned. On that day there is no tip: reminders go first.
    """
    if person.reach is not Reach.ACTIVE:
        return Never()
    today = local_day(now, person.zone)
    if (person.last_nudge is not None and person.last_nudge >= today) or (reminder is not None and reminder <= today):
        return Later(first_after(now, max(filter(None, (person.last_nudge, today))) + ONE_DAY, person, ladder))
    if quiet(now, person.zone, ladder):
        return Later(first_after(now, today, replace(person, hour=ladder.earliest), ladder))
    return Send(today, next_at(today, person, ladder))


def next_at(day: date, person: Recipient, ladder: NudgeLadder) -> datetime:
    """The moment (UTC) of the tip after the one of `day`: a week later, at her hour, spread as reminders are."""
    return delivery_at(day + WEEK, person, ladder)


def first_after(now: datetime, day: date, person: Recipient, ladder: NudgeLadder) -> datetime:
    """Her first hour on `day` or later that is still to come (UTC)."""
    while (at := delivery_at(day, person, ladder)) <= now:
        day += ONE_DAY
    return at
