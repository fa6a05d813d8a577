"""Webhooks: the secret comes along, order is kept in a chat, and what was not taken comes again."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from aiohttp import web

from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.patience import PATIENCE
from tests.simulator.setting import Api


class Door:
    """A bot's webhook: notes what comes; answers with `plan` first, then 200."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[tuple[str, str]] = []
        self.plan: list[int] = []
        self.answer: dict[str, Any] = {}
        self.news = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        message = (await request.json())["message"]
        self.seen.append((message["text"], request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))
        self.news.set()
        if self.plan:
            return web.Response(status=self.plan.pop(0))
        return web.json_response(self.answer)

    async def until(self, count: int) -> list[str]:
        async with asyncio.timeout(PATIENCE):
            while len(self.seen) < count:
                self.news.clear()
                await self.news.wait()
        return [text for text, _ in self.seen]


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    app = web.Application()
    app.router.add_post("/hook", door.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    door.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield door
    await runner.cleanup()


@pytest.fixture(autouse=True)
def quick(sim: Simulator) -> None:
    sim.api.webhooks.first = 0.02


async def test_delivery_with_the_secret(bot: telegram.Bot, nok: Phone, sim: Simulator, door: Door) -> None:
    await bot.set_webhook(door.url, secret_token="s3cret", max_connections=3, allowed_updates=["message"])
    await nok.say("two")
    assert await door.until(2) == ["/start", "two"]
    assert {secret for _, secret in door.seen} == {"s3cret"}
    await sim.taken()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (door.url, 0, 3)
    assert (info.allowed_updates, info.last_error_message) == (("message",), None)


async def test_what_is_refused_comes_again_in_order(bot: telegram.Bot, nok: Phone, sim: Simulator, door: Door) -> None:
    door.plan = [500, 404]
    await bot.set_webhook(door.url)
    await nok.say("two")
    other = sim.phone(6, "Dao")
    await other.say("not held up")
    texts = await door.until(5)
    assert [text for text in texts if text != "not held up"] == ["/start", "/start", "two"] or texts.count(
        "/start"
    ) == 3
    assert [text for text in dict.fromkeys(texts) if text != "not held up"] == ["/start", "two"]
    await sim.taken()
    info = await bot.get_webhook_info()
    assert info.last_error_message and info.last_error_message.startswith("Wrong response from the webhook: ")
    assert info.last_error_date


async def test_a_closed_door_keeps_updates_for_polling(bot: telegram.Bot, nok: Phone, api: Api) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    async with asyncio.timeout(PATIENCE):
        while not (info := await bot.get_webhook_info()).last_error_message:
            await asyncio.sleep(0.005)
    assert info.pending_update_count == 1
    assert info.last_error_message == "Connection failed: ClientConnectorError"
    await bot.delete_webhook()
    assert len(await bot.get_updates(timeout=0)) == 1
    await bot.set_webhook("http://127.0.0.1:9/hook", drop_pending_updates=True)
    await bot.set_webhook("")
    assert await bot.get_updates(timeout=0) == ()


async def test_an_answer_can_hold_a_method(bot: telegram.Bot, nok: Phone, sim: Simulator, door: Door) -> None:
    door.answer = {"method": "sendMessage", "chat_id": 5, "text": "by return"}
    await bot.set_webhook(door.url)
    await nok.until("by return")
    door.answer = {"method": "sendMessage", "chat_id": 5}
    await nok.say("again")
    await door.until(2)
    await sim.taken()
    assert (await bot.get_webhook_info()).last_error_message == "Bad Request: message text is empty"
