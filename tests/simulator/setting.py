"""What the simulator's tests share: two tokens and a clock that moves only when a test moves it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

TOKEN = "1001:first"
OTHER = "1002:second"


class Clock:
    """Time that moves only when a test moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
        self.days: list[datetime] = []

    def __call__(self) -> datetime:
        return self.moment

    def add(self, **much: float) -> None:
        self.moment += timedelta(**much)

    async def advance(self, to: datetime) -> None:
        self.days.append(to)
        self.moment = to


Api = Callable[..., Awaitable[dict[str, Any]]]
