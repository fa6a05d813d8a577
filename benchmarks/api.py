"""A small, fast stand-in for the Bot API: scripted people who write the next line once the bot has answered the last.

Runs in a process of its own. Nothing is checked here as the simulator does it; it has to be so cheap that the bot is
what is measured. Arguments: a port, and the lines as a JSON list; `{person}` in a line becomes the person's id.
POST /control/start {"people": 1000, "at_once": 200} begins, and again begins anew with others; POST /control/figures
tells how it goes.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httptools
import orjson
import uvloop

BOT = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
FIRST_PERSON = 1000
BATCH = 100
SENDING = "sendmessage"


@dataclass(slots=True)
class Updates:
    """What waits for getUpdates. An offset confirms all before it; what is not confirmed is given again."""

    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    next_id: int = 1
    poll: Callable[[], None] | None = None

    def put(self, message: dict[str, Any]) -> None:
        self.waiting.append({"update_id": self.next_id, "message": message})
        self.next_id += 1
        if self.poll is not None:
            poll, self.poll = self.poll, None
            # everything that happens in this round of the loop goes out together
            asyncio.get_running_loop().call_soon(poll)

    def confirm(self, offset: int) -> None:
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()

    def first(self, limit: int) -> list[dict[str, Any]]:
        return [update for update, _ in zip(self.waiting, range(limit), strict=False)]


class People:
    """Scripted people: so many at once, each with one line on its way at most."""

    def __init__(self, lines: Sequence[str], updates: Updates) -> None:
        self.lines, self.updates = lines, updates
        self.place: dict[int, int] = {}
        self.wrote_at: dict[int, float] = {}
        self.expected = self.begun = self.done = 0
        self.number = 0
        self.waits: list[float] = []
        self.unasked = 0
        self.first_at = self.last_at = 0.0

    def start(self, people: int, at_once: int) -> None:
        """So many more people; the figures are about them alone."""
        self.expected += people
        self.waits.clear()
        self.first_at = time.perf_counter()
        for _ in range(min(people, at_once)):
            self._begin()

    def _begin(self) -> None:
        person = FIRST_PERSON + self.begun
        self.begun += 1
        self._write(person, 0)

    def _write(self, person: int, place: int) -> None:
        self.place[person] = place
        self.wrote_at[person] = time.perf_counter()
        self.number += 1
        self.updates.put(_message(person, self.number, self.lines[place].replace("{person}", str(person))))

    def heard(self, person: int) -> None:
        """The bot has sent a message: the person reads it and writes on."""
        place = self.place.pop(person, None)
        if place is None:
            self.unasked += 1
            return
        self.last_at = time.perf_counter()
        self.waits.append(self.last_at - self.wrote_at[person])
        if place + 1 < len(self.lines):
            self._write(person, place + 1)
            return
        self.done += 1
        if self.begun < self.expected:
            self._begin()

    def figures(self) -> dict[str, Any]:
        """Seconds and updates of the whole run, and how long people waited for an answer, in milliseconds."""
        waits = sorted(self.waits)
        seconds = self.last_at - self.first_at

        def share(part: float) -> float:
            return waits[min(len(waits) - 1, int(part * len(waits)))] * 1000 if waits else 0.0

        return {"done": self.done, "updates": len(waits), "seconds": seconds, "p50": share(0.5), "p99": share(0.99)} | {
            "unasked": self.unasked
        }


def _message(person: int, number: int, text: str) -> dict[str, Any]:
    name = f"Person {person}"
    message: dict[str, Any] = {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": person, "type": "private", "first_name": name},
        "from": {"id": person, "is_bot": False, "first_name": name, "language_code": "en"},
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return message


@dataclass(slots=True)
class Office:
    """All that the connections share."""

    updates: Updates
    people: People
    calls: Counter[str] = field(default_factory=Counter)

    def sent(self, fields: dict[str, Any]) -> dict[str, Any]:
        """A message of the bot arrives."""
        person = int(fields["chat_id"])
        self.people.number += 1
        chat = {"id": person, "type": "private", "first_name": f"Person {person}"}
        # the answer to the bot leaves before the person writes on
        asyncio.get_running_loop().call_soon(self.people.heard, person)
        return {
            "message_id": self.people.number, "date": int(time.time()), "from": BOT, "chat": chat,
            "text": fields.get("text", ""),
        }  # fmt: skip

    def control(self, command: str, fields: dict[str, Any]) -> dict[str, Any]:
        if command == "start":
            self.people.start(fields["people"], fields["at_once"])
        return self.people.figures() | {"calls": dict(self.calls)}


class Connection(asyncio.Protocol):
    """One connection, kept alive: requests in, answers out, in order."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.parser = httptools.HttpRequestParser(self)

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def on_message_begin(self) -> None:
        self.url = self.body = b""
        self.kind = ""

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"content-type":
            self.kind = value.decode()

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        path, _, query = self.url.decode().partition("?")
        root, _, method = path.rpartition("/")
        fields = dict(parse_qsl(query)) | _fields(self.kind, self.body)
        if root == "/control":
            self.answer(self.office.control(method, fields))
            return
        method = method.lower()
        self.office.calls[method] += 1
        if method == SENDING:
            self.answer(self.office.sent(fields))
        elif method == "getupdates":
            self._give_updates(fields)
        else:
            self.answer(BOT if method == "getme" else True)

    def _give_updates(self, fields: dict[str, Any]) -> None:
        updates, limit = self.office.updates, min(int(fields.get("limit") or BATCH), BATCH)
        updates.confirm(int(fields.get("offset") or 0))
        wait = float(fields.get("timeout") or 0)
        if updates.waiting or not wait:
            self.answer(updates.first(limit))
            return
        late = asyncio.get_running_loop().call_later(wait, lambda: poll())

        def poll() -> None:
            late.cancel()
            updates.poll = None
            self.answer(updates.first(limit))

        updates.poll = poll

    def answer(self, result: Any) -> None:
        body = orjson.dumps({"ok": True, "result": result})
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        if not self.transport.is_closing():
            self.transport.write(head + body)


def _fields(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a call, as JSON, as a form, or in parts (aiogram's way)."""
    if not body:
        return {}
    if kind.startswith("application/json"):
        return dict(orjson.loads(body))
    if kind.startswith("multipart/"):
        return _parts(kind.partition("boundary=")[2].strip('"').encode(), body)
    return dict(parse_qsl(body.decode()))


def _parts(boundary: bytes, body: bytes) -> dict[str, Any]:
    found = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        found[head.partition(b'name="')[2].partition(b'"')[0].decode()] = value[:-2].decode("utf-8", "replace")
    return found


async def serve(port: int, lines: Sequence[str]) -> None:
    """Until killed."""
    updates = Updates()
    office = Office(updates, People(lines, updates))
    server = await asyncio.get_running_loop().create_server(lambda: Connection(office), "127.0.0.1", port, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("lines", type=orjson.loads)
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(given.port, given.lines))


if __name__ == "__main__":
    main()
