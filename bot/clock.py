"""The only reader of the wall clock; everywhere else `now` is an argument."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.domain.clock_trust import Reading, Sight, judge

Now = Callable[[], datetime]
Steady = Callable[[], float]

# Where there is one, a clock that also counts while the machine sleeps: after it Telegram's time is old, not wrong.
_BOOT = getattr(time, "CLOCK_BOOTTIME", None)


def wall_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place where it is allowed


def steady_clock() -> float:
    """Seconds that pass whatever anybody sets the wall clock to."""
    return time.monotonic() if _BOOT is None else time.clock_gettime(_BOOT)


class BelievedClock:
    """A wall clock that tells the moment only while Telegram's own agrees with it: for what cannot be undone."""

    def __init__(self, now: Now, steady: Steady = steady_clock) -> None:
        self._now, self._steady = now, steady
        self._sight: Sight | None = None

    def saw(self, telegram: datetime) -> None:
        """Telegram has just said what time it is."""
        self._sight = Sight(telegram, self._steady())

    def read(self) -> Reading:
        """The present moment, and what it is worth."""
        return judge(self._sight, self._now(), self._steady())

    def likely(self, told: datetime | None = None) -> datetime:
        """The moment to answer by and to write down (see Reading): what it decides can be undone."""
        return self.read().likely(told)

    def now(self) -> datetime:
        """The present moment. Raises Doubted unless Telegram's clock agrees at this very moment."""
        return self.read().believed


class TurnableClock:
    """A clock that runs with the wall clock and can be turned forward: the demo's year passes in a minute."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The turned moment, aware, in UTC."""
        return wall_clock() + self._ahead

    def steady(self) -> float:
        """Seconds that pass as its days do: whoever turns it lets them pass."""
        return steady_clock() + self._ahead.total_seconds()

    def turn_to(self, moment: datetime) -> None:
        """Stand at `moment` from now on; turning back is refused, since rows already carry later times."""
        if moment < self.now():
            raise ValueError("The clock turns forward only.")
        self._ahead = moment - wall_clock()
