"""An announcement at a rate, people who write beside it, and kills: how much of the rate it has, and what is lost.

    python -m benchmarks.announcing [--people 30000] [--rate 500] [--kills 3] [--talk 5]

A real process with a real database (synchronous=FULL), on an API that answers at once, as far as `--rate` lets it. An
admin announces to all; beside it `--talk` people a second write, and are answered; the process is killed so many times.
Says the share of the rate that the announcement and the answers had, how long answers took, how often Telegram would
have said 429, what was doubled and what was left out, and how its memory grew.
"""

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import Connection, Table, insert

from benchmarks.tick import CHUNK
from bot.clock import wall_clock
from bot.domain.people.roles import Reach, Role
from bot.domain.staff.announcement import Counts, State, Words
from bot.services import programmes
from bot.services.staff.announcing import composing
from bot.store.engine.migrate import migrate
from bot.store.engine.sync import reading, writing
from bot.store.people import roles
from bot.store.schema import chat, chat_person, person, producer, speaks_for
from bot.store.staff.announcing import addressees, announcements
from tests.crash.test_crash import CODE, TOKEN, Victim
from tests.house import pack

BOT = int(TOKEN.split(":")[0])
WORDS = "The market begins at eight."
ME = {"id": BOT, "is_bot": True, "first_name": "b", "username": "b"}
# Who writes beside it: chats that the announcement goes to as well.
TALKERS = 500


class Telegram:
    """Takes everything at once, and hands out what people write."""

    def __init__(self) -> None:
        self.heard: Counter[int] = Counter()
        self.times: list[float] = []
        self.waits: list[float] = []
        self._asked: dict[int, float] = {}
        self._updates: list[dict[str, Any]] = []
        self._number = 0

    def write(self, who: int) -> None:
        """Somebody asks for help."""
        self._number += 1
        message = {"message_id": self._number, "date": int(time.time()), "text": "/help",
                   "chat": {"id": who, "type": "private"},
                   "from": {"id": who, "is_bot": False, "first_name": "Noi"}}  # fmt: skip
        self._updates.append({"update_id": self._number, "message": message})
        self._asked.setdefault(who, time.monotonic())

    async def until(self, many: int) -> None:
        """So many messages of the announcement have come."""
        while self.heard.total() < many:  # noqa: ASYNC110 - nobody calls for each of thousands
            await asyncio.sleep(0.01)

    async def answer(self, request: web.Request) -> web.Response:
        method, fields = request.match_info["method"], await request.json() if request.can_read_body else {}
        match method:
            case "getUpdates":
                return web.json_response({"ok": True, "result": await self._next(fields)})
            case "getMe":
                return web.json_response({"ok": True, "result": ME})
            case "sendMessage":
                self._take(fields)
        self._number += 1
        sent = {
            "message_id": self._number,
            "date": int(time.time()),
            "chat": {"id": fields.get("chat_id", 0), "type": "private"},
        }
        return web.json_response({"ok": True, "result": sent})

    def _take(self, fields: dict[str, Any]) -> None:
        now = time.monotonic()
        self.times.append(now)
        if WORDS in fields["text"]:
            self.heard[fields["chat_id"]] += 1
        elif (asked := self._asked.pop(fields["chat_id"], None)) is not None:
            self.waits.append(now - asked)

    async def _next(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        offset = fields.get("offset", 0)
        self._updates = [one for one in self._updates if one["update_id"] >= offset]
        for _ in range(40):
            if self._updates:
                break
            await asyncio.sleep(0.05)
        return self._updates[: fields.get("limit", 100)]


def fill(connection: Connection, many: int) -> int:
    """So many people with a phone each; gives the announcement's number, ready to be gathered."""
    now = wall_clock() - timedelta(days=2)
    programmes.record(connection, pack(CODE), now)
    for first in range(1, many + 1, CHUNK):
        for table, rows in _people(range(first, min(first + CHUNK, many + 1)), now):
            connection.execute(insert(table), rows)
    roles.give(connection, 1, Reach(Role.ADMIN), now)
    here, now = pack(CODE), wall_clock()
    began = time.perf_counter()
    number = composing.begin(connection, 1, here, "en", now).id
    composing.write(connection, 1, here, number, "en", Words(WORDS))
    # it passes the night: the benchmark is run at any hour
    composing.leave(connection, 1, here, number, now, emergency=True)
    # so many need the yes of a second person
    announcements.change(connection, number, approved_by=1)
    print(f"composing: {(time.perf_counter() - began) * 1000:.0f} ms")
    return number


def _people(ids: range, now: Any) -> list[tuple[Table, list[dict[str, Any]]]]:
    since = {"since": now, "seen_at": now, "state": "active", "state_since": now, "bot": BOT}
    of = {"programme": CODE, "created_at": now}
    business = {**of, "kind": "household", "inception": now.date(), "joined": now.date()}
    return [
        (person, [{**of, "id": one, "name": f"Noi {one}", "language": "en", "consent_version": "99"} for one in ids]),
        (producer, [{**business, "id": one} for one in ids]),
        (speaks_for, [{"person_id": one, "producer_id": one, "since": now} for one in ids]),
        (chat, [{"bot": BOT, "chat": one, "person_id": one, "programme": CODE, "language": "en", "state": "active",
                 "state_since": now, "seen_at": now} for one in ids]),
        (chat_person, [{**since, "chat": one, "person_id": one} for one in ids]),
    ]  # fmt: skip


def look(url: str, number: int) -> tuple[State, Counts]:
    with reading(url) as connection:
        return announcements.load(connection, number).state, addressees.tally(connection, number).counts


def in_flight(url: str) -> int:
    with closing(sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"), timeout=60)) as connection:
        return int(connection.execute("SELECT count(*) FROM outbox WHERE state = 'sending' AND lane = 2").fetchone()[0])


def memory(victim: Victim) -> float:
    """Megabytes of the life that is at work."""
    parent = victim._process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    status = Path(f"/proc/{children[0]}/status").read_text() if children else "VmRSS: 0 kB"
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


async def talk(telegram: Telegram, many: int, a_second: float) -> None:
    who = 0
    while True:
        await asyncio.sleep(1 / a_second)
        who = who % min(many, TALKERS) + 1
        telegram.write(who)


async def run(given: argparse.Namespace, folder: Path) -> None:
    url = f"sqlite+aiosqlite:///{folder}/ovop.db"
    await asyncio.to_thread(migrate, url)
    with writing(url) as connection:
        number = fill(connection, given.people)
    telegram = Telegram()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", telegram.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    root = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
    victim = Victim(root, url, str(given.rate))
    victim.live(0)
    talking = asyncio.create_task(talk(telegram, given.people, given.talk))
    flying, sizes = 0, []
    for kill in range(1, given.kills + 1):
        await telegram.until(given.people * kill // (given.kills + 1))
        await asyncio.to_thread(victim.die)
        flying += in_flight(url)
        victim.live(0)
    state = State.DRAFT
    while state is not State.DONE:
        await asyncio.sleep(1)
        sizes.append(memory(victim))
        state = (await asyncio.to_thread(look, url, number))[0]
    talking.cancel()
    await asyncio.sleep(1)
    await asyncio.to_thread(victim.die)
    await asyncio.to_thread(victim.end)
    await runner.cleanup()
    say(given, telegram, look(url, number)[1], flying, sizes, state)


def say(
    given: argparse.Namespace, telegram: Telegram, counts: Counts, flying: int, sizes: list[float], state: State
) -> None:
    """What came of it. A pause of more than a second is a process that began anew: it is no part of the rate."""
    gaps = [later - earlier for earlier, later in zip(telegram.times, telegram.times[1:], strict=False)]
    took = sum(gap for gap in gaps if gap < 1)
    waits = sorted(telegram.waits)
    doubled = sum(many - 1 for many in telegram.heard.values())
    missed = given.people - len(telegram.heard)
    print(f"{state}: {counts}, lawful: {counts.is_lawful}")
    rate = len(telegram.times) / took
    print(f"{rate:.0f} messages a second of {given.rate:g}: {rate / given.rate:.0%}")
    print(f"over 30 in 25 of the rate within a second: {too_many(telegram.times, given.rate)} (Telegram would say 429)")
    if waits:
        p99 = waits[int(0.99 * len(waits))]
        p50 = statistics.median(waits)
        print(f"{len(waits)} answers: p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, those of kills too")
    print(f"doubled: {doubled}; left out: {missed}, in flight at kills: {flying}, unsure: {counts.unsure}")
    if sizes:
        print(f"memory of the last life: {min(sizes):.0f} to {max(sizes):.0f} MB")


def too_many(times: list[float], rate: float) -> int:
    """How many a bucket of Telegram's size, a fifth larger than ours, would have refused."""
    tokens = most = rate * 1.2
    last, refused = times[0] if times else 0.0, 0
    for at in times:
        tokens, last = min(most, tokens + (at - last) * most), at
        if tokens < 1:
            refused += 1
        else:
            tokens -= 1
    return refused


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("people", 30_000), ("kills", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--rate", type=float, default=500)
    parser.add_argument("--talk", type=float, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(given, Path(folder)))


if __name__ == "__main__":
    main()
