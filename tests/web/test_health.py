"""The health door: alive, ready, figures; whatever is not right is named, and no number of a person leaves."""

import asyncio
import contextlib
import re
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import health
from bot.app import MEDIA, House, Way
from bot.clock import wall_clock
from bot.domain.wire.outgoing import Lane, OutState
from bot.i18n import load_catalogues
from bot.services import programmes
from bot.services.loaded_packs import LoadedPacks
from bot.settings import read_settings
from bot.store import Store
from bot.store.engine.sync import writing
from bot.store.schema import dead_update, erasure, heartbeat, outbox
from simulator.bot_api.faults import Kind
from simulator.server import Simulator
from tests.faults.process import Process
from tests.house import TOKEN, TestClock, pack, stage
from tests.patience import PATIENCE
from web.health import LONGEST, HealthDoor

CHECKS = ["database", "telegram", "disk", "clock", "tasks", "tick", "messages"]
LONG_AGO = timedelta(minutes=11)
BOT = int(TOKEN.partition(":")[0])


@dataclass
class Watched:
    """A house that does its work, and the door that tells of it."""

    house: House
    clock: TestClock
    store: Store
    client: httpx.AsyncClient
    data: Path

    async def ready(self) -> tuple[int, list[str]]:
        answer = await self.client.get("/readyz")
        assert [one["topic"] for one in answer.json()["findings"]][:6] == CHECKS[:6]
        return answer.status_code, answer.json()["wrong"]

    async def write(self, work: Callable[[Any], Any]) -> None:
        async with self.store.transaction() as tx:
            await tx.run(work)

    def all_is_well(self) -> None:
        self.house.vitals.heard()
        self.house.vitals.ticked()
        self.house.believed.saw(self.clock.now())


@contextlib.asynccontextmanager
async def _door(house: House, data: Path, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    asked = health.Health(house, read_settings(data_dir=data, **settings))
    async with (
        opened(HealthDoor(asked.findings, asked.metrics)) as root,
        httpx.AsyncClient(base_url=root, timeout=PATIENCE) as client,
    ):
        yield client


@contextlib.asynccontextmanager
async def opened(door: HealthDoor) -> AsyncIterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    task = asyncio.create_task(door.serve(listening))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def watched(store: Store, tmp_path: Path) -> AsyncIterator[Watched]:
    clock = TestClock()
    house = House(store, LoadedPacks({}, load_catalogues()), clock.now, tmp_path / MEDIA, steady=clock.steady)
    house.add_bot(Way("http://127.0.0.1:1", TOKEN))
    async with _door(house, tmp_path) as client:
        one = Watched(house, clock, store, client, tmp_path)
        await one.write(lambda connection: connection.execute(heartbeat.insert().values(name="alive", at=clock.now())))
        one.all_is_well()
        yield one


def _message(at: Any, lane: Lane = Lane.REPLY) -> Any:
    row = {"bot": BOT, "chat": 987654321, "lane": lane, "method": "sendMessage", "payload": {}}
    return outbox.insert().values(**row, state=OutState.WAITING, next_attempt=at, created_at=at)


async def test_all_is_well(watched: Watched) -> None:
    assert await watched.ready() == (200, [])
    alive = await watched.client.get("/healthz")
    assert (alive.status_code, alive.text, (await watched.client.get("/alive")).text) == (200, "alive", "alive")


async def test_a_database_that_cannot_be_written(watched: Watched) -> None:
    await watched.write(lambda connection: heartbeat.drop(connection))
    assert await watched.ready() == (503, ["database"])
    assert (await watched.client.get("/metrics")).status_code == 200


async def test_a_database_that_somebody_holds(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    house = House(sqlite_store, LoadedPacks({}, load_catalogues()), wall_clock, tmp_path / MEDIA)
    async with sqlite_store.transaction():
        pass
    with contextlib.closing(sqlite3.connect(tmp_path / "ovop.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with _door(house, tmp_path) as client:
            # whoever asks meanwhile waits for the same look, and nobody for its end
            asked = await asyncio.gather(*(client.get("/readyz") for _ in range(5)))
            assert all("database" in one.json()["wrong"] for one in asked)
            other.execute("ROLLBACK")
            async with asyncio.timeout(PATIENCE):
                while "database" in (await client.get("/readyz")).json()["wrong"]:
                    await asyncio.sleep(0.05)


async def test_telegram_is_silent(watched: Watched) -> None:
    watched.clock.turn(minutes=3)
    watched.house.vitals.ticked()
    assert await watched.ready() == (503, ["telegram"])
    async with _door(watched.house, watched.data, webhook_url="https://a.example", webhook_secret="x") as client:
        # nobody asks Telegram anything for half an hour
        assert (await client.get("/readyz")).json()["ok"]


async def test_telegram_has_not_answered_since_the_start(watched: Watched) -> None:
    watched.house.vitals.heard_at = None
    assert await watched.ready() == (503, ["telegram"])


async def test_no_room(watched: Watched) -> None:
    (watched.data / MEDIA).touch()
    assert await watched.ready() == (503, ["disk"])


@pytest.mark.parametrize("by", [timedelta(days=-1500), timedelta(minutes=11)])
async def test_the_clock_is_not_believed(watched: Watched, by: timedelta) -> None:
    watched.house.believed.saw(watched.clock.now() + by)
    assert await watched.ready() == (503, ["clock"])


async def test_a_part_has_failed_and_is_well_again(watched: Watched) -> None:
    watched.house.vitals.failed("Sending of bot 4242")
    assert await watched.ready() == (503, ["tasks"])
    watched.clock.turn(minutes=11)
    watched.all_is_well()
    assert await watched.ready() == (200, [])


async def test_the_calendar_stands_still(watched: Watched) -> None:
    watched.clock.turn(minutes=6)
    watched.house.vitals.heard()
    assert await watched.ready() == (503, ["tick"])


@pytest.mark.parametrize(("lane", "code"), [(Lane.REPLY, 503), (Lane.NUDGE, 200), (Lane.BROADCAST, 200)])
async def test_somebody_waits_for_a_reply(watched: Watched, lane: Lane, code: int) -> None:
    at = watched.clock.now() - LONG_AGO
    await watched.write(lambda connection: connection.execute(_message(at, lane)))
    assert await watched.ready() == (code, ["messages"] if code == 503 else [])
    shown = await _figures(watched.client)
    assert shown[f'ovop_queue_oldest_seconds{{kind="{lane.name.lower()}"}}'] == LONG_AGO.total_seconds()


async def _figures(client: httpx.AsyncClient) -> dict[str, float]:
    text = (await client.get("/metrics")).text
    pairs = (line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


async def test_what_is_set_aside_and_under_way(watched: Watched) -> None:
    now = watched.clock.now()
    dead = dead_update.insert().values(bot=BOT, raw="{}", traceback="", died_at=now)
    await watched.write(lambda connection: connection.execute(dead))
    for state in ("due", "swept", "done"):
        row = erasure.insert().values(person_id=7, at=now, state=state, files=[], messages=[])
        await watched.write(lambda connection, row=row: connection.execute(row))
    shown = await _figures(watched.client)
    assert (shown["ovop_dead_updates"], shown["ovop_erasures_under_way"]) == (1, 2)
    assert shown["ovop_clock_ahead_seconds"] == 0
    assert shown["ovop_disk_free_bytes"] > 0


async def test_a_chat_is_counted_without_numbers_of_anybody(database_url: str, tmp_path: Path) -> None:
    async with stage(database_url) as on, _door(on.house, tmp_path) as client:
        phone = on.simulator.phone(987654321)
        await phone.start()
        await on.settle()
        await on.house.tick()
        text = (await client.get("/metrics")).text
        shown = await _figures(client)
    assert shown['ovop_updates_total{outcome="taken"}'] == 1
    assert shown['ovop_sends_total{kind="reply",outcome="sent"}'] >= 1
    assert shown["ovop_tick_lag_seconds"] == 0
    assert not re.search(r"987654321|4242", text)


async def test_blocked_and_dead_are_counted(database_url: str, tmp_path: Path) -> None:
    async with stage(database_url) as on, _door(on.house, tmp_path) as client:
        phone = on.simulator.phone(5)
        on.simulator.faults.add("sendMessage", Kind.BLOCKED)
        await phone.start()
        await on.settle()
        await on.house.lines[0].driver.handle([{"update_id": 900, "message": {"odd": True}}])
        shown = await _figures(client)
    assert shown['ovop_sends_total{kind="reply",outcome="blocked"}'] == 1
    assert shown['ovop_updates_total{outcome="dead"}'] == 1
    assert shown["ovop_dead_updates"] == 1


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (b"GET /healthz HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK"),
        (b"GET /healthz?x=1 HTTP/1.0\r\nHost: x\r\n\r\n", b"HTTP/1.1 200 OK"),
        (b"HEAD /healthz HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK"),
        (b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 404 Not Found"),
        (b"GET /../healthz HTTP/1.1\r\n\r\n", b"HTTP/1.1 404 Not Found"),
        (b"POST /readyz HTTP/1.1\r\nContent-Length: 1\r\n\r\nx", b"HTTP/1.1 405 Method Not Allowed"),
        (b"\xff\xfe\r\n\r\n", b"HTTP/1.1 405 Method Not Allowed"),
        (b"\r\n\r\n", b"HTTP/1.1 405 Method Not Allowed"),
        # too long, or never asked to its end
        (b"GET /" + b"x" * 3 * LONGEST + b" HTTP/1.1\r\n\r\n", b""),
        (b"GET /healthz HTTP/1.1\r\n", b""),
        (b"", b""),
    ],
)
async def test_whatever_is_asked(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, asked: bytes, answered: bytes
) -> None:
    monkeypatch.setattr("web.health.SECONDS", 0.3)
    root = watched.client.base_url
    reader, writer = await asyncio.open_connection(root.host, root.port)
    writer.write(asked)
    try:
        said = await asyncio.wait_for(reader.read(), PATIENCE)
    except ConnectionError:
        # closed with words of ours unread
        said = b""
    writer.close()
    assert said.partition(b"\r\n")[0] == answered
    assert said.endswith(b"\r\n\r\n") is asked.startswith(b"HEAD") or not answered or b"405" in said
    assert not caplog.records


# A real process


async def _answer(port: int, path: str) -> httpx.Response:
    async with httpx.AsyncClient(timeout=PATIENCE) as client, asyncio.timeout(PATIENCE):
        while True:
            with contextlib.suppress(httpx.TransportError):
                return await client.get(f"http://127.0.0.1:{port}{path}")
            await asyncio.sleep(0.05)


async def test_with_long_polling_from_the_first_moment_to_the_last(sqlite_url: str, tmp_path: Path) -> None:
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack("malawi-ovop"), wall_clock())
    simulator = Simulator([TOKEN], now=wall_clock)
    root = await simulator.start()
    away = simulator.faults.add("getMe", Kind.ERROR)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        bot = Process.on(tmp_path, TOKEN=TOKEN, API_URL=root, HEALTH_PORT=str(port), DATABASE_URL=sqlite_url)
        try:
            await bot.begin()
            # somebody else has the port: that is said, and ends nothing
            await bot.until(f"the health door cannot be opened at 127.0.0.1:{port}")
        finally:
            await bot.kill()
    try:
        await bot.begin()
        assert (await _answer(port, "/healthz")).text == "alive"
        early = await _answer(port, "/readyz")
        assert early.status_code == 503 and "telegram" in early.json()["wrong"]
        simulator.faults.remove(away)
        await bot.until("bot(s) at work")
        async with asyncio.timeout(PATIENCE):
            while (ready := await _answer(port, "/readyz")).status_code != 200:
                await asyncio.sleep(0.2)
        assert [one["topic"] for one in ready.json()["findings"]] == CHECKS
        assert "ovop_updates_total" in (await _answer(port, "/metrics")).text
        assert (await _answer(port, "/verify")).status_code == 404
        assert await bot.stop() == 0
        assert not bot.heard("ERROR") and not bot.heard("Traceback"), bot.said
    finally:
        await bot.kill()
        await simulator.stop()
