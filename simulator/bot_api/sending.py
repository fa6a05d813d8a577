"""The methods that put something new on a phone: texts, photos, files, voice notes, places, contacts."""

from typing import Any

from simulator.bot_api.errors import bad, forbidden, moved, not_simulated
from simulator.world import markup
from simulator.world.bots import Bot
from simulator.world.chats import Chat, Toast
from simulator.world.entities import parse, units
from simulator.world.media import File

Args = dict[str, Any]
TEXT_UNITS = 4096
CAPTION_UNITS = 1024
_TOAST_UNITS = 200
_ENTITIES = 100
_NOT_HERE = (
    "business_connection_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "suggested_post_parameters",
    "inline_message_id",
    "rich_message",
    "allow_paid_broadcast",
    "live_period",
)
_ACTIONS = frozenset(
    (
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    )
)


def refuse_unsimulated(args: Args) -> None:
    """Says so when a parameter would change the meaning in a way that the simulator does not know."""
    for name in _NOT_HERE:
        if args.get(name):
            raise not_simulated(f'parameter "{name}"')


def chat_of(bot: Bot, args: Args) -> Chat:
    """The chat that the bot may write to; 400 when it knows none, 403 when the person blocked it."""
    chat = bot.chats.get(args["chat_id"])
    if chat is None or not chat.started:
        raise bad("chat not found")
    if chat.moved_to:
        raise moved(chat.moved_to)
    if chat.blocked:
        raise forbidden("bot was kicked from the group chat" if chat.is_group else "bot was blocked by the user")
    return chat


def text_of(args: Args, name: str, longest: int, too_long: str) -> Args:
    """Text or caption with its entities as parts of a Message; counted after the entities are parsed."""
    entities = args.get("entities" if name == "text" else "caption_entities")
    text, found = parse(args.get(name, ""), args.get("parse_mode", ""), entities)
    if units(text) > longest:
        raise bad(too_long)
    content: Args = {name: text} if text else {}
    if found:
        content["entities" if name == "text" else "caption_entities"] = found[:_ENTITIES]
    return content


def message_text(args: Args) -> Args:
    """The text of a text message; 400 when it is empty or too long."""
    content = text_of(args, "text", TEXT_UNITS, "message is too long")
    if "text" not in content:
        raise bad("message text is empty" if not args.get("text", "").strip() else "text must be non-empty")
    return content


def caption(args: Args) -> Args:
    """The caption of a file, which may be empty; 400 when it is too long."""
    return text_of(args, "caption", CAPTION_UNITS, "message caption is too long")


def _reply(chat: Chat, args: Args) -> Args:
    wanted = args.get("reply_parameters")
    if not wanted:
        return {}
    message = chat.messages.get(wanted["message_id"])
    if message is None and not wanted.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return {"reply_to_message": message.replied} if message else {}


def _send(bot: Bot, method: str, args: Args, content: Args, file: File | None = None) -> Args:
    refuse_unsimulated(args)
    keyboard = args.get("reply_markup")
    markup.check(keyboard)
    chat = chat_of(bot, args)
    replied = _reply(chat, args)
    bot.limits.admit(chat.id)
    markup.put(chat, keyboard)
    return bot.say(chat, method, {**content, **replied, **markup.inline(keyboard)}, file)


def send_message(bot: Bot, args: Args) -> Args:
    """sendMessage."""
    return _send(bot, "sendMessage", args, message_text(args))


def _send_file(bot: Bot, method: str, kind: str, args: Args) -> Args:
    words = caption(args)
    chat_of(bot, args)
    file = bot.files.sent(kind, args[kind], args.get("duration", 0))
    return _send(bot, method, args, {kind: file.api(), **words}, file)


def send_photo(bot: Bot, args: Args) -> Args:
    """sendPhoto."""
    return _send_file(bot, "sendPhoto", "photo", args)


def send_document(bot: Bot, args: Args) -> Args:
    """sendDocument."""
    return _send_file(bot, "sendDocument", "document", args)


def send_voice(bot: Bot, args: Args) -> Args:
    """sendVoice."""
    return _send_file(bot, "sendVoice", "voice", args)


def send_audio(bot: Bot, args: Args) -> Args:
    """sendAudio."""
    return _send_file(bot, "sendAudio", "audio", args)


def send_location(bot: Bot, args: Args) -> Args:
    """sendLocation; degrees."""
    if not (-90 <= args["latitude"] <= 90 and -180 <= args["longitude"] <= 180):
        raise bad("wrong location specified")
    return _send(bot, "sendLocation", args, {"location": {k: args[k] for k in ("latitude", "longitude")}})


def send_contact(bot: Bot, args: Args) -> Args:
    """sendContact."""
    if not args["phone_number"] or not args["first_name"]:
        raise bad("phone number and first name must be non-empty")
    contact = {k: args[k] for k in ("phone_number", "first_name", "last_name", "vcard") if args.get(k)}
    return _send(bot, "sendContact", args, {"contact": contact})


def send_chat_action(bot: Bot, args: Args) -> bool:
    """sendChatAction: seen on the phone, kept nowhere."""
    refuse_unsimulated(args)
    if args["action"] not in _ACTIONS:
        raise bad("wrong parameter action in request")
    chat_of(bot, args).changed("typing", action=args["action"])
    return True


def answer_callback_query(bot: Bot, args: Args) -> bool:
    """answerCallbackQuery: once for a tap, within 15 minutes."""
    if units(args.get("text", "")) > _TOAST_UNITS:
        raise bad("MESSAGE_TOO_LONG")
    if args.get("url"):
        raise not_simulated("answering a tap with a URL")
    query = bot.answered(args["callback_query_id"])
    if args.get("text"):
        query.chat.toast(Toast(args["text"], args.get("show_alert", False)))
    return True
