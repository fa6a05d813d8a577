"""Limits: never more than Telegram takes, and always room for replies."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.wire.limits import Limits


class Steady:
    """A steady clock that the test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@given(st.lists(st.tuples(st.floats(0, 0.5), st.booleans()), min_size=50, max_size=400))
def test_a_bot_never_sends_more_than_its_rate(steps: list[tuple[float, bool]]) -> None:
    clock = Steady()
    limits = Limits(25, clock)
    sent: list[tuple[float, int]] = []
    for pause, nudging in steps:
        clock.at += pause
        others = limits.others() if nudging else 0
        replies = 0 if nudging else limits.replies()
        limits.took(replies, others)
        sent.append((clock.at, replies + others))
    for start, _ in sent:
        in_second = sum(count for at, count in sent if start <= at < start + 1)
        assert in_second <= 50  # a full bucket, and what refills while it is emptied


def test_nudges_take_half_and_leave_room_for_replies() -> None:
    clock = Steady()
    limits = Limits(25, clock)
    nudges = replies = 0
    for _ in range(200):
        clock.at += 0.05
        others = limits.others()
        limits.took(0, others)
        nudges += others
        replies += limits.replies()
        limits.took(limits.replies(), 0)
    assert nudges <= 12.5 * 10 + 13
    assert replies >= 12.5 * 10 - 13


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
    assert (limits.replies(), limits.others()) == (0, 0)
    clock.at += 3.1
    assert limits.replies() > 0
    lifted = Limits(0, clock)
    assert [lifted.chat_wait(7) for _ in range(50)] == [0.0] * 50
    assert lifted.replies() == Limits.CHUNK
