"""The clock of who waits for an answer: only the hours in which staff work count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MONDAY, FRIDAY = 1, 5
A_DAY = timedelta(days=1)
MIDNIGHT = 24


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When staff of a programme work, by the clock of its place: on which days of the week (1 is Monday, as in ISO
    8601), from which hour until which, and on which days nobody does.
    """

    days: frozenset[int] = frozenset(range(MONDAY, FRIDAY + 1))
    first: int = 8
    until: int = 16
    holidays: frozenset[date] = frozenset()

    @property
    def day(self) -> timedelta:
        """As long as a working day is."""
        return timedelta(hours=self.until - self.first)


def worked(hours: WorkingHours, zone: tzinfo, since: datetime, until: datetime) -> timedelta:
    """How much working time has passed between two moments; nothing where the second is not after the first."""
    spans = (min(last, until) - max(first, since) for first, last in _spans(hours, zone, since, until))
    return sum((span for span in spans if span > timedelta()), timedelta())


def _spans(hours: WorkingHours, zone: tzinfo, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The working time of each day that may lie between them: where clocks are set, as long as it really was."""
    day, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    while day <= last:
        if day.isoweekday() in hours.days and day not in hours.holidays:
            yield _at(day, hours.first, zone), _at(day, hours.until, zone)
        day += A_DAY


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    """An hour of a local day; its last one ends when the next day begins."""
    start = day + A_DAY if hour == MIDNIGHT else day
    return datetime.combine(start, time(hour % MIDNIGHT), zone).astimezone(UTC)
