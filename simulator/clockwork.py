"""The clock that the page can turn: a day, a month or a year, walked day by day."""

import asyncio
import calendar
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

Advance = Callable[[datetime], Awaitable[None]]
# The moment of a day at which all that was due on it has been said.
Evening = Callable[[datetime], datetime]


class Walking(Exception):
    """The clock cannot be turned now; the message says why, to the person at the page."""


def target(now: datetime, by: str) -> datetime:
    """The moment a day, a calendar month or a year later; the end of a short month stands for its missing days."""
    if by == "day":
        return now + timedelta(days=1)
    if by not in ("month", "year"):
        raise Walking("The clock turns by a day, a month or a year.")
    months = now.month if by == "month" else now.month + 11
    year, month = now.year + months // 12, months % 12 + 1
    return now.replace(year=year, month=month, day=min(now.day, calendar.monthrange(year, month)[1]))


class Clockwork:
    """One walk at a time; `tell` hears of every day."""

    def __init__(
        self,
        now: Callable[[], datetime],
        advance: Advance | None,
        tell: Callable[[dict[str, Any]], None],
        evening: Evening = lambda moment: moment,
    ) -> None:
        self._now = now
        self._advance = advance
        self._tell = tell
        self._evening = evening
        self._task: asyncio.Task[None] | None = None
        self._done_days = 0
        self._of_days = 0

    @property
    def running(self) -> dict[str, int] | None:
        """How many days are done, of how many, while a walk is under way."""
        if self._task is None or self._task.done():
            return None
        return {"done": self._done_days, "of": self._of_days}

    def turn(self, by: str) -> datetime:
        """Starts a walk in the background; where it will end."""
        if self._advance is None:
            raise Walking("This clock cannot be turned.")
        if self.running:
            raise Walking("The clock is turning already. Wait until it stops.")
        end = self._evening(target(self._now(), by))
        self._task = asyncio.get_running_loop().create_task(self._walk(self._advance, end))
        self._task.add_done_callback(self._done)
        return end

    async def _walk(self, advance: Advance, end: datetime) -> None:
        start = self._now()
        self._done_days, self._of_days = 0, -(-(end - start) // timedelta(days=1))
        while self._done_days < self._of_days:
            day = min(start + timedelta(days=self._done_days + 1), end)
            await advance(day)
            self._done_days += 1
            if day < end:
                self._say(day)

    def _say(self, day: datetime, **more: str) -> None:
        self._tell({"now": day.isoformat(), "running": self.running, **more})

    def _done(self, task: asyncio.Task[None]) -> None:
        """A walk that broke stops the clock where it is, and both the page and the log hear of it."""
        problem = None if task.cancelled() else task.exception()
        if problem is None:
            self._say(self._now())
            return
        self._say(self._now(), error="The clock stopped: the bot met an error. Its log says more.")
        task.get_loop().call_exception_handler({"message": "The walk of the clock broke", "exception": problem})

    async def close(self) -> None:
        """Stops the walk that is under way."""
        if self._task and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])
