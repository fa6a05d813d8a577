"""Telegram's speed limits, on the real clock: 30 calls a second for a bot, one a second in a chat, with bursts."""

import math
import time
from dataclasses import dataclass, field

from simulator.bot_api.errors import too_many


@dataclass(slots=True)
class Bucket:
    """A token bucket: `burst` at once, then `rate` a second."""

    rate: float
    burst: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 when it is now."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


@dataclass(slots=True)
class Limits:
    """The limits of one bot (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).

    Telegram does not publish how long a burst in one chat may be; ten is what it bears in practice.
    """

    per_second: float = 30
    chat_per_second: float = 1
    chat_burst: float = 10
    group_per_second: float = 20 / 60
    group_burst: float = 20
    lifted: bool = False
    _bot: Bucket | None = None
    _chats: dict[int, Bucket] = field(default_factory=dict)

    def admit(self, chat_id: int) -> None:
        """Counts one message to the chat, or raises 429 with `retry_after` in whole seconds."""
        if self.lifted:
            return
        now = time.monotonic()
        if self._bot is None:
            self._bot = Bucket(self.per_second, self.per_second, self.per_second, now)
        chat = self._chats.get(chat_id) or self._chats.setdefault(chat_id, self._fresh(chat_id, now))
        wait = max(self._bot.wait(now), chat.wait(now))
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        self._bot.level -= 1
        chat.level -= 1

    def _fresh(self, chat_id: int, now: float) -> Bucket:
        if chat_id < 0:
            return Bucket(self.group_per_second, self.group_burst, self.group_burst, now)
        return Bucket(self.chat_per_second, self.chat_burst, self.chat_burst, now)
