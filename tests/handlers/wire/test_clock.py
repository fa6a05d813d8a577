"""Where Telegram's time comes from, and what the house does with it: every answer tells it, an idle house asks."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import TelegramError

from bot.app import House, Way
from bot.domain.clock_trust import Trust, date_of
from bot.i18n import load_catalogues
from bot.services import programmes
from bot.services.loaded_packs import LoadedPacks
from bot.store import Store
from handlers.wire.request import AiohttpRequest, Api, moment_of
from simulator.bot_api.faults import Kind
from simulator.server import Simulator
from tests.house import TOKEN, TestClock, pack

CODE = "malawi-ovop"
NOW = datetime(2026, 3, 2, 10, 0, 30, tzinfo=UTC)


# What an answer says


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Mon, 02 Mar 2026 10:00:30 GMT", NOW),
        ("Mon, 02 Mar 2026 10:00:30 -0000", NOW),
        ("Mon, 02 Mar 2026 15:45:30 +0545", NOW),
        ("", None),
        ("yesterday", None),
        ("Mon, 32 Mar 2026 10:00:30 GMT", None),
        ("Mon, 02 Mar 99999 10:00:30 GMT", None),
        ("2026-03-02T10:00:30Z", None),
    ],
)
def test_the_header(header: str, told: datetime | None) -> None:
    assert date_of(header) == told


@given(st.text())
def test_whatever_a_header_says_is_a_moment_or_none(header: str) -> None:
    told = date_of(header)
    assert told is None or told.tzinfo is UTC


@given(st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)), st.integers(-14, 14))  # noqa: DTZ001
def test_what_a_server_writes_is_read(moment: datetime, zone: int) -> None:
    moment = min(max(moment, datetime(1970, 1, 2, tzinfo=UTC)), datetime(9998, 1, 1, tzinfo=UTC))
    assert date_of(format_datetime(moment.astimezone(timezone(timedelta(hours=zone))))) == moment.replace(microsecond=0)


@pytest.mark.parametrize("date", [None, "1772445630", 1772445630.5, -(10**20), 10**20])
def test_a_message_without_a_moment(date: object) -> None:
    assert moment_of(date) is None


def test_a_message_with_one() -> None:
    assert moment_of(1772445630) == NOW


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    simulator = Simulator([TOKEN], now=lambda: NOW)
    await simulator.start()
    yield simulator
    await simulator.stop()


@pytest.fixture
async def told(simulator: Simulator) -> AsyncIterator[tuple[Api, list[datetime]]]:
    """The way to Telegram, and the times that it has told."""
    times: list[datetime] = []
    requests = AiohttpRequest(saw=times.append), AiohttpRequest(1, saw=times.append)
    for request in requests:
        await request.initialize()
    yield Api(simulator.url, TOKEN, *requests), times
    for request in requests:
        await request.shutdown()


async def test_every_answer_tells_it(simulator: Simulator, told: tuple[Api, list[datetime]]) -> None:
    api, times = told
    await api.call("getMe", {})
    assert times == [NOW]
    await api.updates(0, 0)
    assert times == [NOW] * 2
    for refused in (Kind.ERROR, Kind.GATEWAY, Kind.TOO_MANY, Kind.BLOCKED):
        times.clear()
        fault = simulator.faults.add("getMe", refused)
        with pytest.raises(TelegramError):
            await api.call("getMe", {})
        simulator.faults.remove(fault)
        assert times == [NOW], refused


async def test_no_answer_tells_nothing_and_is_no_trouble(
    simulator: Simulator, told: tuple[Api, list[datetime]]
) -> None:
    api, times = told
    simulator.faults.add("getMe", Kind.DROPPED)
    await api.ask_the_time()
    await simulator.stop()
    await api.ask_the_time()
    assert times == []


async def without_date(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A Bot API server as Telegram publishes it: its answers have no Date."""
    while line := await reader.readline():
        method = line.split(b" ")[1].rpartition(b"/")[2]
        size = 0
        while (line := await reader.readline()) != b"\r\n":
            size = int(line.split(b":")[1]) if line.lower().startswith(b"content-length") else size
        await reader.readexactly(size)
        message = b'{"message_id":1,"date":%d,"chat":{"id":1,"type":"private"}}' % NOW.timestamp()
        body = b'{"ok":true,"result":' + (message if method.startswith((b"send", b"edit")) else b"true") + b"}"
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    writer.close()
    await writer.wait_closed()


async def test_a_server_of_ones_own_tells_it_with_the_messages_that_are_sent() -> None:
    times: list[datetime] = []
    server = await asyncio.start_server(without_date, "127.0.0.1", 0)
    request = AiohttpRequest(1, saw=times.append)
    await request.initialize()
    api = Api(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", TOKEN, request, request)
    for method in ("getMe", "deleteMessage", "editMessageText"):
        await api.call(method, {})
    assert times == [], "what is changed has the moment at which it was sent"
    await api.call("sendMessage", {})
    assert times == [NOW]
    await request.shutdown()
    server.close()
    await server.wait_closed()
    await asyncio.sleep(0.05)


# What the house does with it


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path, simulator: Simulator) -> AsyncIterator[House]:
    """With a webhook that nobody calls; simulator and house have one clock, which stands."""
    clock = TestClock(NOW)
    simulator.world.now = clock.now
    store = Store(sqlite_url)
    async with store.transaction() as tx:
        await tx.run(programmes.record, pack(CODE), NOW)
    loaded = LoadedPacks({CODE: pack(CODE)}, load_catalogues())
    house = House(store, loaded, clock.now, tmp_path / "media", steady=clock.steady)
    house.add_bot(Way(simulator.url, TOKEN))
    async with house.open(polling=False):
        # the bot has introduced itself in every language
        asked = 0
        while asked < (asked := simulator.calls.total()):
            await asyncio.sleep(0.2)
        yield house


def clock_of(house: House) -> TestClock:
    clock: TestClock = house.now.__self__  # type: ignore[attr-defined]
    return clock


async def test_an_idle_webhook_asks(house: House, simulator: Simulator) -> None:
    clock, began = clock_of(house), simulator.calls["getMe"]
    assert house.believed.read().trust is Trust.AGREES, "who the bot is was asked at the start"
    for _ in range(120):
        clock.turn(minutes=1)
        await house.tick()
        assert house.believed.read().trust is Trust.AGREES
    assert simulator.calls["getMe"] - began in (3, 4), "every half an hour"


async def test_when_telegram_is_silent_for_more_than_an_hour_it_is_not_believed(
    house: House, simulator: Simulator
) -> None:
    clock = clock_of(house)
    simulator.faults.add("getMe", Kind.DROPPED)
    seen = []
    for _ in range(7):
        clock.turn(minutes=10)
        await house.tick()
        seen.append(house.believed.read().trust)
    assert seen == [Trust.AGREES] * 6 + [Trust.UNSEEN]
    simulator.faults.clear()
    await house.tick()
    assert house.believed.read().trust is Trust.AGREES


async def test_a_machine_that_is_put_right_is_believed_at_the_next_tick(house: House) -> None:
    """Also where the steady clock stood while the machine slept: what looks set is asked about."""
    house.believed.saw(NOW - timedelta(hours=8))
    assert house.believed.read().trust is Trust.APART
    await house.tick()
    assert house.believed.read().trust is Trust.AGREES
