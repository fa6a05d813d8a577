"""Telegram is out of reach: the log says why in a few words, once a spell, and without the page of a gateway."""

import asyncio
import contextlib
import logging

import pytest
from telegram.error import TelegramError

from bot.clock import wall_clock
from bot.vitals import Vitals
from handlers.wire.request import AiohttpRequest, Api, reason_of
from simulator.bot_api.faults import Kind
from simulator.server import Simulator
from tests.house import TOKEN, stage
from tests.patience import PATIENCE


async def why(root: str) -> str:
    request = AiohttpRequest(read_timeout=0.2)
    await request.initialize()
    try:
        with pytest.raises(TelegramError) as refused:
            await Api(root, TOKEN, request, request).call("getMe", {})
        return reason_of(refused.value)
    finally:
        await request.shutdown()


@pytest.mark.parametrize(
    ("root", "reason"),
    [
        ("http://127.0.0.1:1", "no connection (Connection refused)"),
        ("http://[::1]:1", "no connection ("),
        ("http://no-such-host.invalid", "no connection ("),
    ],
)
async def test_no_connection_says_why(root: str, reason: str) -> None:
    said = await why(root)
    assert said.startswith(reason) and "Connect call failed" not in said and TOKEN not in said


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Kind.GATEWAY, "Bad Gateway (502)"),
        (Kind.ERROR, "Internal Server Error (500)"),
        (Kind.DROPPED, "the connection broke (ServerDisconnectedError)"),
        (Kind.SLOW, "no answer in time"),
    ],
)
async def test_a_bad_day_at_telegrams_says_what_it_is(
    kind: Kind, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    simulator = Simulator([TOKEN], now=wall_clock)
    root = await simulator.start()
    simulator.faults.add("getMe", kind, seconds=2)
    try:
        assert await why(root) == reason
    finally:
        await simulator.stop()
    # PTB would log the whole page, as an error
    assert not caplog.records


async def test_while_it_polls_it_is_said_once_a_spell(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with stage(sqlite_url) as on:
        fault = on.simulator.faults.add("getUpdates", Kind.GATEWAY)
        async with asyncio.timeout(PATIENCE):
            while fault.hits < 4:
                await asyncio.sleep(0.05)
        on.simulator.faults.remove(fault)
        await on.settle()
    said = [record.message for record in caplog.records if record.name == "handlers.wire.inbox"]
    assert said == ["bot 4242: Telegram is out of reach, trying again: Bad Gateway (502)"]


@pytest.mark.parametrize(
    ("token", "kind", "counts"),
    [
        (TOKEN, None, True),
        (TOKEN, Kind.TOO_MANY, True),
        (TOKEN, Kind.GATEWAY, False),
        (TOKEN, Kind.ERROR, False),
        ("7:revoked", None, False),
    ],
)
async def test_what_counts_as_a_word_from_telegram(token: str, kind: Kind | None, counts: bool) -> None:
    simulator, heard = Simulator([TOKEN], now=wall_clock), Vitals(lambda: 1.0)
    root = await simulator.start()
    if kind is not None:
        simulator.faults.add("getMe", kind)
    request = AiohttpRequest(heard=heard.heard)
    await request.initialize()
    with contextlib.suppress(TelegramError):
        await Api(root, token, request, request).call("getMe", {})
    await request.shutdown()
    await simulator.stop()
    assert heard.heard_at == (1.0 if counts else None)
