"""Whenever the demo's clock is turned it stops in the evening of a day: who was to be reminded on it has been."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo import Demo
from simulator.clockwork import target
from tests.actor import Actor
from tests.house import COUNTRIES, Stage, TestClock, pack, stage

CODE = "malawi-ovop"


@dataclass
class Turned:
    """The clock of a stage, as the demo turns it."""

    clock: TestClock

    def now(self) -> datetime:
        return self.clock.now()

    def turn_to(self, moment: datetime) -> None:
        self.clock.at = moment


def demo_on(running: Stage) -> Demo:
    return Demo(running.house, Turned(running.clock))  # type: ignore[arg-type]


@pytest.mark.parametrize("hour", [1, 7.5, 16, 21.9])
async def test_who_registers_at_any_hour_is_reminded_a_month_later(sqlite_url: str, hour: float) -> None:
    async with stage(sqlite_url, codes=(CODE,)) as running:
        running.clock.at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour)
        phone = running.simulator.phone(7001)
        await Actor(phone, 1).meet()
        world = demo_on(running)
        await world.advance(world.evening(target(running.clock.now(), "month")))
        said = [message.text for message in phone.screen if not message.mine]
        assert said[-1].startswith("It is time for your check-in."), said[-3:]


@given(st.integers(0, 3 * 365 * 24 * 60))
def test_it_is_never_earlier_and_quiet_hours_have_begun_everywhere(minutes: int) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    house = SimpleNamespace(loaded=SimpleNamespace(packs={code: pack(code) for code in COUNTRIES}))
    end = Demo(house, None).evening(moment)  # type: ignore[arg-type]
    assert moment <= end < moment + timedelta(days=1)
    for one in house.loaded.packs.values():
        zone = ZoneInfo(one.programme.timezone)
        there = end.astimezone(zone)
        assert there.date() > moment.astimezone(zone).date() or there.hour >= one.programme.nudges.latest
