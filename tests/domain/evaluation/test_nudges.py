"""When people are reminded: their hour, their zone, quiet hours, the ladder, and what stops it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.evaluation.calendar import SlotState
from bot.domain.evaluation.nudges import (
    Done,
    Escalate,
    Later,
    Reach,
    Recipient,
    Reminded,
    Rest,
    Send,
    decide,
    delivery_at,
    local_day,
    next_nudge_at,
    quiet,
)
from tests.domain.samples import LADDER, ZONES, days

BANGKOK = ZoneInfo("Asia/Bangkok")
MALEE = Recipient("7", BANGKOK, 9)
DUE, CLOSES = date(2026, 12, 24), date(2027, 1, 24)
SLOT = Reminded(DUE, CLOSES, SlotState.OPEN)
EXACT = replace(LADDER, window_hours=0)


def bangkok(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=BANGKOK).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_of_ten_years_has_its_moment(zone: str) -> None:
    for hour in (0, 7, 9, 19, 23):
        person = Recipient("41", ZoneInfo(zone), hour)
        for day in days():
            moment = delivery_at(day, person, LADDER)
            local = moment.astimezone(person.zone)
            assert local.date() == day
            assert not quiet(moment, person.zone, LADDER)
            minutes = local.hour * 60 + local.minute - _held(hour) * 60
            assert 0 <= minutes < LADDER.window_hours * 60


def _held(hour: int) -> int:
    return min(max(hour, LADDER.earliest), LADDER.latest - 1)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "moment"),
    [
        ("Asia/Kathmandu", date(2026, 11, 24), 9, "2026-11-24 03:15"),
        ("Africa/Cairo", date(2027, 4, 29), 9, "2027-04-29 07:00"),
        ("Africa/Cairo", date(2027, 4, 30), 9, "2027-04-30 06:00"),
        ("America/New_York", date(2027, 3, 14), 2, "2027-03-14 07:00"),  # 02:00 does not exist
        ("America/New_York", date(2027, 11, 7), 1, "2027-11-07 05:00"),  # 01:00 comes twice: the first
        ("Australia/Lord_Howe", date(2027, 10, 3), 2, "2027-10-02 15:30"),  # half an hour is skipped
        ("Pacific/Apia", date(2011, 12, 30), 9, "2011-12-30 19:00"),  # a day that never was: 31 December, 9 o'clock
        ("Pacific/Apia", date(2011, 12, 31), 9, "2011-12-30 19:00"),
    ],
)
def test_gaps_and_folds(zone: str, day: date, hour: int, moment: str) -> None:
    ladder = replace(EXACT, earliest=0, latest=24)
    assert delivery_at(day, Recipient("1", ZoneInfo(zone), hour), ladder) == utc(moment)


def test_the_spread_is_even_and_always_the_same() -> None:
    moments = [delivery_at(DUE, Recipient(str(key), BANGKOK, 9), LADDER) for key in range(12_000)]
    tenths = [0] * 10
    for moment in moments:
        tenths[int((moment - bangkok(24, 9)) / timedelta(minutes=12))] += 1
    assert max(tenths) < 1_350 and min(tenths) > 1_050
    assert delivery_at(DUE, Recipient("7", BANGKOK, 9), LADDER) == utc("2026-12-24 02:07:33")


def test_the_spread_ends_where_quiet_hours_begin() -> None:
    moments = [delivery_at(DUE, Recipient(str(key), BANGKOK, 19), LADDER) for key in range(500)]
    assert bangkok(24, 19) <= min(moments) <= max(moments) < bangkok(24, 19, 45)


def test_the_ladder_then_the_officer() -> None:
    slot, sent = SLOT, []
    for day in range(24, 32):
        decision = decide(bangkok(day, 9), slot, MALEE, EXACT)
        if isinstance(decision, Send):
            slot = replace(slot, sent=decision.rung, last_sent=decision.day)
            sent.append((day, decision.rung, decision.next_at))
    assert sent == [(24, 1, bangkok(27, 9)), (27, 2, bangkok(31, 9)), (31, 3, bangkok(31, 9) + timedelta(days=1))]
    assert decide(bangkok(31, 9) + timedelta(days=1), slot, MALEE, EXACT) == Escalate()
    told = replace(slot, escalated=True)
    assert decide(bangkok(31, 12), told, MALEE, EXACT) == Done(Rest.LADDER_DONE)
    assert next_nudge_at(told, MALEE, EXACT) is None


@pytest.mark.parametrize(
    ("now", "slot", "person", "decision"),
    [
        (bangkok(24, 8), SLOT, MALEE, Later(bangkok(24, 9))),
        (bangkok(24, 15), SLOT, MALEE, Send(1, DUE, bangkok(27, 9))),
        (bangkok(24, 21), SLOT, MALEE, Later(bangkok(25, 7))),
        (bangkok(25, 6), SLOT, MALEE, Later(bangkok(25, 7))),
        (bangkok(29, 7), SLOT, MALEE, Send(1, date(2026, 12, 29), bangkok(1, 9) + timedelta(days=31))),
        (bangkok(24, 9), SLOT, replace(MALEE, last_nudge=DUE), Later(bangkok(25, 9))),
        (bangkok(24, 9), SLOT, replace(MALEE, last_nudge=date(2026, 12, 25)), Later(bangkok(26, 9))),
        (bangkok(24, 9), SLOT, replace(MALEE, last_nudge=date(2026, 12, 23)), Send(1, DUE, bangkok(27, 9))),
        (bangkok(24, 9), SLOT, replace(MALEE, hour=18), Later(bangkok(24, 18))),
        (bangkok(24, 9), replace(SLOT, state=SlotState.WAITING), MALEE, Send(1, DUE, bangkok(27, 9))),
        (bangkok(24, 9), replace(SLOT, state=SlotState.ANSWERED), MALEE, Done(Rest.ENDED)),
        (bangkok(24, 9), replace(SLOT, state=SlotState.MISSED), MALEE, Done(Rest.ENDED)),
        (bangkok(24, 9), SLOT, replace(MALEE, reach=Reach.STOPPED), Done(Rest.STOPPED)),
        (bangkok(24, 9), SLOT, replace(MALEE, reach=Reach.BLOCKED), Done(Rest.BLOCKED)),
        (bangkok(24, 9), replace(SLOT, closes=DUE), MALEE, Done(Rest.CLOSED)),
        (bangkok(25, 9), replace(SLOT, closes=date(2026, 12, 25)), MALEE, Done(Rest.CLOSED)),
    ],
)
def test_decisions(now: datetime, slot: Reminded, person: Recipient, decision: object) -> None:
    assert decide(now, slot, person, EXACT) == decision


def test_a_rung_that_would_fall_after_the_close_is_left_out() -> None:
    slot = replace(SLOT, closes=date(2026, 12, 27))
    assert decide(bangkok(24, 9), slot, MALEE, EXACT) == Send(1, DUE, None)
    assert decide(bangkok(26, 9), replace(slot, sent=1, last_sent=DUE), MALEE, EXACT) == Done(Rest.CLOSED)


def test_who_stopped_has_no_next_moment_and_who_returns_has() -> None:
    assert next_nudge_at(SLOT, replace(MALEE, reach=Reach.STOPPED), EXACT) is None
    assert next_nudge_at(SLOT, MALEE, EXACT) == bangkok(24, 9)
    back = replace(MALEE, last_nudge=date(2026, 12, 28))
    assert decide(bangkok(28, 14), SLOT, back, EXACT) == Later(bangkok(29, 9))


def test_the_local_day_is_not_the_day_in_greenwich() -> None:
    assert local_day(utc("2026-12-24 20:00"), BANGKOK) == date(2026, 12, 25)
