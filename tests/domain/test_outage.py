"""Outages longer than Telegram keeps updates, and the slots that they touch."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import SlotState, plan
from bot.domain.outage import Outage, outage_between, slots_in_outage
from tests.domain.samples import SCHEDULE

BANGKOK = ZoneInfo("Asia/Bangkok")
INCEPTION = date(2026, 1, 31)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_up_to_a_day_nothing_is_lost() -> None:
    assert outage_between(None, NOW) is None
    assert outage_between(NOW - timedelta(hours=24), NOW) is None
    start = NOW - timedelta(hours=24, seconds=1)
    assert outage_between(start, NOW) == Outage(start, NOW)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-02-10 00:00", "2026-02-12 00:00", [0]),
        ("2026-02-10 00:00", "2026-02-24 00:00", [0]),
        ("2026-02-10 00:00", "2026-02-25 00:00", [0, 1]),  # month 1 takes answers three days before 28 February
        ("2026-02-10 00:00", "2026-02-24 18:00", [0, 1]),  # which begins at 17:00 in Greenwich
        ("2026-02-27 17:00", "2026-03-10 00:00", [1]),  # from midnight in Bangkok on, month 0 is closed
        ("2026-02-27 16:00", "2026-03-10 00:00", [0, 1]),
        ("2026-03-05 00:00", "2026-07-01 00:00", [1, 2, 3, 4, 5]),
        ("2025-03-05 00:00", "2025-07-01 00:00", []),
    ],
)
def test_slots_that_say_outage(start: str, end: str, months: list[int]) -> None:
    outage = Outage(*(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end)))
    slots = plan(INCEPTION, INCEPTION, SCHEDULE)
    assert [slot.month for slot in slots_in_outage(outage, slots, INCEPTION, SCHEDULE, BANGKOK)] == months


def test_slots_that_ended_are_left_alone() -> None:
    slots = plan(INCEPTION, date(2026, 6, 15), SCHEDULE)
    outage = Outage(NOW - timedelta(days=90), NOW)
    assert slots[1].state is SlotState.BEFORE_JOINING
    assert slots_in_outage(outage, slots, INCEPTION, SCHEDULE, BANGKOK) == ()
