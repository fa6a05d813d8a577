"""Telegram's limits, kept by waiting here rather than by being refused there."""

import time
from collections.abc import Callable


class Bucket:
    """Tokens that refill at `rate` a second up to `burst`; on the machine's own steady clock, never a turned one."""

    __slots__ = ("_at", "_burst", "_clock", "_rate", "_tokens")

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._at = burst, clock()

    def available(self) -> int:
        """How many whole tokens are there now."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return int(self._tokens)

    def take(self, count: int = 1) -> None:
        """Use tokens that `available` promised."""
        self._tokens -= count

    def wait(self) -> float:
        """Seconds until one token is there."""
        return 0.0 if self.available() >= 1 else (1 - self._tokens) / self._rate

    @property
    def is_full(self) -> bool:
        """Nothing was taken for a while: the bucket carries no memory worth keeping."""
        self.available()
        return self._tokens >= self._burst


class Limits:
    """One bot's limits: `rate` messages a second in all, nudges half of it, one a second in a chat. Broadcasts take
    what is left, but for some tokens that are kept for replies: those that come all at once find room.

    A rate of 0 lifts every limit (a local Bot API server, benchmarks).
    """

    CHAT_RATE = 1.0
    CHAT_BURST = 5.0
    CHUNK = 100

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lifted = rate == 0
        self._all = Bucket(rate or 1, max(rate, 1), clock)
        self._nudges = Bucket(rate / 2 or 1, max(rate / 2, 1), clock)
        self._kept = int(rate / 2)
        self._chats: dict[int, Bucket] = {}
        self._paused_until = 0.0

    def pause(self, seconds: float) -> None:
        """Telegram said "retry after": nothing leaves before."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def pause_left(self) -> float:
        """Seconds that the pause still lasts."""
        return max(0.0, self._paused_until - self._clock())

    def replies(self) -> int:
        """How many replies may leave now."""
        if self.pause_left():
            return 0
        return self.CHUNK if self._lifted else min(self.CHUNK, self._all.available())

    def nudges(self) -> int:
        """How many nudges may leave now; replies always find room beside them."""
        if self.pause_left():
            return 0
        return self.CHUNK if self._lifted else min(self.replies(), self._nudges.available())

    def broadcasts(self) -> int:
        """Up to how many messages may leave now for broadcasts to be among them: so many without touching what is kept
        for replies.
        """
        if self.pause_left():
            return 0
        return self.CHUNK if self._lifted else max(0, min(self.CHUNK, self._all.available() - self._kept))

    def took(self, messages: int, nudges: int = 0) -> None:
        """Count what was claimed: how many in all, and how many of them are nudges."""
        if not self._lifted:
            self._all.take(messages)
            self._nudges.take(nudges)

    def chat_wait(self, chat: int) -> float:
        """Take a chat's turn: 0 when it may be sent to now, else the seconds to wait."""
        if self._lifted:
            return 0.0
        bucket = self._chats.get(chat)
        if bucket is None:
            if len(self._chats) > 10_000:
                self._chats = {key: old for key, old in self._chats.items() if not old.is_full}
            bucket = self._chats[chat] = Bucket(self.CHAT_RATE, self.CHAT_BURST, self._clock)
        wait = bucket.wait()
        if not wait:
            bucket.take()
        return wait

    def next_token(self) -> float:
        """Seconds until another message may leave."""
        return self.pause_left() or (0.0 if self._lifted else self._all.wait())
