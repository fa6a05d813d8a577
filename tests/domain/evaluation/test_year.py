"""Years in simulated time: whatever people and machines do, every slot ends with a reason and nobody is pestered."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.evaluation.calendar import SlotState, Why, add_months, closes
from bot.domain.evaluation.interval import Course, Override
from bot.domain.evaluation.nudges import Reach, Recipient, local_day, quiet
from tests.domain.samples import LADDER, SCHEDULE, ZONES
from tests.domain.year import Key, Producer, Row, World, live

START = date(2027, 1, 31)
HOURLY = timedelta(hours=1)

inceptions = st.dates(date(2024, 1, 1), date(2033, 12, 31))
answers = st.dictionaries(st.integers(0, 14), st.integers(-3, 40), max_size=12)
overrides = st.none() | st.builds(Override, st.integers(1, 12), st.just("Loan review"))


@st.composite
def lives(draw: st.DrawFn) -> tuple[World, date, date, timedelta, list[tuple[datetime, datetime]]]:
    first = draw(inceptions)
    producers = tuple(
        Producer(
            inception=first + timedelta(days=draw(st.integers(-500, 40))),
            joined=first + timedelta(days=draw(st.integers(0, 60))),
            answers=draw(answers),
            course=draw(st.sampled_from(Course)),
            override=draw(overrides),
        )
        for _ in range(draw(st.integers(1, 3)))
    )
    day = st.integers(1, 450).map(lambda number: first + timedelta(days=number))
    world = World(
        Recipient(
            draw(st.text("0123456789", min_size=1)), ZoneInfo(draw(st.sampled_from(ZONES))), draw(st.integers(0, 23))
        ),
        producers,
        reach=draw(st.dictionaries(day, st.sampled_from([Reach.STOPPED, Reach.BLOCKED, Reach.ACTIVE]), max_size=4)),
        hours=draw(st.dictionaries(day, st.integers(0, 23), max_size=3)),
    )
    hours = st.one_of(st.integers(1, 48), st.integers(24 * 20, 24 * 150))
    away = [
        (start := datetime.combine(draw(day), time(draw(st.integers(0, 23))), tzinfo=UTC), start + draw(hours) * HOURLY)
        for _ in range(draw(st.integers(0, 3)))
    ]
    until = add_months(first, draw(st.integers(3, 17)))
    return world, first, until, timedelta(minutes=draw(st.sampled_from([60, 90, 360]))), away


@settings(max_examples=120, deadline=None)
@given(lives())
def test_whatever_happens(life: tuple[World, date, date, timedelta, list[tuple[datetime, datetime]]]) -> None:
    world, first, until, every, away = life
    live(world, first, until, every, away)
    nobody_is_pestered(world)
    nothing_is_skipped(world)


def nobody_is_pestered(world: World) -> None:
    zone = world.person.zone
    per_day = Counter(local_day(moment, zone) for moment, _ in world.sent)
    assert all(count == 1 for count in per_day.values()), per_day
    for moment, keys in world.sent:
        assert not quiet(moment, zone, LADDER)
        for key in keys:
            slot = world.rows[key].slot
            assert slot.due <= local_day(moment, zone)
    for row in world.rows.values():
        assert row.sent <= len(LADDER.days)


def nothing_is_skipped(world: World) -> None:
    for index, producer in enumerate(world.producers):
        rows = sorted((key[1], row) for key, row in world.rows.items() if key[0] == index)
        assert [number for number, _ in rows] == list(range(len(rows)))
        for _, row in rows:
            ended_rightly(world, index, row)
        if rows and world.day is not None:
            assert any(row.slot.due > world.day - timedelta(days=400) for _, row in rows)
            assert not rows[-1][1].slot.state.ended, f"nothing is planned for {producer}"


def ended_rightly(world: World, index: int, row: Row) -> None:
    slot, producer = row.slot, world.producers[index]
    over = closes(slot, world.dues(index), producer.inception, SCHEDULE) <= (world.day or date.min)
    assert not over or slot.state.ended
    assert (slot.why is not None) == (slot.state in (SlotState.MISSED, SlotState.BEFORE_JOINING))
    if slot.why is Why.NO_ANSWER:
        assert row.sent > 0


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(ZONES), st.integers(0, 23), inceptions, answers)
def test_a_quiet_year_has_exactly_the_ladder(zone: str, hour: int, inception: date, when: dict[int, int]) -> None:
    """Nothing goes wrong and nobody stops: nudges on days 0, 3 and 7, none once answered, then the officer is told."""
    world = World(Recipient("9", ZoneInfo(zone), hour), (Producer(inception, inception, when),))
    live(world, inception - timedelta(days=2), add_months(inception, 13), HOURLY / 3, [])
    for key, row in world.rows.items():
        if row.slot.due >= add_months(inception, 12):
            continue
        days = [
            (local_day(moment, world.person.zone) - row.slot.due).days for moment, keys in world.sent if key in keys
        ]
        late = when.get(key[1])
        if late is None or late > 20:
            assert days == [0, 3, 7] and row.escalated
        else:
            on = max(late, 0)  # an early answer counts for the slot before, if that one is still open
            before = [day for day in LADDER.days if day < on]
            assert days in (before, [*before, on]), "on the day of the answer it depends on which came first"


def test_an_outage_of_months() -> None:
    """Mid-April to mid-August: what closed meanwhile says so, what is open is asked late, the ladder goes on."""
    world = World(Recipient("9", ZoneInfo("Asia/Bangkok"), 9), (Producer(START, START, {0: 0, 1: 1, 2: 2}),))
    away = (datetime(2027, 4, 15, tzinfo=UTC), datetime(2027, 8, 14, 16, tzinfo=UTC))
    live(world, START, date(2027, 10, 1), HOURLY, [away])
    assert [(row.slot.month, row.slot.state, row.slot.why) for row in world.rows.values()][:8] == [
        (0, SlotState.ANSWERED, None),
        (1, SlotState.ANSWERED, None),
        (2, SlotState.ANSWERED, None),
        (3, SlotState.MISSED, Why.OUTAGE),
        (4, SlotState.MISSED, Why.OUTAGE),
        (5, SlotState.MISSED, Why.OUTAGE),
        (6, SlotState.MISSED, Why.OUTAGE),
        (8, SlotState.OPEN, None),
    ]
    sixth = [local_day(moment, world.person.zone) for moment, keys in world.sent if (0, 6) in keys]
    assert sixth == [date(2027, 8, 15), date(2027, 8, 18), date(2027, 8, 22)], "back at 23:00 in Bangkok: the day after"
    assert world.told == [(0, 6)]


def test_an_outage_of_hours_only_makes_it_late() -> None:
    world = World(Recipient("9", ZoneInfo("Asia/Bangkok"), 9), (Producer(START, START, {0: 0}),))
    away = (datetime(2027, 2, 27, 20, tzinfo=UTC), datetime(2027, 2, 28, 8, tzinfo=UTC))
    live(world, START, date(2027, 4, 1), HOURLY, [away])
    first = next(moment for moment, keys in world.sent if (0, 1) in keys)
    assert first == datetime(2027, 2, 28, 8, tzinfo=UTC)
    assert world.rows[0, 1].slot.why is Why.NO_ANSWER


def test_a_leader_of_thirty_gets_one_message() -> None:
    producers = tuple(Producer(START, START, {}) for _ in range(30))
    world = World(Recipient("9", ZoneInfo("Africa/Blantyre"), 7), producers)
    live(world, START, date(2027, 2, 28), HOURLY, [])
    everyone: tuple[Key, ...] = tuple((index, 0) for index in range(30))
    assert [keys for _, keys in world.sent] == [everyone] * 3


@pytest.mark.parametrize(
    ("course", "override", "months"),
    [
        (Course.ON_TRACK, None, [12, 18, 24]),
        (Course.MIXED, None, [12, 15, 18, 21, 24]),
        (Course.AT_RISK, None, [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]),
        (Course.AT_RISK, Override(4, "Visit planned"), [12, 16, 20, 24]),
    ],
)
def test_the_second_year(course: Course, override: Override | None, months: list[int]) -> None:
    always = {number: 1 for number in range(40)}
    world = World(Recipient("9", ZoneInfo("Asia/Kathmandu"), 9), (Producer(START, START, always, course, override),))
    live(world, START, date(2029, 1, 31), timedelta(hours=3), [])
    assert [row.slot.month for row in world.rows.values() if row.slot.month >= 12][: len(months)] == months


def test_who_goes_quiet_after_the_first_year_is_asked_every_month() -> None:
    world = World(Recipient("9", ZoneInfo("Asia/Kathmandu"), 9), (Producer(START, START, {9: 1}),))
    live(world, START, date(2029, 1, 31), timedelta(hours=3), [])
    after = [(row.slot.month, row.slot.state) for row in world.rows.values() if row.slot.month >= 12]
    assert after[:4] == [
        (12, SlotState.ANSWERED),
        (18, SlotState.MISSED),
        (19, SlotState.MISSED),
        (20, SlotState.MISSED),
    ]
