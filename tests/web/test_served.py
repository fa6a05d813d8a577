"""Where the page is: with long polling where an operator says, in the demo on its one address."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.clock import wall_clock
from bot.demo import demo
from bot.services import programmes
from bot.serving import run
from bot.settings import WrongSetting, read_settings
from bot.store import Store
from simulator.server import Simulator
from tests.house import TOKEN, pack
from tests.patience import PATIENCE
from tests.system.programs import free_port


@pytest.mark.parametrize(
    ("given", "serves", "address"),
    [
        ({}, False, ""),
        ({"web_port": 8080}, True, ""),
        ({"web_host": "127.0.0.1"}, True, ""),
        ({"public_url": "https://a.example"}, True, "https://a.example"),
        ({"webhook_url": "https://b.example", "webhook_secret": "x"}, True, "https://b.example"),
        (
            {"webhook_url": "https://b.example", "webhook_secret": "x", "public_url": "https://a.example"},
            True,
            "https://a.example",
        ),
    ],
)
def test_when_it_is_served_and_what_the_square_says(given: dict[str, Any], serves: bool, address: str) -> None:
    settings = read_settings(**given)
    assert (settings.serves_web, settings.public_address) == (serves, address)


def test_an_address_looks_like_one() -> None:
    with pytest.raises(WrongSetting, match="OVOP_PUBLIC_URL is not right: it starts with https"):
        read_settings(public_url="bot.example.org")


async def test_it_is_served_beside_long_polling(sqlite_url: str, tmp_path: Path) -> None:
    simulator = Simulator([TOKEN], now=wall_clock)
    root = await simulator.start()
    store = Store(sqlite_url)
    async with store.transaction() as tx:
        await tx.run(programmes.record, pack("malawi-ovop"), wall_clock())
    await store.close()
    port = free_port()
    settings = read_settings(token=TOKEN, api_url=root, data_dir=tmp_path, database_url=sqlite_url, web_port=port)
    task = asyncio.create_task(run(settings))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
        assert (await _answered(client, "/alive")).text == "alive"
        page = await client.get("/verify", headers={"Accept-Language": "ny"})
        hook = await client.post("/telegram/4242")
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    await simulator.stop()
    assert page.status_code == 200 and '<html lang="ny"' in page.text
    assert hook.status_code == 404


async def _answered(client: httpx.AsyncClient, path: str) -> httpx.Response:
    async with asyncio.timeout(PATIENCE):
        while True:
            with contextlib.suppress(httpx.ConnectError):
                return await client.get(path)
            await asyncio.sleep(0.05)


async def test_the_demo_has_it_on_its_one_address() -> None:
    async with demo(0) as root, httpx.AsyncClient(base_url=root, follow_redirects=True, timeout=PATIENCE) as client:
        page = await client.get("/verify", params={"code": "7KQ2M"}, headers={"Accept-Language": "th"})
        assert page.url.path == "/verify/7KQ2M" and "รหัสนี้พิมพ์ผิด" in page.text
        assert page.headers["content-type"] == "text/html; charset=utf-8"
