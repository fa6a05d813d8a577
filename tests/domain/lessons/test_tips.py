"""Which tip and when: a table of choices, and rules that hold for any course, any weeks, any zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.book.signals import Found
from bot.domain.evaluation.nudges import Reach, Recipient, local_day, quiet
from bot.domain.lessons.lessons import Lesson, Signal
from bot.domain.lessons.tips import (
    ASKED,
    COURSE,
    HELPED,
    NOT_AGAIN_FOR,
    NOT_HELPED,
    SIGNAL_RESTS_FOR,
    Choice,
    Later,
    Never,
    Seen,
    Send,
    choose,
    decide,
    first_after,
    next_at,
)
from tests.domain.samples import LADDER, ZONES

TODAY = date(2026, 11, 24)
LOSS = Found(Signal.COSTS_ABOVE_SALES, month=date(2026, 10, 1))
SILENT = Found(Signal.NO_ENTRIES)


def lesson(number: int, *signals: Signal) -> Lesson:
    return Lesson(number, f"lesson-{number}", signals, {}, {})


COURSE_OF_FIVE = [
    lesson(3, Signal.COSTS_ABOVE_SALES),
    lesson(1),
    lesson(5, Signal.COSTS_ABOVE_SALES, Signal.NO_ENTRIES),
    lesson(2, Signal.NO_ENTRIES),
    lesson(4),
]


def seen(number: int, weeks: int = 10, reason: str = COURSE, verdict: str | None = None) -> Seen:
    return Seen(f"lesson-{number}", TODAY - timedelta(weeks=weeks), reason, verdict)


ALL = [seen(number) for number in range(1, 6)]
TABLE = {
    "the course begins": ([], [], (1, COURSE)),
    "the next in the course": ([], [seen(1), seen(3)], (2, COURSE)),
    "a signal goes first": ([LOSS], [], (3, "costs_above_sales")),
    "the most pressing signal": ([SILENT, LOSS], [], (2, "no_entries")),
    "the second lesson for it": ([LOSS], [seen(3)], (5, "costs_above_sales")),
    "named lately, it rests": ([LOSS], [seen(3, 4, "costs_above_sales")], (1, COURSE)),
    "named five weeks ago, it holds on": ([LOSS], [seen(3, 5, "costs_above_sales")], (5, "costs_above_sales")),
    "while one rests another speaks": ([SILENT, LOSS], [seen(2, 1, "no_entries")], (3, "costs_above_sales")),
    "all of it is read": ([LOSS, SILENT], ALL, None),
    "after half a year again": ([LOSS], [*ALL[:2], seen(3, 26), *ALL[3:]], (3, "costs_above_sales")),
    "not what was of no help": (
        [LOSS],
        [*ALL[:2], seen(3, 30, verdict=NOT_HELPED), seen(4), seen(5, 30, verdict=HELPED)],
        (5, "costs_above_sales"),
    ),
    "no signal, no repetition": ([], [seen(number, 200) for number in range(1, 6)], None),
    "a signal that no lesson is for": ([Found(Signal.NO_COUNT)], [], (1, COURSE)),
}


@pytest.mark.parametrize("what", TABLE)
def test_what_is_chosen(what: str) -> None:
    found, had, expected = TABLE[what]
    choice = choose(COURSE_OF_FIVE, found, had, TODAY)
    assert (choice and (choice.lesson.number, choice.reason)) == expected


def test_who_asks_gets_one_all_the_same() -> None:
    had = [seen(1, 3), seen(2, 9), seen(3, 1), seen(4, 2), seen(5, 4), seen(2, 2)]
    assert choose(COURSE_OF_FIVE, [], had, TODAY) is None
    choice = choose(COURSE_OF_FIVE, [], had, TODAY, asked=True)
    assert choice == Choice(COURSE_OF_FIVE[2]), "the one read the longest ago"
    assert choose([], [LOSS], [], TODAY, asked=True) is None


LESSONS = st.lists(
    st.builds(
        lambda signals: signals, st.lists(st.sampled_from(Signal), max_size=3, unique=True)
    ),
    max_size=8,
).map(lambda lists: [lesson(number, *signals) for number, signals in enumerate(lists, 1)])  # fmt: skip
FOUND = st.lists(st.sampled_from(Signal), unique=True).map(
    lambda signals: [Found(one) for one in Signal if one in signals]
)
VERDICTS = st.sampled_from([None, HELPED, NOT_HELPED])


@given(LESSONS, st.lists(st.tuples(FOUND, VERDICTS), max_size=60))
def test_week_after_week(lessons: list[Lesson], weeks: list[tuple[list[Found], str | None]]) -> None:
    """Nobody gets a lesson twice in half a year, nor a signal twice in five weeks, and the course is never left out."""
    had: list[Seen] = []
    for number, (found, verdict) in enumerate(weeks):
        day = TODAY + timedelta(weeks=number)
        choice = choose(lessons, found, had, day)
        assert choice == choose(list(reversed(lessons)), found, list(had), day), "always the same"
        if choice is None:
            assert {one.slug for one in lessons} <= {one.slug for one in had}, "silent only when all was read"
            continue
        before = [one.day for one in had if one.slug == choice.lesson.slug]
        assert all(day - earlier >= NOT_AGAIN_FOR for earlier in before)
        if choice.found is not None:
            assert choice.found in found and choice.found.signal in choice.lesson.signals
            named = [one.day for one in had if one.reason == choice.reason]
            assert all(day - earlier >= SIGNAL_RESTS_FOR for earlier in named)
        else:
            assert not before
        had.append(Seen(choice.lesson.slug, day, choice.reason, verdict))


@given(LESSONS, FOUND, st.lists(st.integers(0, 400), max_size=9))
def test_who_asks_is_never_left_without(lessons: list[Lesson], found: list[Found], ago: list[int]) -> None:
    had = [Seen(one.slug, TODAY - timedelta(days=days), ASKED) for one, days in zip(lessons, ago, strict=False)]
    choice = choose(lessons, found, had, TODAY, asked=True)
    assert (choice is None) == (not lessons)


# When


BANGKOK = ZoneInfo("Asia/Bangkok")
MALEE = Recipient("7", BANGKOK, 9)
EXACT = replace(LADDER, window_hours=0)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=BANGKOK).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "changes", "reminder", "expected"),
    [
        (at(24, 9), {}, None, Send(date(2026, 11, 24), at(24, 9) + timedelta(weeks=1))),
        (at(24, 19), {}, None, Send(date(2026, 11, 24), at(24, 9) + timedelta(weeks=1))),
        (at(24, 9), {"last_nudge": date(2026, 11, 23)}, None, Send(date(2026, 11, 24), at(24, 9) + timedelta(weeks=1))),
        (at(24, 9), {"last_nudge": date(2026, 11, 24)}, None, Later(at(25, 9))),
        (at(24, 9), {}, date(2026, 11, 24), Later(at(25, 9))),
        (at(24, 9), {}, date(2026, 11, 20), Later(at(25, 9))),
        (at(24, 9), {}, date(2026, 11, 25), Send(date(2026, 11, 24), at(24, 9) + timedelta(weeks=1))),
        (at(24, 5), {}, None, Later(at(24, 7))),
        (at(24, 21), {}, None, Later(at(25, 7))),
        (at(24, 9), {"reach": Reach.STOPPED}, None, Never()),
        (at(24, 9), {"reach": Reach.BLOCKED}, None, Never()),
    ],
)
def test_when(now: datetime, changes: dict[str, object], reminder: date | None, expected: object) -> None:
    assert decide(now, replace(MALEE, **changes), EXACT, reminder) == expected


MOMENTS = st.integers(0, 6 * 365 * 24 * 60).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
PEOPLE = st.builds(
    Recipient, st.integers(1, 99).map(str), st.sampled_from(ZONES).map(ZoneInfo), st.integers(0, 23),
    last_nudge=st.just(None),
)  # fmt: skip


@given(MOMENTS, PEOPLE, st.integers(-3, 3), st.integers(-3, 3))
def test_one_message_a_day_and_none_at_night(now: datetime, person: Recipient, last: int, reminder: int) -> None:
    today = local_day(now, person.zone)
    person = replace(person, last_nudge=today + timedelta(days=last))
    match decide(now, person, LADDER, today + timedelta(days=reminder)):
        case Send(day=day, next_at=after):
            assert day == today and last < 0 < reminder and not quiet(now, person.zone, LADDER)
            assert local_day(after, person.zone) == today + timedelta(weeks=1)
            assert not quiet(after, person.zone, LADDER)
        case Later(at=later):
            assert later > now and not quiet(later, person.zone, LADDER)
            assert local_day(later, person.zone) <= today + timedelta(days=max(last, 0) + 2), "late, not never"
        case _:
            raise AssertionError("she can be written to")


@given(MOMENTS, PEOPLE)
def test_at_her_hour_spread_over_the_window(now: datetime, person: Recipient) -> None:
    day = local_day(now, person.zone)
    moment = next_at(day, person, LADDER).astimezone(person.zone)
    hour = min(max(person.hour, LADDER.earliest), LADDER.latest - 1)
    assert timedelta(0) <= moment - datetime.combine(moment.date(), time(hour), tzinfo=person.zone) < timedelta(hours=3)
    assert first_after(now, day, person, LADDER) > now
