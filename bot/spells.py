"""Trouble that lasts is said when it begins and now and then while it lasts, not a line each second."""

import time
from collections.abc import Callable, Hashable
from math import inf

# Not seen for so long, it is over: the next time is a new spell. In seconds, like the other.
OVER_AFTER = 600.0
AGAIN_AFTER = 3600.0


class Spells:
    """Knows which troubles have been said lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[Hashable, tuple[float, float]] = {}

    def is_news(self, trouble: Hashable) -> bool:
        """Whether this trouble, which is there now, is worth a line in the log."""
        now = self._clock()
        said, seen = self._known.get(trouble, (-inf, -inf))
        news = now - seen > OVER_AFTER or now - said > AGAIN_AFTER
        self._known[trouble] = (now if news else said, now)
        return news
