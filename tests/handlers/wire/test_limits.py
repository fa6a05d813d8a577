"""Limits: never more than Telegram takes, and always room for replies."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wire.outgoing import Lane
from handlers.wire.limits import Limits


class Steady:
    """A steady clock that the test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@given(st.lists(st.tuples(st.floats(0, 0.5), st.sampled_from(Lane)), min_size=50, max_size=400))
def test_a_bot_never_sends_more_than_its_rate(steps: list[tuple[float, Lane]]) -> None:
    clock = Steady()
    limits = Limits(25, clock)
    sent: list[tuple[float, int]] = []
    may = {Lane.REPLY: limits.replies, Lane.NUDGE: limits.nudges, Lane.BROADCAST: limits.broadcasts}
    for pause, lane in steps:
        clock.at += pause
        count = may[lane]()
        limits.took(count, count if lane is Lane.NUDGE else 0)
        sent.append((clock.at, count))
    for start, _ in sent:
        in_second = sum(count for at, count in sent if start <= at < start + 1)
        assert in_second <= 50  # a full bucket, and what refills while it is emptied


def test_nudges_take_half_and_leave_room_for_replies() -> None:
    clock = Steady()
    limits = Limits(25, clock)
    nudges = replies = 0
    for _ in range(200):
        clock.at += 0.05
        count = limits.nudges()
        limits.took(count, count)
        nudges += count
        replies += limits.replies()
        limits.took(limits.replies())
    assert nudges <= 12.5 * 10 + 13
    assert replies >= 12.5 * 10 - 13


def test_broadcasts_take_all_that_is_left_and_replies_that_come_at_once_find_room() -> None:
    clock = Steady()
    limits = Limits(25, clock)
    broadcasts = 0
    for _ in range(200):
        clock.at += 0.05
        count = limits.broadcasts()
        limits.took(count)
        broadcasts += count
        assert limits.replies() >= 12
    assert 25 * 10 - 2 <= broadcasts <= 25 * 10 + 13


def test_broadcasts_have_half_of_the_rate_beside_as_many_nudges_as_there_may_be() -> None:
    clock = Steady()
    limits = Limits(25, clock)
    nudges = broadcasts = 0
    for _ in range(400):
        clock.at += 0.05
        first = limits.nudges()
        limits.took(first, first)
        second = limits.broadcasts()
        limits.took(second)
        nudges, broadcasts = nudges + first, broadcasts + second
    assert broadcasts >= 12.5 * 20 - 13
    assert nudges >= 12.5 * 20 - 13
    assert nudges + broadcasts <= 25 * 20 + 25


def test_a_chat_may_burst_and_is_then_held_to_one_a_second() -> None:
    clock = Steady()
    limits = Limits(25, clock)
    waits = [limits.chat_wait(7) for _ in range(6)]
    assert waits[:5] == [0.0] * 5
    assert 0 < waits[5] <= 1
    assert limits.chat_wait(8) == 0.0
    clock.at += 1.01
    assert limits.chat_wait(7) == 0.0


def test_a_pause_holds_everything_and_a_lifted_limit_nothing() -> None:
    clock = Steady()
    limits = Limits(25, clock)
    limits.pause(3)
    assert (limits.replies(), limits.nudges(), limits.broadcasts()) == (0, 0, 0)
    clock.at += 3.1
    assert limits.replies() > 0
    lifted = Limits(0, clock)
    assert [lifted.chat_wait(7) for _ in range(50)] == [0.0] * 50
    assert lifted.replies() == Limits.CHUNK
