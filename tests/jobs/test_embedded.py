"""The clock inside one process: what it runs, when, and what happens to a job that is slow or fails."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import wall_clock
from bot.domain.clock_trust import Doubted
from jobs.embedded import Clockwork, Every, EveryNight, Job, Now, Work
from tests.patience import until


async def nothing() -> None:
    return None


async def nothing_at_night(_now: Now) -> None:
    return None


NIGHTLY = (Job("first", nothing_at_night, can_be_undone=True), Job("second", nothing_at_night, can_be_undone=False))


def clockwork(tick: Work, *nightly: Job, seconds: float = 30, believed: Now = wall_clock) -> Clockwork:
    return Clockwork(tick, *nightly, now=wall_clock, believed=believed, seconds=seconds)


async def test_ticks_at_once_and_again() -> None:
    ticked: list[int] = []

    async def tick() -> None:
        ticked.append(1)

    async with clockwork(tick, seconds=3600).running():
        await until(lambda: ticked)
    assert len(ticked) == 1, "the first is at once, the second in its time"
    async with clockwork(tick, seconds=0.1).running():
        await until(lambda: len(ticked) >= 4)
    done = len(ticked)
    await asyncio.sleep(0.2)
    assert len(ticked) == done, "stopped is stopped"


async def test_a_failure_is_logged_and_the_clock_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    ticked: list[int] = []

    async def tick() -> None:
        ticked.append(1)
        raise ValueError("the database is gone")

    with caplog.at_level(logging.ERROR):
        async with clockwork(tick, seconds=0.05).running():
            await until(lambda: len(ticked) >= 3)
    assert "the database is gone" in caplog.text
    assert caplog.text.count("Traceback") == 1, "a failure that lasts is not said at every tick"


async def test_a_slow_tick_is_not_run_twice_at_once() -> None:
    running: list[int] = []
    most: list[int] = []

    async def tick() -> None:
        running.append(1)
        most.append(len(running))
        await asyncio.sleep(0.15)
        running.pop()

    clock = clockwork(tick, seconds=0.05)
    clock._scheduler.remove_job(clock._scheduler.get_jobs()[0].id)
    async with clock.running():
        await asyncio.sleep(0.5)
    assert max(most) == 1


async def test_no_job_is_dropped_for_being_late() -> None:
    async with clockwork(nothing, *NIGHTLY).running() as _:
        pass
    clock = clockwork(nothing, *NIGHTLY)
    clock.start()
    jobs = {job.name: job for job in clock._scheduler.get_jobs()}
    assert set(jobs) == {"first tick", "tick", "nightly first", "nightly second"}
    assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in jobs.values()} == {(None, True, 1)}
    # by name: jobs come in the order of what is next, and between the two times of the night that is the second
    nights = [jobs[name].trigger for name in ("nightly first", "nightly second")]
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert [trigger.get_next_fire_time(None, noon).strftime("%d %H:%M") for trigger in nights] == [
        "01 02:30",
        "01 02:35",
    ]
    clock.stop()


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("America/Lima", "2026-02-01 07:30"),
        ("Africa/Blantyre", "2026-02-01 00:30"),
        ("Asia/Kathmandu", "2026-01-31 20:45"),
        ("Asia/Bangkok", "2026-01-31 19:30"),
        ("Pacific/Kiritimati", "2026-01-31 12:30"),
        ("Pacific/Pago_Pago", "2026-01-31 13:30"),
    ],
)
def test_night_is_night_where_they_live(zone: str, moment: str) -> None:
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)
    night = EveryNight(ZoneInfo(zone), timedelta()).get_next_fire_time(None, noon)
    assert night.strftime("%Y-%m-%d %H:%M") == moment
    assert night.astimezone(ZoneInfo(zone)).strftime("%H:%M") == "02:30"


ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Tehran", "Africa/Cairo")


@pytest.mark.parametrize("zone", ZONES)
def test_once_a_local_day_also_where_the_clocks_change(zone: str) -> None:
    there, moment = ZoneInfo(zone), datetime(2019, 12, 31, 12, tzinfo=UTC)
    trigger, days = EveryNight(there, timedelta(minutes=10)), []
    while moment < datetime(2022, 1, 1, tzinfo=UTC):
        moment = trigger.get_next_fire_time(moment, moment)
        local = moment.astimezone(there)
        assert 1 <= local.hour <= 4
        days.append(local.date())
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]


async def test_each_place_has_its_own_night_in_its_own_order() -> None:
    lima, bangkok = ZoneInfo("America/Lima"), ZoneInfo("Asia/Bangkok")
    jobs = [
        Job(f"{n}", nothing_at_night, can_be_undone=True, zone=zone) for n, zone in enumerate((lima, bangkok, lima))
    ]
    clock = clockwork(nothing, *jobs)
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)
    clock.start()
    found = {job.name: job.trigger.get_next_fire_time(None, noon) for job in clock._scheduler.get_jobs()}
    clock.stop()
    assert [f"{found[f'nightly {n}']:%d %H:%M}" for n in range(3)] == ["01 07:30", "31 19:30", "01 07:35"]


NOW = datetime(2026, 6, 1, tzinfo=UTC)


class Vouched:
    """The clock for what cannot be undone, believed or not."""

    believed = False

    def now(self) -> datetime:
        if not self.believed:
            raise Doubted
        return NOW


def recording(heard: list[tuple[str, datetime]], name: str, *, can_be_undone: bool) -> Job:
    async def work(now: Now) -> None:
        heard.append((name, now()))

    return Job(name, work, can_be_undone)


async def test_what_cannot_be_undone_waits_for_the_clock_and_is_done_then_in_its_order() -> None:
    heard: list[tuple[str, datetime]] = []
    clock = Vouched()
    nights = [recording(heard, name, can_be_undone=name == "b") for name in "abcd"]
    works = clockwork(nothing, *nights, seconds=0.05, believed=clock.now)
    async with works.running():
        for job in nights:
            await works.at_night(job)
            await works.at_night(job)
        await asyncio.sleep(0.2)
        assert [name for name, _ in heard] == ["b", "b"]
        clock.believed = True
        await until(lambda: len(heard) >= 5)
    assert heard[2:] == [("a", NOW), ("c", NOW), ("d", NOW)], "each once, by the clock that is believed"


async def test_a_job_that_loses_the_clock_in_the_middle_begins_again() -> None:
    clock, begun, done = Vouched(), [], []

    async def work(now: Now) -> None:
        begun.append(now())
        clock.believed = len(begun) > 1
        done.append(now())

    clock.believed = True
    works = clockwork(nothing, seconds=0.05, believed=clock.now)
    async with works.running():
        await works.at_night(Job("long", work, can_be_undone=False))
        assert (len(begun), len(done)) == (1, 0)
        clock.believed = True
        await until(lambda: done)
    assert (len(begun), len(done)) == (2, 1)


def test_ten_years_that_were_skipped_are_one_tick() -> None:
    """APScheduler asks for the next time until it is in the future."""
    later = NOW + timedelta(days=3653)
    assert Every(30).get_next_fire_time(NOW, later) == later + timedelta(seconds=30)


async def test_a_clock_that_was_ahead_leaves_no_job_waiting_for_that_time_to_come_again() -> None:
    ticked: list[int] = []

    async def tick() -> None:
        ticked.append(1)

    clock = clockwork(tick, *NIGHTLY, seconds=0.1)
    async with clock.running():
        await until(lambda: ticked)
        jobs = clock._scheduler.get_jobs()
        usual = {job.name: job.next_run_time for job in jobs if job.name.startswith("nightly")}
        for job in jobs:
            job.modify(next_run_time=job.next_run_time + timedelta(days=1500))
        before = len(ticked)
        await until(lambda: len(ticked) >= before + 2)
        assert {job.name: job.next_run_time for job in clock._scheduler.get_jobs() if job.name in usual} == usual


async def test_of_several_that_have_waited_one_that_fails_holds_up_nobody() -> None:
    heard: list[tuple[str, datetime]] = []
    clock = Vouched()

    async def fails(now: Now) -> None:
        raise ZeroDivisionError(now())

    jobs = [Job("fails", fails, can_be_undone=False), recording(heard, "next", can_be_undone=False)]
    works = clockwork(nothing, seconds=0.05, believed=clock.now)
    async with works.running():
        await works.at_night(*jobs)
        clock.believed = True
        await until(lambda: heard)
    assert [name for name, _ in heard] == ["next"]
