"""A group chat: the bot hears when it is added, and then only what is meant for it."""

import pytest
import telegram

from simulator.server import Simulator
from simulator.world.phones import NotOnScreen, Phone


async def test_a_bot_in_a_group(bot: telegram.Bot, sim: Simulator, nok: Phone) -> None:
    group = await sim.group(nok, "Weavers")
    start, added, service = await bot.get_updates(timeout=0)
    assert start.message and start.message.chat.type == "private"
    assert added.my_chat_member and added.my_chat_member.chat.type == "group"
    assert added.my_chat_member.new_chat_member.status == "member"
    assert service.message and service.message.new_chat_members[0].id == bot.id

    line = await bot.send_message(group.chat.id, "Write to me alone, please.")
    await group.say(nok, "good morning")
    await group.say(nok, "/help")
    await group.say(nok, f"@{bot.username} hello")
    await group.say(nok, "thank you", reply_to=line.message_id)
    await group.remove_bot(nok)
    updates = await bot.get_updates(offset=service.update_id + 1, timeout=0)
    assert [u.message.text for u in updates if u.message] == ["/help", f"@{bot.username} hello", "thank you"]
    assert updates[-1].my_chat_member and updates[-1].my_chat_member.new_chat_member.status == "kicked"
    assert [m.text for m in group.screen if not m.mine] == ["Write to me alone, please."]


async def test_a_group_that_becomes_a_supergroup(bot: telegram.Bot, sim: Simulator, nok: Phone) -> None:
    group = await sim.group(nok)
    new = await group.upgrade(nok)
    with pytest.raises(telegram.error.ChatMigrated) as caught:
        await bot.send_message(group.chat.id, "x")
    assert caught.value.new_chat_id == new.chat.id == -1000004000001
    await bot.send_message(new.chat.id, "x")
    *_, old, fresh = await bot.get_updates(timeout=0)
    assert old.message and old.message.migrate_to_chat_id == new.chat.id
    assert fresh.message and fresh.message.chat.type == "supergroup"
    with pytest.raises(NotOnScreen):
        await group.say(nok, "x")
