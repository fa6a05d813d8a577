"""What the tests of the domain share: the study's pace as a schedule, and runs of days."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain.programme import NudgeLadder, Schedule, Standing

SCHEDULE = Schedule(
    months=(1, 2, 3, 4, 5, 6, 8, 10, 12),
    intervals={Standing.ON_TRACK: 6, Standing.MIXED: 3, Standing.AT_RISK: 1},
    opens_days_before=3,
    late_after_days=7,
)
LADDER = NudgeLadder(days=(0, 3, 7), hour=9, hours=(7, 9, 12, 18), earliest=7, latest=20, window_hours=2)
FIRST, LAST = date(2024, 1, 1), date(2034, 1, 1)


def days(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    for number in range((last - first).days):
        yield first + timedelta(days=number)


ZONES = (
    "Asia/Bangkok",
    "Asia/Kathmandu",
    "Africa/Blantyre",
    "Africa/Cairo",
    "America/New_York",
    "America/Bogota",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)
