"""getUpdates: offsets confirm, what is not confirmed comes again, and two pollers do not agree."""

import asyncio

import pytest
import telegram

from simulator.server import Simulator
from simulator.world.phones import Phone
from tests.patience import PATIENCE, until
from tests.simulator.setting import TOKEN, Api, Clock


async def ids(bot: telegram.Bot, offset: int | None = None, limit: int | None = None) -> list[int]:
    return [update.update_id for update in await bot.get_updates(offset=offset, limit=limit, timeout=0)]


async def test_offsets(bot: telegram.Bot, nok: Phone) -> None:
    for text in "abcd":
        await nok.say(text)
    first, *rest = everything = await ids(bot)
    assert everything == list(range(first, first + 5))
    assert first >= 2**40
    assert await ids(bot) == everything
    assert await ids(bot, limit=2) == everything[:2]
    assert await ids(bot, offset=first + 1) == rest
    assert await ids(bot, offset=first) == rest, "what was confirmed does not come back"
    assert await ids(bot, offset=-2) == everything[-2:]
    assert await ids(bot) == everything[-2:], "a negative offset forgets what lies before"
    assert await ids(bot, offset=everything[-1] + 1) == []


async def test_at_most_a_hundred(sim: Simulator, bot: telegram.Bot, nok: Phone) -> None:
    for number in range(150):
        await nok.say(str(number))
    assert len(await ids(bot)) == 100
    assert len(sim.bot().updates) == 151


async def test_updates_are_kept_for_a_day(bot: telegram.Bot, nok: Phone, clock: Clock) -> None:
    clock.add(hours=23)
    await nok.say("later")
    clock.add(hours=1, seconds=1)
    assert [u.message.text for u in await bot.get_updates(timeout=0) if u.message] == ["later"]


async def test_a_long_poll_ends_when_something_comes(bot: telegram.Bot, nok: Phone, sim: Simulator) -> None:
    (update,) = await bot.get_updates(timeout=0)
    poll = asyncio.create_task(bot.get_updates(offset=update.update_id + 1, timeout=30))
    await until(lambda: sim.bot().updates.awaited)
    await nok.say("now")
    (update,) = await asyncio.wait_for(poll, PATIENCE)
    assert update.message and update.message.text == "now"
    assert await bot.get_updates(offset=update.update_id + 1, timeout=1) == ()


async def test_the_older_of_two_pollers_is_ended(api: Api, sim: Simulator) -> None:
    older = asyncio.create_task(api("getUpdates", timeout=50))
    await until(lambda: sim.bot().updates.awaited)
    newer = asyncio.create_task(api("getUpdates", timeout=50))
    answer = await asyncio.wait_for(older, PATIENCE)
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    await until(lambda: sim.bot().updates.awaited)
    await api("setWebhook", url="https://127.0.0.1:1/")
    assert (await newer)["description"] == "Conflict: terminated by setWebhook request"
    assert "can't use getUpdates method while webhook is active" in (await api("getUpdates"))["description"]
    assert (await api("deleteWebhook"))["ok"]
    assert (await api("getUpdates"))["ok"]


async def test_stopping_ends_a_long_poll(api: Api, sim: Simulator) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await until(lambda: sim.bot().updates.awaited)
    async with asyncio.timeout(PATIENCE):
        await sim.stop()
        assert (await poll)["error_code"] == 500


async def test_only_wanted_kinds(bot: telegram.Bot, nok: Phone) -> None:
    (start,) = await bot.get_updates(timeout=0, allowed_updates=["callback_query", "my_chat_member"])
    said = await nok.say("not wanted")
    await nok.edit(said, "nor this")
    await nok.block()
    await nok.unblock()
    kinds = [u.my_chat_member is not None for u in await bot.get_updates(offset=start.update_id + 1, timeout=0)]
    assert kinds == [True, True]


async def test_raw_updates_of_any_kind(sim: Simulator, bot: telegram.Bot, api: Api) -> None:
    late = sim.push(TOKEN, {"update_id": 2**63 - 2, "message_of_the_future": {"x": 1}})
    person = {"id": 77, "is_bot": False, "first_name": "Raw"}
    chat = {"id": 77, "type": "private", "first_name": "Raw"}
    early = sim.push(TOKEN, {"message": {"message_id": 1, "date": 0, "chat": chat, "from": person, "text": "hello"}})
    assert late == 2**63 - 2
    raw = (await api("getUpdates"))["result"]
    assert [update["update_id"] for update in raw] == [early, late]
    assert raw[1]["message_of_the_future"] == {"x": 1}
    await bot.send_message(77, "who writes can be written to")
    assert sim.phone(77).last.text == "who writes can be written to"


@pytest.mark.parametrize("limit", [0, 101, -5])
async def test_odd_limits_are_taken_as_a_hundred(api: Api, nok: Phone, limit: int) -> None:
    assert len((await api("getUpdates", limit=limit))["result"]) == 1
