"""How long an announcement takes: by when the last of it has left, so many a second, at hours when people are awake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

ONE_DAY = timedelta(days=1)
MIDNIGHT = 24
# Who is awake on no day of a year is awake never.
LONGEST = 370 * ONE_DAY


@dataclass(frozen=True, slots=True)
class Hours:
    """When something may be sent, by the clock of whom it is for: from hour `earliest` until `latest`, and on none of
    these days.
    """

    earliest: int = 0
    latest: int = MIDNIGHT
    without: frozenset[date] = frozenset()


# An emergency passes the night and the days without.
ANY_HOUR = Hours()


@dataclass(frozen=True, slots=True)
class Wave:
    """People of one zone: from which moment on they are written to, and how many chats they are."""

    zone: tzinfo
    begins: datetime
    chats: int


@dataclass(frozen=True, slots=True)
class _Open:
    """A stretch in which the people of one wave may be written to."""

    wave: int
    opens: datetime
    closes: datetime


def done_by(waves: Sequence[Wave], rate: float, hours: Hours) -> datetime | None:
    """When the last message has left, at `rate` a second in all; None: not within a year, or there is nobody. Where
    people of two zones are awake, those whose evening comes first are written to first.
    """
    left = [float(wave.chats) for wave in waves]
    stretches = [one for place, wave in enumerate(waves) if wave.chats for one in _stretches(place, wave, hours)]
    edges = sorted({edge for one in stretches for edge in (one.opens, one.closes)})
    for begin, end in pairwise(edges):
        at = begin
        for one in sorted((one for one in stretches if one.opens <= begin < one.closes), key=lambda one: one.closes):
            needed, room = left[one.wave] / rate, (end - at).total_seconds()
            left[one.wave] = 0.0 if needed <= room else left[one.wave] - room * rate
            at += timedelta(seconds=min(needed, room))
        if not any(left):
            return at
    return None


def _stretches(place: int, wave: Wave, hours: Hours) -> Sequence[_Open]:
    """All of a year in which these people may be written to."""
    first = wave.begins.astimezone(wave.zone).date()
    found = []
    for days in range(LONGEST.days):
        day = first + days * ONE_DAY
        if day in hours.without:
            continue
        opens, closes = _moment(day, hours.earliest, wave.zone), _moment(day, hours.latest, wave.zone)
        if closes > wave.begins and closes > opens:
            found.append(_Open(place, max(opens, wave.begins.astimezone(UTC)), closes))
    return found


def _moment(day: date, hour: int, zone: tzinfo) -> datetime:
    """An hour of a local day, UTC; 24 is the next midnight."""
    here = day + ONE_DAY if hour == MIDNIGHT else day
    return datetime.combine(here, time(hour % MIDNIGHT), tzinfo=zone).astimezone(UTC)
