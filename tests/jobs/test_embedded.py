"""The clock inside one process: what it runs, when, and what happens to a job that is slow or fails."""

import asyncio
import logging
from datetime import UTC, datetime

import pytest
from apscheduler.triggers.cron import CronTrigger

from jobs.embedded import Clockwork


async def nothing() -> None:
    return None


async def test_ticks_at_once_and_again() -> None:
    ticked: list[int] = []

    async def tick() -> None:
        ticked.append(1)

    async with Clockwork(tick, seconds=0.1).running():
        await asyncio.sleep(0.05)
        assert len(ticked) == 1, "the first is at once"
        await asyncio.sleep(0.4)
    done = len(ticked)
    assert 3 <= done <= 6
    await asyncio.sleep(0.2)
    assert len(ticked) == done, "stopped is stopped"


async def test_a_failure_is_logged_and_the_clock_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    ticked: list[int] = []

    async def tick() -> None:
        ticked.append(1)
        raise ValueError("the database is gone")

    with caplog.at_level(logging.ERROR):
        async with Clockwork(tick, seconds=0.05).running():
            await asyncio.sleep(0.3)
    assert len(ticked) >= 3
    assert "the database is gone" in caplog.text


async def test_a_slow_tick_is_not_run_twice_at_once() -> None:
    running: list[int] = []
    most: list[int] = []

    async def tick() -> None:
        running.append(1)
        most.append(len(running))
        await asyncio.sleep(0.15)
        running.pop()

    clock = Clockwork(tick, seconds=0.05)
    clock._scheduler.remove_job(clock._scheduler.get_jobs()[0].id)
    async with clock.running():
        await asyncio.sleep(0.5)
    assert max(most) == 1


async def test_no_job_is_dropped_for_being_late() -> None:
    async with Clockwork(nothing, nothing, nothing).running() as _:
        pass
    clock = Clockwork(nothing, nothing, nothing)
    clock.start()
    jobs = {job.name: job for job in clock._scheduler.get_jobs()}
    assert set(jobs) == {"first tick", "tick", "nightly 1", "nightly 2"}
    assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in jobs.values()} == {(None, True, 1)}
    # by name: jobs come in the order of what is next, and between the two times of the night that is the second
    nights = [jobs[name].trigger for name in ("nightly 1", "nightly 2")]
    assert all(isinstance(trigger, CronTrigger) for trigger in nights)
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert [trigger.get_next_fire_time(None, noon).strftime("%d %H:%M") for trigger in nights] == [
        "31 19:30",
        "31 19:35",
    ]
    clock.stop()
