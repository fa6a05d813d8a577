"""The methods that change or delete what is already on a phone."""

from datetime import timedelta
from typing import Any

from simulator.bot_api.errors import ApiError, bad
from simulator.bot_api.sending import Args, caption, chat_of, message_text, refuse_unsimulated
from simulator.world import markup
from simulator.world.bots import Bot
from simulator.world.chats import MEDIA, Chat, Shown

_DELETABLE = timedelta(hours=48)  # https://core.telegram.org/bots/api#deletemessage
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _target(bot: Bot, args: Args) -> tuple[Chat, Shown]:
    refuse_unsimulated(args)
    markup.check(args.get("reply_markup"))
    if "chat_id" not in args:
        raise bad("chat_id is empty")
    if "message_id" not in args:
        raise bad("message identifier is not specified")
    chat = chat_of(bot, args)
    message = chat.messages.get(args["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if message.mine:
        raise bad("message can't be edited")
    return chat, message


def _replace(bot: Bot, method: str, chat: Chat, old: Shown, content: Args) -> Args:
    """Puts the new content in place of the old; a Message is made anew, so that older updates keep theirs."""
    if all(content.get(name) == old.api.get(name) for name in content.keys() | old.api.keys() - {"edit_date"}):
        raise bad(_SAME)
    bot.limits.admit(chat.id)
    message = {**content, "edit_date": bot.now()}
    bot.record(method, chat, message)
    chat.show(Shown(message, mine=False, file=old.file))
    return message


def _without(message: Shown, *names: str) -> Args:
    return {name: value for name, value in message.api.items() if name not in (*names, "edit_date")}


def edit_message_text(bot: Bot, args: Args) -> Args:
    """editMessageText; without reply_markup the buttons go away."""
    chat, old = _target(bot, args)
    text = message_text(args)
    if old.kind != "text":
        raise bad("there is no text in the message to edit")
    kept = _without(old, "text", "entities", "reply_markup")
    return _replace(bot, "editMessageText", chat, old, {**kept, **text, **markup.inline(args.get("reply_markup"))})


def edit_message_caption(bot: Bot, args: Args) -> Args:
    """editMessageCaption; without reply_markup the buttons go away."""
    chat, old = _target(bot, args)
    words = caption(args)
    if old.kind not in MEDIA:
        raise bad("there is no caption in the message to edit")
    kept = _without(old, "caption", "caption_entities", "reply_markup")
    return _replace(bot, "editMessageCaption", chat, old, {**kept, **words, **markup.inline(args.get("reply_markup"))})


def edit_message_reply_markup(bot: Bot, args: Args) -> Args:
    """editMessageReplyMarkup."""
    chat, old = _target(bot, args)
    kept = _without(old, "reply_markup")
    return _replace(bot, "editMessageReplyMarkup", chat, old, {**kept, **markup.inline(args.get("reply_markup"))})


def delete_message(bot: Bot, args: Args) -> bool:
    """deleteMessage: within 48 hours, any message of a private chat, in a group the bot's own."""
    chat = chat_of(bot, args)
    message = chat.messages.get(args["message_id"])
    if message is None:
        raise bad("message to delete not found")
    if bot.world.now() - message.time > _DELETABLE or (chat.is_group and message.mine):
        raise bad("message can't be deleted for everyone")
    chat.remove(message.id)
    return True


def get_chat(bot: Bot, args: Args) -> dict[str, Any]:
    """getChat: the chat with what a ChatFullInfo must have."""
    chat = bot.chats.get(args["chat_id"])
    if chat is None or not chat.started:
        raise bad("chat not found")
    return {
        **chat.about,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def get_file(bot: Bot, args: Args) -> dict[str, Any]:
    """getFile: up to 20 MB."""
    try:
        file = bot.files.known(args["file_id"])
    except ApiError:
        raise bad("invalid file_id") from None
    if len(file.data) > 20 * 2**20:
        raise bad("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }
