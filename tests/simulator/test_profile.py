"""What a bot says about itself, and which commands a phone lists."""

import telegram
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
    MenuButtonDefault,
)

from simulator.server import Simulator
from simulator.world.phones import Phone


async def test_commands_by_language_and_scope(bot: telegram.Bot, sim: Simulator, nok: Phone) -> None:
    dao = sim.phone(6, "Dao", "ne")
    await dao.start()
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "ช่วย")], language_code="th")
    assert nok.commands == [{"command": "help", "description": "ช่วย"}]
    assert dao.commands == [{"command": "help", "description": "Help"}]
    await bot.set_my_commands([("start", "Begin")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("menu", "Menu")], scope=BotCommandScopeChat(6))
    assert (nok.commands[0]["command"], dao.commands[0]["command"]) == ("start", "menu")
    assert (await bot.get_my_commands(language_code="th"))[0].description == "ช่วย"
    assert await bot.get_my_commands(language_code="ny") == ()
    await bot.delete_my_commands(scope=BotCommandScopeChat(6))
    await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())
    assert dao.commands[0]["description"] == "Help"


async def test_names_and_descriptions(bot: telegram.Bot) -> None:
    await bot.set_my_name("OVOP")
    await bot.set_my_description("About", language_code="th")
    await bot.set_my_short_description("Short")
    assert (await bot.get_me()).first_name == (await bot.get_my_name(language_code="th")).name == "OVOP"
    assert (await bot.get_my_description("th")).description == "About"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description("ne")).short_description == "Short"


async def test_the_menu_button(bot: telegram.Bot, nok: Phone) -> None:
    await bot.set_chat_menu_button(menu_button=MenuButtonDefault())
    await bot.set_chat_menu_button(5, MenuButtonCommands())
    assert (await bot.get_chat_menu_button(5)).type == "commands"
    assert (await bot.get_chat_menu_button()).type == "default"


async def test_chats(bot: telegram.Bot, nok: Phone) -> None:
    chat = await bot.get_chat(5)
    assert (chat.type, chat.first_name) == ("private", "Nok")
