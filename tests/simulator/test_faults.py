"""Faults on demand, as a bot meets them."""

import time

import aiohttp
import pytest
import telegram

from simulator.bot_api.faults import Faults, Kind
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.simulator.setting import TOKEN, Api


async def test_refusals_by_the_server(
    bot: telegram.Bot, sim: Simulator, nok: Phone, http: aiohttp.ClientSession
) -> None:
    sim.faults.add("sendMessage", "500", times=1)
    sim.faults.add("sendMessage", "502", times=1)
    sim.faults.add("sendMessage", "429", times=1, seconds=7)
    sim.faults.add("sendMessage", "blocked", times=1)
    with pytest.raises(telegram.error.NetworkError, match="Internal Server Error"):
        await bot.send_message(5, "x")
    async with http.post(f"/bot{TOKEN}/sendMessage", data={"chat_id": "5", "text": "x"}) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
    async with http.post(f"/bot{TOKEN}/sendMessage", data={"chat_id": "5", "text": "x"}) as answer:
        assert (await answer.json())["parameters"] == {"retry_after": 7}
    with pytest.raises(telegram.error.Forbidden):
        await bot.send_message(5, "x")
    await bot.send_message(5, "at last")
    assert [m.text for m in nok.heard] == ["at last"]
    assert sim.refusals == []
    assert sim.calls["sendMessage"] == 5


async def test_broken_connections(bot: telegram.Bot, sim: Simulator, nok: Phone) -> None:
    sim.faults.add("sendMessage", Kind.DROPPED, times=1)
    sim.faults.add("sendMessage", Kind.SWALLOWED, times=1)
    with pytest.raises(telegram.error.NetworkError):
        await bot.send_message(5, "never arrives")
    with pytest.raises(telegram.error.NetworkError):
        await bot.send_message(5, "arrives, but the bot does not know")
    assert [m.text for m in nok.heard] == ["arrives, but the bot does not know"]


async def test_a_slow_answer(bot: telegram.Bot, sim: Simulator, nok: Phone) -> None:
    sim.faults.add("*", Kind.SLOW, times=2, seconds=0.15)
    start = time.monotonic()
    await bot.send_message(5, "late")
    assert time.monotonic() - start >= 0.15
    with pytest.raises(telegram.error.TimedOut):
        await bot.send_message(5, "too late", read_timeout=0.05)
    assert [m.text for m in nok.heard] == ["late", "too late"]


async def test_updates_whose_answer_was_lost_come_again(api: Api, sim: Simulator, nok: Phone) -> None:
    sim.faults.add("getUpdates", Kind.SWALLOWED, times=1)
    with pytest.raises(aiohttp.ClientError):
        await api("getUpdates")
    assert len((await api("getUpdates"))["result"]) == 1


def test_shares_are_drawn_the_same_way_each_time() -> None:
    def struck(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add("*", Kind.ERROR, share=0.2)
        return [faults.pick("sendMessage") is not None for _ in range(1000)]

    assert struck(1) == struck(1) != struck(2)
    assert 150 < sum(struck(1)) < 250


def test_rules_end() -> None:
    faults = Faults()
    rule = faults.add("sendphoto", Kind.ERROR)
    assert faults.pick("sendMessage") is None
    assert faults.pick("sendPhoto") is rule
    assert rule.hits == 1
    faults.remove(rule)
    faults.add("*", Kind.SLOW, times=1)
    assert faults.pick("getMe") and faults.pick("getMe") is None
    faults.clear()
    assert list(faults) == []
    with pytest.raises(ValueError, match="tired"):
        faults.add("*", "tired")
