"""Who begins a request and does not come to its end: hundreds of them would take all connections of a process."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

# Seconds for the head of a request, and for its body: Telegram and a browser need a moment.
LONGEST = 10.0


class Prompt(H11Protocol):
    """A connection that is closed when it waits too long for the head of its next request to be whole."""

    _ends: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._let_be()

    def _look(self) -> None:
        cycle: Any = self.cycle
        if cycle is not None and not cycle.response_complete:
            self._let_be()
        elif self._ends is None:
            self._ends = self.loop.call_later(LONGEST, self.transport.close)

    def _let_be(self) -> None:
        if self._ends is not None:
            self._ends.cancel()
            self._ends = None
