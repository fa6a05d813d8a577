"""The clock inside one process: APScheduler ticks, and that is all it does. What is due is kept in the database.

Its defaults would drop a job that is a second late, and run a slow one twice at once; hence the three settings.
"""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services.work import StoreTrouble

Work = Callable[[], Awaitable[None]]

TICK_SECONDS = 30
# 19:30 UTC: late in the evening in Blantyre, the small hours in Kathmandu and Bangkok.
NIGHT_HOUR, NIGHT_MINUTE = 19, 30
MINUTES_BETWEEN = 5
JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


async def _unless_in_trouble(work: Work) -> None:
    with contextlib.suppress(StoreTrouble):
        await work()


class Clockwork:
    """Runs the tick every so often, the first time at once, and each nightly job once a night, in their order.

    Jobs are plain coroutine functions. One that raises is logged, and runs again the next time; trouble of the store is
    said by the store itself, once for all whom it holds up.
    """

    def __init__(self, tick: Work, *nightly: Work, seconds: float = TICK_SECONDS) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=JOB_DEFAULTS)
        self._scheduler.add_job(partial(_unless_in_trouble, tick), "date", name="first tick")
        self._scheduler.add_job(partial(_unless_in_trouble, tick), "interval", seconds=seconds, name="tick")
        for place, work in enumerate(nightly):
            minute = NIGHT_MINUTE + place * MINUTES_BETWEEN
            self._scheduler.add_job(
                partial(_unless_in_trouble, work), "cron", hour=NIGHT_HOUR, minute=minute, name=f"nightly {place + 1}"
            )

    def start(self) -> None:
        """Start in the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No job begins any more; one under way is cancelled, and its transaction rolls back."""
        self._scheduler.shutdown()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """It runs inside."""
        self.start()
        try:
            yield
        finally:
            self.stop()
