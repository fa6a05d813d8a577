"""The health door: alive, ready, and figures for a monitor. It stands on an address of its own, for no stranger.

Every bot has one, also one that polls and has no pages. So it needs no web server, which would take some MB.
"""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from bot.services.keeping.doctor import as_json
from bot.services.keeping.findings import Finding

# Letters of a question, and seconds to ask it in.
LONGEST, SECONDS = 8192, 5.0
WORDS, JSON = "text/plain; charset=utf-8", "application/json"
ALIVE, READY, METRICS = ("/healthz", "/alive"), "/readyz", "/metrics"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, and what kind of text it is."""

    body: bytes
    kind: str = WORDS
    status: HTTPStatus = HTTPStatus.OK

    def written(self, *, whole: bool) -> bytes:
        """As it goes over the wire; not `whole`: without its body."""
        head = (
            f"HTTP/1.1 {self.status.value} {self.status.phrase}\r\nContent-Type: {self.kind}\r\n"
            f"Content-Length: {len(self.body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + (self.body if whole else b"")


Examine = Callable[[], Awaitable[Sequence[Finding]]]
# The figures as Prometheus reads them: the text, and what kind of text it is.
Measure = Callable[[], Awaitable[tuple[bytes, str]]]


class HealthDoor:
    """`/readyz` answers 200 when all is well, else 503, and names what is not right."""

    def __init__(self, examine: Examine, measure: Measure) -> None:
        self._examine, self._measure = examine, measure

    async def serve(self, listening: socket.socket) -> None:
        """Answer there until cancelled, and close it in the end."""
        async with await asyncio.start_server(self._asked, sock=listening, limit=LONGEST) as server:
            await server.serve_forever()

    async def answer(self, path: str) -> Answer:
        """What is said at an address."""
        if path in ALIVE:
            return Answer(b"alive")
        if path == READY:
            told = as_json(await self._examine())
            status = HTTPStatus.OK if told["ok"] else HTTPStatus.SERVICE_UNAVAILABLE
            return Answer(json.dumps(told, ensure_ascii=False).encode(), JSON, status)
        if path == METRICS:
            return Answer(*await self._measure())
        return Answer(b"Not Found", status=HTTPStatus.NOT_FOUND)

    async def _asked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            method, path = _question(head)
            known = method in ("GET", "HEAD")
            answer = await self.answer(path) if known else Answer(b"", status=HTTPStatus.METHOD_NOT_ALLOWED)
            writer.write(answer.written(whole=method != "HEAD"))
            async with asyncio.timeout(SECONDS):
                await writer.drain()
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            # who asks so slowly, or goes away, needs no answer
            return
        finally:
            writer.close()


def _question(head: bytes) -> tuple[str, str]:
    """The method and the address in the first line of a request; empty when it is none."""
    words = head.partition(b"\r\n")[0].decode("ascii", "replace").split(" ")
    return (words[0], words[1].partition("?")[0]) if len(words) == 3 else ("", "")
