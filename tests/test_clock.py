"""The clock for what cannot be undone: what it has seen, and what happens when the machine's is set or sleeps."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import BelievedClock, steady_clock, wall_clock
from bot.domain.clock_trust import Doubted, Trust

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


class Machine:
    """A wall clock that can be set, and a steady one that cannot."""

    def __init__(self) -> None:
        self.wall, self.seconds = NOW, 5000.0
        self.clock = BelievedClock(lambda: self.wall, lambda: self.seconds)

    def passes(self, passed: timedelta, *, wall: bool = True, steady: bool = True) -> None:
        self.wall += passed if wall else timedelta()
        self.seconds += passed.total_seconds() if steady else 0

    @property
    def trust(self) -> Trust:
        return self.clock.read().trust


def test_nobody_vouches_for_it_before_telegram_has_answered() -> None:
    with pytest.raises(Doubted):
        Machine().clock.now()


def test_it_tells_the_moment_while_telegram_agrees() -> None:
    machine = Machine()
    machine.clock.saw(NOW - timedelta(seconds=3))
    machine.passes(timedelta(minutes=40))
    assert machine.clock.now() == NOW + timedelta(minutes=40)
    machine.passes(timedelta(minutes=21))
    with pytest.raises(Doubted):
        machine.clock.now()
    machine.clock.saw(machine.wall)
    assert machine.clock.now() == machine.wall


@pytest.mark.parametrize("days", [-3653, -1, 1, 365, 1500, 3653])
def test_a_jump_is_noticed_before_telegram_answers_again(days: int) -> None:
    machine = Machine()
    machine.clock.saw(NOW)
    machine.wall += timedelta(days=days)
    with pytest.raises(Doubted):
        machine.clock.now()
    assert machine.clock.read().telegram == NOW
    machine.wall -= timedelta(days=days)
    assert machine.clock.now() == NOW


def test_after_a_sleep_that_the_steady_clock_counts_telegram_has_to_be_asked_anew() -> None:
    machine = Machine()
    machine.clock.saw(NOW)
    machine.passes(timedelta(hours=8))
    assert machine.trust is Trust.UNSEEN
    machine.clock.saw(machine.wall)
    assert machine.trust is Trust.AGREES


def test_after_a_sleep_that_it_does_not_count_the_clock_looks_set_until_telegram_answers() -> None:
    machine = Machine()
    machine.clock.saw(NOW)
    machine.passes(timedelta(hours=8), steady=False)
    assert machine.trust is Trust.APART
    machine.clock.saw(machine.wall)
    assert machine.trust is Trust.AGREES


def test_a_snapshot_that_goes_on_after_a_month_is_behind_and_no_more() -> None:
    """Neither clock has moved while it was stopped; what Telegram answers next says how much is missing."""
    machine = Machine()
    machine.clock.saw(NOW)
    machine.clock.saw(NOW + timedelta(days=30))
    assert (machine.trust, machine.clock.read().ahead) == (Trust.APART, timedelta(days=-30))


@pytest.mark.parametrize("year", [1, 9999])
def test_a_time_that_no_clock_shows_breaks_nothing(year: int) -> None:
    machine = Machine()
    machine.clock.saw(datetime(year, 12, 31, tzinfo=UTC))
    machine.passes(timedelta(minutes=59))
    assert machine.trust is Trust.APART
    machine.clock.read()  # and what it says of Telegram's time is a moment, or nothing
    assert machine.clock.read().telegram is None or machine.clock.read().telegram


def test_the_real_ones() -> None:
    clock = BelievedClock(wall_clock)
    clock.saw(wall_clock())
    began = steady_clock()
    assert abs(clock.now() - wall_clock()) < timedelta(seconds=5)
    assert steady_clock() >= began
