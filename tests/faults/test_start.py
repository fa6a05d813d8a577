"""A start on a bad day: what passes is waited for, what does not is one sentence and exit code 1."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import wall_clock
from bot.services import programmes
from bot.store.engine.sync import writing
from simulator.bot_api.faults import Kind
from simulator.server import Simulator
from tests.crash.test_crash import CODE, TOKEN
from tests.faults.process import PATIENCE, Process
from tests.house import pack
from tests.system.programs import free_port

PASSES = (Kind.ERROR, Kind.GATEWAY, Kind.DROPPED, Kind.TOO_MANY)


@pytest.fixture
async def telegram(sqlite_url: str) -> AsyncIterator[Simulator]:
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), wall_clock())
    simulator = Simulator([TOKEN], now=wall_clock)
    await simulator.start()
    yield simulator
    await simulator.stop()


def _by_webhook(folder: Path, telegram: Simulator, port: int, **others: str) -> Process:
    given = {"TOKEN": TOKEN, "WEBHOOK_URL": f"http://127.0.0.1:{port}"} | others
    return Process.on(folder, API_URL=telegram.url, WEBHOOK_SECRET="a-secret", WEB_PORT=str(port), **given)


async def test_what_passes_is_waited_for(telegram: Simulator, tmp_path: Path) -> None:
    faults = [telegram.faults.add(method, way, times=1) for method in ("getMe", "setWebhook") for way in PASSES]
    bot = _by_webhook(tmp_path, telegram, free_port())
    try:
        await bot.start()
        async with asyncio.timeout(PATIENCE):
            while not telegram.api.webhooks.has(telegram.bot(TOKEN)):
                assert bot.lives, bot.said
                await asyncio.sleep(0.1)
        assert [fault.hits for fault in faults] == [1] * len(faults)
        assert bot.heard("Telegram is out of reach, trying again") >= len(faults) - 1
        assert await bot.stop() == 0
        assert not bot.heard("The program stopped"), bot.said
    finally:
        await bot.kill()


async def test_what_does_not_pass_is_one_sentence(telegram: Simulator, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for settings, told in (
            ({}, f"The web door cannot be opened at 127.0.0.1:{port}; is something else there?"),
            ({"WEBHOOK_URL": "http://bot.example.org"}, "Telegram does not take OVOP_WEBHOOK_URL: "),
            ({"TOKEN": "7:revoked"}, "Telegram does not know this token; copy it again from @BotFather"),
        ):
            # the first question is put before there is a house, and may go unanswered
            telegram.faults.add("getMe", Kind.ERROR, times=1)
            bot = _by_webhook(tmp_path, telegram, port, **settings)
            try:
                await bot.begin()
                assert await bot.ended() == 1, bot.said
            finally:
                await bot.kill()
            assert bot.said[-1].startswith(told), bot.said
            assert not bot.heard("Traceback"), bot.said
