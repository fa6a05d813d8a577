"""Telegram's speed limits on the real clock."""

import asyncio
import time

import pytest

from simulator.bot_api.errors import ApiError
from simulator.bot_api.limits import Limits
from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.simulator.setting import OTHER, Api


async def test_a_burst_in_one_chat(api: Api, sim: Simulator, nok: Phone) -> None:
    for number in range(10):
        assert (await api("sendMessage", chat_id=5, text=str(number)))["ok"]
    for method, args in (("sendMessage", {}), ("editMessageText", {"message_id": nok.last.id})):
        assert (await api(method, chat_id=5, text="too much", **args))["parameters"] == {"retry_after": 1}
    assert (await api("sendChatAction", chat_id=5, action="typing"))["ok"]
    assert len(nok.screen) == 11
    await sim.phone(6).start()
    assert (await api("sendMessage", chat_id=6, text="others go on"))["ok"]
    sim.lift_limits()
    assert (await api("sendMessage", chat_id=5, text="as fast as you like"))["ok"]


async def test_thirty_a_second_for_a_bot(api: Api, sim: Simulator) -> None:
    phones = [sim.phone(user) for user in range(100, 140)]
    for phone in phones:
        await phone.start()
    answers = await asyncio.gather(*(api("sendMessage", chat_id=phone.id, text="x") for phone in phones))
    passed = sum(answer["ok"] for answer in answers)
    assert 30 <= passed <= 34
    refused = next(answer for answer in answers if not answer["ok"])
    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert sim.refusals == []
    await sim.phone(5, token=OTHER).start()
    assert (await api("sendMessage", token=OTHER, chat_id=5, text="each bot has its own"))["ok"]


def test_buckets_fill_again(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    limits = Limits(chat_burst=2)
    limits.admit(1)
    limits.admit(1)
    with pytest.raises(ApiError):
        limits.admit(1)
    moment += 1
    limits.admit(1)
    group = Limits()
    for _ in range(20):
        group.admit(-1)
    with pytest.raises(ApiError) as caught:
        group.admit(-1)
    assert caught.value.parameters == {"retry_after": 3}
