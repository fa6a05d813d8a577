"""The clock door on one machine: APScheduler ticks, and nothing else is scheduled in memory."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[object]]

TICK_SECONDS = 30
# Nobody is nudged and few people write at this hour (UTC) in the countries of the packs.
NIGHT_HOUR = 20


class Clockwork:
    """Runs the few fixed jobs: the tick every half minute, the others once a night."""

    def __init__(self, tick: Job, *nightly: Job, every: float = TICK_SECONDS) -> None:
        self._tick, self._nightly, self._every = tick, nightly, every

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Jobs are run inside; the first tick comes at once."""
        # APScheduler's own defaults drop a job that is a second late, and run one job several times at once.
        rules = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=rules)
        await self._tick()
        scheduler.add_job(self._tick, "interval", seconds=self._every)
        for number, job in enumerate(self._nightly):
            scheduler.add_job(job, "cron", hour=NIGHT_HOUR, minute=10 * number)
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)
