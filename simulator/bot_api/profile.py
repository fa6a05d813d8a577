"""The methods about the bot itself: its name, descriptions, commands for each language and scope, menu button."""

import re
from typing import Any

from simulator.bot_api.errors import bad
from simulator.world.bots import Bot
from simulator.world.chats import Chat

Args = dict[str, Any]
_COMMANDS = 100
_LONGEST = {"name": 64, "short_description": 120, "description": 512}


def get_me(bot: Bot, args: Args) -> Args:
    """getMe."""
    return {
        **bot.user,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _language(args: Args) -> str:
    language = str(args.get("language_code", ""))
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad("invalid language code specified")
    return language


def _scope(args: Args) -> str:
    scope = args.get("scope") or {"type": "default"}
    known = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat")
    if scope["type"] not in (*known, "chat_administrators", "chat_member"):
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    return ":".join(str(scope[part]) for part in ("type", "chat_id", "user_id") if part in scope)


def set_my_commands(bot: Bot, args: Args) -> bool:
    """setMyCommands: up to 100, small Latin letters, digits and _."""
    commands = args["commands"]
    if len(commands) > _COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", each["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"].strip()) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [{**each, "command": each["command"].lstrip("/")} for each in commands]
    bot.commands[_scope(args), _language(args)] = kept
    bot.refresh()
    return True


def get_my_commands(bot: Bot, args: Args) -> list[dict[str, str]]:
    """getMyCommands of exactly this scope and language."""
    return bot.commands.get((_scope(args), _language(args)), [])


def delete_my_commands(bot: Bot, args: Args) -> bool:
    """deleteMyCommands of exactly this scope and language."""
    bot.commands.pop((_scope(args), _language(args)), None)
    bot.refresh()
    return True


def commands_for(bot: Bot, chat: Chat, language: str) -> list[dict[str, str]]:
    """What a phone lists (https://core.telegram.org/bots/api#determining-list-of-commands)."""
    general = "all_group_chats" if chat.is_group else "all_private_chats"
    for scope in (f"chat:{chat.id}", general, "default"):
        for code in (language, ""):
            if bot.commands.get((scope, code)):
                return bot.commands[scope, code]
    return []


def _set_text(bot: Bot, what: str, args: Args) -> bool:
    text = args.get(what, "")
    if len(text) > _LONGEST[what]:
        raise bad(f"{what.replace('_', ' ')} is too long")
    bot.texts[what, _language(args)] = text
    bot.refresh()
    return True


def set_my_name(bot: Bot, args: Args) -> bool:
    """setMyName."""
    return _set_text(bot, "name", args)


def set_my_description(bot: Bot, args: Args) -> bool:
    """setMyDescription: what an empty chat shows."""
    return _set_text(bot, "description", args)


def set_my_short_description(bot: Bot, args: Args) -> bool:
    """setMyShortDescription."""
    return _set_text(bot, "short_description", args)


def get_my_name(bot: Bot, args: Args) -> Args:
    """getMyName."""
    return {"name": bot.text("name", _language(args)) or bot.user["first_name"]}


def get_my_description(bot: Bot, args: Args) -> Args:
    """getMyDescription."""
    return {"description": bot.text("description", _language(args))}


def get_my_short_description(bot: Bot, args: Args) -> Args:
    """getMyShortDescription."""
    return {"short_description": bot.text("short_description", _language(args))}


def set_chat_menu_button(bot: Bot, args: Args) -> bool:
    """setChatMenuButton of one chat, or of all that have none of their own."""
    button = args.get("menu_button") or {"type": "default"}
    if "chat_id" not in args:
        bot.menu_button = button
    else:
        _chat(bot, args).menu_button = None if button["type"] == "default" else button
    return True


def get_chat_menu_button(bot: Bot, args: Args) -> Args:
    """getChatMenuButton."""
    own = _chat(bot, args).menu_button if "chat_id" in args else None
    return own or bot.menu_button


def _chat(bot: Bot, args: Args) -> Chat:
    if args["chat_id"] not in bot.chats:
        raise bad("chat not found")
    return bot.chats[args["chat_id"]]
