"""Whether the machine's clock is believed: only as far as Telegram's own agrees with it.

Nobody sets the steady clock: it tells how long ago Telegram's time was seen. So a jump of the wall clock shows at once,
and not only in Telegram's next answer.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import lru_cache

# Delays on the way take seconds, and nothing here is decided to the minute.
TOLERANCE = timedelta(minutes=10)
# What was seen longer ago says nothing.
FRESH = timedelta(hours=1)
# Telegram keeps what people write for a day: what has just come in is not older. One day more, for the way.
KEPT = timedelta(days=2)
WAIT = "Erasing, retention, backups, closing check-ins, reminders and tips wait"

UNTOLD = (
    "Telegram has not told the time: it is out of reach, or its answers carry none"
    " (a Bot API server of your own tells it with messages alone)."
)


class Doubted(Exception):
    """The clock is not believed now. What cannot be undone waits until it is."""


class Trust(StrEnum):
    """How far the clock is believed. Only who AGREES may erase, delete and close."""

    AGREES = "agrees"
    APART = "apart"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Sight:
    """Telegram's time as it was seen, and what the steady clock (in seconds) said then."""

    telegram: datetime
    steady: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the wall clock, judged: `ahead` of Telegram's time by how much (negative: behind)."""

    wall: datetime
    trust: Trust
    ahead: timedelta = timedelta()
    # how long ago Telegram's time was seen; None: never
    since: timedelta | None = None

    @property
    def believed(self) -> datetime:
        """The moment that was read. Raises Doubted unless Telegram's clock agrees."""
        if self.trust is not Trust.AGREES:
            raise Doubted
        return self.wall

    def likely(self, told: datetime | None = None) -> datetime:
        """The moment to answer by and to write down: our own, or Telegram's where the two differ.

        `told`: when something was sent that has just come in. It is not still to come; and where Telegram's time is not
        known, it is not long ago either.
        """
        telegram = self.telegram
        moment = telegram if telegram is not None and abs(self.ahead) > TOLERANCE else self.wall
        if told is None or self.trust is Trust.AGREES:
            return moment
        too_late = self.trust is Trust.UNSEEN and moment - told > KEPT
        return told if too_late or told - moment > TOLERANCE else moment

    @property
    def telegram(self) -> datetime | None:
        """What Telegram's clock says now, by the steady clock; None: it was never seen, or says what no clock does."""
        try:
            return None if self.since is None else self.wall - self.ahead
        except OverflowError:
            return None


def judge(sight: Sight | None, wall: datetime, steady: float) -> Reading:
    """What a reading of the wall clock is worth, with the steady clock read at the same moment."""
    if sight is None:
        return Reading(wall, Trust.UNSEEN)
    since = timedelta(seconds=steady - sight.steady)
    ahead = wall - sight.telegram - since
    if not timedelta() <= since <= FRESH:
        return Reading(wall, Trust.UNSEEN, ahead, since)
    return Reading(wall, Trust.AGREES if abs(ahead) <= TOLERANCE else Trust.APART, ahead, since)


@lru_cache(maxsize=4)
def date_of(header: str) -> datetime | None:
    """The moment that the header `Date` of an answer tells, in UTC; None: it tells none."""
    try:
        told = parsedate_to_datetime(header)
        return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def what_waits(reading: Reading) -> str:
    """For the operator: why the clock is not believed, what waits for it, and what to do."""
    if reading.trust is Trust.APART:
        way = "ahead of" if reading.ahead > timedelta() else "behind"
        how_far = f"The machine's clock is {in_words(reading.ahead)} {way} Telegram's."
        return f"{how_far} {WAIT} until the two agree; set the machine's clock (timedatectl)."
    if reading.since is None:
        return f"{UNTOLD} {WAIT} until it does."
    return f"Telegram's time was not seen for {in_words(reading.since)}. {WAIT} until it is; is Telegram out of reach?"


def in_words(ahead: timedelta) -> str:
    """How far apart two clocks are, in the largest unit that fits: 12 minutes, 3 hours, 1500 days."""
    apart = abs(ahead)
    for unit, length in (("days", timedelta(days=1)), ("hours", timedelta(hours=1)), ("minutes", timedelta(minutes=1))):
        if apart >= 2 * length:
            return f"{apart // length} {unit}"
    return f"{apart // timedelta(seconds=1)} seconds"
