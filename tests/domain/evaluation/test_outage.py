"""Outages longer than Telegram keeps updates, and the slots that they touch."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.evaluation.outage import Outage, outage_between

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OPENS, CLOSES = NOW - timedelta(days=20), NOW + timedelta(days=10)


def test_up_to_a_day_nothing_is_lost() -> None:
    assert outage_between(None, NOW) is None
    assert outage_between(NOW - timedelta(hours=24), NOW) is None
    start = NOW - timedelta(hours=24, seconds=1)
    assert outage_between(start, NOW) == Outage(start, NOW)


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        (NOW, NOW + timedelta(days=2), True),
        (OPENS - timedelta(days=90), CLOSES + timedelta(days=90), True),
        (OPENS - timedelta(days=2), OPENS, True),
        (OPENS - timedelta(days=2), OPENS - timedelta(seconds=1), False),
        (CLOSES - timedelta(seconds=1), CLOSES + timedelta(days=2), True),
        (CLOSES, CLOSES + timedelta(days=2), False),
    ],
)
def test_slots_that_say_outage(start: datetime, end: datetime, touched: bool) -> None:
    assert Outage(start, end).touches(OPENS, CLOSES) is touched
