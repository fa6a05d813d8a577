"""The clock inside one process: APScheduler ticks, and that is all it does. What is due is kept in the database.

Its defaults would drop a job that is a second late, and run a slow one twice at once; hence the three settings. It goes
by the machine's clock, which may be set at any moment: nothing counts the ticks of ten skipped years, and no job waits
for a year that will not come for long.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.domain.clock_trust import Doubted
from bot.services.work import StoreTrouble
from bot.spells import Spells
from bot.supervision import kind_of

Work = Callable[[], Awaitable[None]]
Now = Callable[[], datetime]

TICK_SECONDS = 30
# In the small hours, where those live whose data it is about.
NIGHT = time(2, 30)
BETWEEN = timedelta(minutes=5)
JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done every night. `work` is handed a clock, and goes by no other.

    `can_be_undone`: whether what it does on the word of that clock can; each module of jobs/ says so. If not, the clock
    is one that raises Doubted unless it is believed, and the job waits until it is. `zone`: where it has to be night.
    """

    name: str
    work: Callable[[Now], Awaitable[None]]
    can_be_undone: bool
    zone: tzinfo = UTC


class EveryNight(BaseTrigger):  # type: ignore[misc]
    """Once every local day, so long after the night has begun there. An hour that the clocks skip comes an hour later,
    one that they repeat is taken the first time.
    """

    def __init__(self, zone: tzinfo, after: timedelta) -> None:
        self._zone, self._after = zone, after

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        moment, day = now, now.astimezone(self._zone).date() - timedelta(days=1)
        while moment <= now:
            moment = (datetime.combine(day, NIGHT, tzinfo=self._zone) + self._after).astimezone(UTC)
            day += timedelta(days=1)
        return moment


class Every(BaseTrigger):  # type: ignore[misc]
    """So many seconds from now on, whatever the clock said before: APScheduler's own counts all that were skipped."""

    def __init__(self, seconds: float) -> None:
        self._wait = timedelta(seconds=seconds)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        return now + self._wait


class Clockwork:
    """Runs the tick every so often, the first time at once, and each nightly job once a night, in their order.

    One that raises is logged, a failure that lasts now and then, and runs again the next time; trouble of the store is
    said by the store itself, once for all whom it holds up. `now` is the machine's clock, by which APScheduler goes;
    `believed` is the one for what cannot be undone.
    """

    def __init__(self, tick: Work, *nightly: Job, now: Now, believed: Now, seconds: float = TICK_SECONDS) -> None:
        self._now, self._believed, self._seconds = now, believed, seconds
        self._waiting: list[Job] = []
        self._spells = Spells()
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=JOB_DEFAULTS)
        self._scheduler.add_job(partial(self._told, tick), "date", name="first tick")
        self._scheduler.add_job(partial(self._told, tick), Every(seconds), name="tick")
        places: Counter[tzinfo] = Counter()
        for job in nightly:
            night = EveryNight(job.zone, places[job.zone] * BETWEEN)
            self._scheduler.add_job(self.at_night, night, args=[job], name=f"nightly {job.name}")
            places[job.zone] += 1

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
        looking = asyncio.create_task(self._look_after())
        try:
            yield
        finally:
            looking.cancel()
            self.stop()

    async def at_night(self, *jobs: Job) -> None:
        """Do these one after the other; what may not be done now is kept until it may."""
        rest = list(jobs)
        try:
            while rest:
                job = rest.pop(0)
                await self._told(partial(self._once, job))
        finally:
            # one that raised is for the log; the others are taken up
            self._waiting += [job for job in rest if job not in self._waiting]

    async def _told(self, work: Work) -> None:
        """What it raises is for APScheduler to log, unless that has been said lately."""
        try:
            await work()
        except StoreTrouble:
            return
        except Exception as error:
            if self._spells.is_news(kind_of(error)):
                raise

    async def _once(self, job: Job) -> None:
        try:
            await job.work(self._now if job.can_be_undone else self._believed)
        except Doubted:
            if job not in self._waiting:
                self._waiting.append(job)

    async def _look_after(self) -> None:
        """Every so often, by a clock that nobody sets."""
        while True:
            await asyncio.sleep(self._seconds)
            self._set_right()
            self._take_up()

    def _set_right(self) -> None:
        """A clock that was ahead for a moment has left every job waiting for that time to come again."""
        now = self._now()
        for job in self._scheduler.get_jobs():
            due = job.trigger.get_next_fire_time(None, now)
            if due is not None and job.next_run_time > due:
                job.modify(next_run_time=due)

    def _take_up(self) -> None:
        """Begin with what has waited, once the clock is believed."""
        with contextlib.suppress(Doubted):
            if self._waiting:
                self._believed()
                late, self._waiting = self._waiting, []
                self._scheduler.add_job(self.at_night, "date", args=late, name="what has waited")
