"""The only reader of the wall clock; everywhere else `now` is an argument."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Now = Callable[[], datetime]


def wall_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place where it is allowed


class TurnableClock:
    """A clock that runs with the wall clock and can be turned forward: the demo's year passes in a minute."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The turned moment, aware, in UTC."""
        return wall_clock() + self._ahead

    def turn_to(self, moment: datetime) -> None:
        """Stand at `moment` from now on; turning back is refused, since rows already carry later times."""
        if moment < self.now():
            raise ValueError("The clock turns forward only.")
        self._ahead = moment - wall_clock()
