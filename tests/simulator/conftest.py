"""A simulator on loopback with a clock that stands still, python-telegram-bot's Bot before it, and a raw client."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import telegram
from telegram.request import HTTPXRequest

from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.patience import PATIENCE
from tests.simulator.setting import OTHER, TOKEN, Api, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sim(clock: Clock) -> AsyncIterator[Simulator]:
    sim = Simulator([TOKEN, OTHER], now=clock, advance=clock.advance, languages={"en": "English", "th": "ไทย"})
    await sim.start()
    yield sim
    await sim.stop()


@pytest.fixture
async def bot(sim: Simulator) -> AsyncIterator[telegram.Bot]:
    patient = [HTTPXRequest(connect_timeout=PATIENCE, read_timeout=PATIENCE, pool_timeout=PATIENCE) for _ in range(2)]
    root, files = f"{sim.url}/bot", f"{sim.url}/file/bot"
    async with telegram.Bot(TOKEN, root, files, request=patient[0], get_updates_request=patient[1]) as bot:
        yield bot


@pytest.fixture
async def http(sim: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(sim.url) as session:
        yield session


@pytest.fixture
def api(http: aiohttp.ClientSession) -> Api:
    """Calls a method with JSON and gives Telegram's answer as it is."""

    async def call(method: str, token: str = TOKEN, **args: Any) -> dict[str, Any]:
        async with http.post(f"/bot{token}/{method}", json=args) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] or answer["error_code"] == response.status
            return answer

    return call


@pytest.fixture
async def nok(sim: Simulator) -> Phone:
    """A phone that has started the bot."""
    phone = sim.phone(5, "Nok", "th")
    await phone.start()
    return phone
