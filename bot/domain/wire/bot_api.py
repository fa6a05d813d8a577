"""Messages as Telegram's Bot API wants them: the one file that knows its methods and fields by name.

What the outbox keeps is this, and no message as data: a row has to be what is sent, word for word, also after the bot
has become a newer one, or her language another.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.button_owner import marked
from bot.domain.wire.message import (
    LONGEST_CAPTION,
    LONGEST_DATA,
    FileKind,
    Keys,
    Message,
    Recipient,
    Rows,
    TooLong,
    check_length,
)
from bot.domain.wire.outgoing import Lane, Outgoing
from bot.i18n import Catalogues, Html, Text

Fields = Mapping[str, Any]

NEW, EDIT, EDIT_CAPTION, DELETE = "sendMessage", "editMessageText", "editMessageCaption", "deleteMessage"
EDIT_BUTTONS = "editMessageReplyMarkup"
LIST, UNLIST = "setMyCommands", "deleteMyCommands"
# Of a list of commands: where it is shown.
SCOPE = "scope"
FILES = {
    FileKind.PICTURE: ("sendPhoto", "photo"),
    FileKind.VOICE: ("sendVoice", "voice"),
    FileKind.DOCUMENT: ("sendDocument", "document"),
}
# In the place of a file that is not there yet: what to make of which field when the message is sent.
ATTACH = "attach"
# Of a change: it is not said as a new message where the old one is gone.
ONLY_THERE = "only_there"
# What a button brings back when it is tapped: no word that anybody reads.
BROUGHT_BACK = "callback_data"


def outgoing(
    catalogues: Catalogues, to: Recipient, message: Message, lane: Lane = Lane.REPLY, dedupe: str | None = None
) -> Outgoing:
    """A message in its recipient's language, ready for the outbox; raises TooLong."""
    return Outgoing(to.bot, to.chat, lane, *_packed(catalogues, to, message), dedupe, to.person)


def removal(to: Recipient, message_id: int, lane: Lane = Lane.REPLY, dedupe: str | None = None) -> Outgoing:
    """A message goes off the screen."""
    fields = {"chat_id": to.chat, "message_id": message_id}
    return Outgoing(to.bot, to.chat, lane, DELETE, fields, dedupe, to.person)


def commands(catalogues: Catalogues, to: Recipient, listed: Mapping[str, str]) -> Outgoing:
    """The list of commands of this chat alone, in its language: by name, in their order, each with what it does."""
    told = [{"command": name, "description": catalogues.text(what, to.language)} for name, what in listed.items()]
    return Outgoing(to.bot, to.chat, Lane.REPLY, LIST, {"commands": told, **_scope(to)}, person=to.person)


def usual_commands(to: Recipient) -> Outgoing:
    """The chat has no list of its own any more."""
    return Outgoing(to.bot, to.chat, Lane.REPLY, UNLIST, _scope(to), person=to.person)


def _scope(to: Recipient) -> Fields:
    return {SCOPE: {"type": "chat", "chat_id": to.chat}}


def _packed(catalogues: Catalogues, to: Recipient, message: Message) -> tuple[str, Fields]:
    if message.buttons_of is not None:
        rows = _markup(catalogues, to, message.buttons, None) or {"inline_keyboard": []}
        return EDIT_BUTTONS, {"chat_id": to.chat, "message_id": message.buttons_of, "reply_markup": rows}
    text = message.text if isinstance(message.text, Html) else catalogues.html(message.text, to.language)
    if to.called:
        text = Html.of("👤 {}\n{}", to.called, text)
    fields: dict[str, Any] = {"chat_id": to.chat}
    if message.under is not None:
        method = EDIT_CAPTION
        fields |= {"message_id": message.under, **_caption(text)}
    elif message.file is not None:
        method, name = FILES[message.file.kind]
        wanted = message.file.wanted
        fields |= {name: wanted} if isinstance(wanted, str) else {ATTACH: {name: dict(wanted)}}
        if text:
            fields |= _caption(text)
    else:
        method = NEW
        fields |= {"text": check_length(text), "parse_mode": "HTML"}
        if message.in_place_of is not None:
            method, fields["message_id"] = EDIT, message.in_place_of
            fields |= {ONLY_THERE: True} if message.only_there else {}
    markup = _markup(catalogues, to, message.buttons, message.keys)
    # without any, the buttons that were there go with what they stood under
    if markup or message.in_place_of is not None:
        fields["reply_markup"] = markup or {"inline_keyboard": []}
    return method, fields


def _caption(text: Html) -> Fields:
    return {"caption": check_length(text, LONGEST_CAPTION), "parse_mode": "HTML"}


def _markup(catalogues: Catalogues, to: Recipient, buttons: Rows, keys: Keys | None) -> Fields | None:
    if buttons:
        return {"inline_keyboard": [[_button(catalogues, to, one.text, one.meaning) for one in row] for row in buttons]}
    return None if keys is None else _keyboard(catalogues, to, keys)


def _button(catalogues: Catalogues, to: Recipient, text: Text | str, meaning: Meaning) -> Fields:
    whole = marked(str(meaning), to.person)
    if len(whole.encode()) > LONGEST_DATA:
        raise TooLong(f"A button's data is longer than {LONGEST_DATA} bytes: {meaning}")
    # what is a str is somebody's words
    label = text if isinstance(text, str) else catalogues.render(text, to.language)
    return {"text": label, BROUGHT_BACK: whole}


def _keyboard(catalogues: Catalogues, to: Recipient, keys: Keys) -> Fields:
    rows: list[list[dict[str, Any]]] = [
        [{"text": catalogues.text(key, to.language)} for key in row]
        for row in (*keys.rows, *([[keys.shared]] if keys.shared and to.shared else []))
    ]
    for key, what in ((keys.place, "request_location"), (keys.phone, "request_contact")):
        if key:
            rows.insert(0, [{"text": catalogues.text(key, to.language), what: True}])
    if not rows:
        return {"remove_keyboard": True}
    return {"keyboard": rows, "resize_keyboard": True, "is_persistent": not keys.once, "one_time_keyboard": keys.once}


# What was packed, read again


def buttons_in(fields: Fields) -> list[tuple[str, str]]:
    """The buttons of a message that was packed: what each says, and its data."""
    rows = fields.get("reply_markup", {}).get("inline_keyboard", ())
    return [(button["text"], button[BROUGHT_BACK]) for row in rows for button in row]


def addressed(fields: Fields, chat: int) -> dict[str, Any]:
    """What is sent, to this chat, without what is to be made first and what is for us alone."""
    kept = {name: value for name, value in fields.items() if name not in (ATTACH, ONLY_THERE)}
    if SCOPE in kept:
        return kept | {SCOPE: {**kept[SCOPE], "chat_id": chat}}
    return kept | {"chat_id": chat}


def number_of(result: object) -> int | None:
    """Telegram's number of a message that was sent; None: what it answered is none."""
    number = result.get("message_id") if isinstance(result, Mapping) else None
    return number if isinstance(number, int) else None


def changes_another(method: str) -> bool:
    """Whether a message takes the place of one that may be gone by now."""
    return method in (EDIT, EDIT_CAPTION)


def is_change(method: str) -> bool:
    """Whether it changes a message, or takes it away: done twice it is the same."""
    return method in (EDIT, EDIT_CAPTION, EDIT_BUTTONS, DELETE)


def as_new(fields: Fields) -> tuple[str, Fields]:
    """The same words as a new message: what they were to stand in, or under, is not there."""
    left_out = ("caption", "message_id", ATTACH, *(name for _, name in FILES.values()))
    kept = {name: value for name, value in fields.items() if name not in left_out}
    return NEW, {**kept, "text": fields.get("text") or fields["caption"]}


def answers_buttons(raw: Mapping[str, Any]) -> bool:
    """Whether an update is a reply to a message with something below it."""
    return "reply_markup" in (raw.get("message") or {}).get("reply_to_message", {})


def data_below(message: Any) -> Sequence[str]:
    """What stands on the buttons under a message that was read from an update."""
    rows = message.reply_markup.inline_keyboard if message is not None and message.reply_markup else ()
    return [str(one.callback_data) for row in rows for one in row if one.callback_data]
