"""Updates of one bot: kept until confirmed, for 24 hours, handed out by long polling."""

import asyncio
import random
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from simulator.bot_api.errors import ApiError, conflict

KEPT = timedelta(hours=24)  # https://core.telegram.org/bots/api#getting-updates
# What a bot gets only when it asks: https://core.telegram.org/bots/api#getupdates
_ON_REQUEST = frozenset(("chat_member", "message_reaction", "message_reaction_count"))


@dataclass(frozen=True, slots=True, order=True)
class Pending:
    """An update that waits to be confirmed."""

    id: int
    since: datetime = field(compare=False)
    update: dict[str, Any] = field(compare=False)


class Updates:
    """The queue of one bot. Ids are 64-bit and begin at a random number, as after a quiet week."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._next = random.SystemRandom().randrange(2**40, 2**62)
        self._pending: list[Pending] = []
        self._poll: asyncio.Future[None] | None = None
        self._empty = asyncio.Event()
        self._empty.set()
        self.allowed: tuple[str, ...] = ()
        self.on_new: Callable[[Pending], None] | None = None  # the webhook, while one is set

    def __len__(self) -> int:
        self._forget_old()
        return len(self._pending)

    @property
    def pending(self) -> list[Pending]:
        """What is not confirmed yet, oldest first."""
        self._forget_old()
        return list(self._pending)

    def add(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queues an update of a kind, unless the bot does not want that kind; its id."""
        if not self._wanted(kind):
            return None
        return self.push({kind: content})

    def push(self, raw: dict[str, Any]) -> int:
        """Queues an update as it is, of whatever kind; an `update_id` of its own is kept."""
        update_id = raw.get("update_id")
        if update_id is None:
            update_id, self._next = self._next, self._next + 1
        pending = Pending(update_id, self._now(), {"update_id": update_id, **raw})
        insort(self._pending, pending)
        self._empty.clear()
        if self.on_new is not None:
            self.on_new(pending)
        elif self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return update_id

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _ON_REQUEST

    @property
    def awaited(self) -> bool:
        """Whether a long poll waits now."""
        return self._poll is not None and not self._poll.done()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """Long polling: confirms what is below `offset`, waits up to `timeout` seconds, and hands out the oldest."""
        self.end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        self._confirm(offset)
        self._forget_old()
        if not self._pending and timeout > 0:
            await self._wait(timeout)
        return [each.update for each in self._pending[:limit]]

    async def _wait(self, timeout: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, timeout)
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None

    def end_poll(self, reason: str) -> None:
        """Ends the long poll that waits now, if any, with 409."""
        self._end_poll_with(conflict(reason))

    def _end_poll_with(self, error: ApiError) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(error)
        self._poll = None

    def close(self) -> None:
        """The simulator stops: who polls now hears that the server went away."""
        self._end_poll_with(ApiError(500, "Internal Server Error: restart"))

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            del self._pending[: max(len(self._pending) + offset, 0)]
        elif offset > 0:
            del self._pending[: self._below(offset)]
        self._note()

    def _below(self, offset: int) -> int:
        return next((place for place, each in enumerate(self._pending) if each.id >= offset), len(self._pending))

    def forget(self, gone: Pending) -> None:
        """Confirms this one update: a webhook took it."""
        self._pending = [each for each in self._pending if each is not gone]
        self._note()

    def drop_all(self) -> None:
        """drop_pending_updates."""
        self._pending.clear()
        self._note()

    def _forget_old(self) -> None:
        oldest = self._now() - KEPT
        kept = next((place for place, each in enumerate(self._pending) if each.since >= oldest), len(self._pending))
        del self._pending[:kept]
        self._note()

    def _note(self) -> None:
        if not self._pending:
            self._empty.set()

    async def taken(self) -> None:
        """Waits until every update is confirmed."""
        await self._empty.wait()
