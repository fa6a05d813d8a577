"""What could not be done now waits, longer each time, while everything else is done."""

import time
from collections.abc import Callable, Hashable

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0


class Patience:
    """Knows what is not to be tried yet. In memory: a new start tries everything at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[Hashable, tuple[int, float]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def may_try(self, one: Hashable) -> bool:
        """Whether its pause is over, or there is none."""
        return self._waiting.get(one, (0, 0.0))[1] <= self._clock()

    def failed(self, one: Hashable) -> None:
        """It is tried again after a pause."""
        failures = self._waiting.get(one, (0, 0.0))[0]
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures, 10))
        self._waiting[one] = (failures + 1, self._clock() + pause)

    def done(self, one: Hashable) -> None:
        """It needs no patience any more."""
        self._waiting.pop(one, None)
