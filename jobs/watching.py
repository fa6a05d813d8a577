"""Watching the clock: Telegram is asked for its time when it is silent, and the log says when the two differ."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain.clock_trust import Reading, Trust, what_waits

log = logging.getLogger(__name__)

# Whether what it does on the word of a clock can be undone.
CAN_BE_UNDONE = True

# With a webhook nothing is asked of Telegram while nobody writes.
ASK_AFTER = timedelta(minutes=30)


class Watch:
    """Looks at every tick. `read` gives a judged reading of the clock, `ask` makes Telegram say what time it is."""

    def __init__(self, read: Callable[[], Reading], ask: Callable[[], Awaitable[None]]) -> None:
        self._read, self._ask = read, ask
        self._said = Trust.AGREES

    async def look(self) -> None:
        """Ask where there is a doubt, and say what has changed: once when it begins, once when it is over."""
        reading = self._read()
        if reading.trust is not Trust.AGREES or reading.since is None or reading.since > ASK_AFTER:
            await self._ask()
            reading = self._read()
        if reading.trust is self._said:
            return
        self._said = reading.trust
        if reading.trust is Trust.AGREES:
            log.info("the machine's clock agrees with Telegram's again: what has waited goes on")
        else:
            log.warning("%s", what_waits(reading))
