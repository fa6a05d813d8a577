"""Keyboards under messages: what Telegram refuses in them, and what the phone shows of them."""

from collections.abc import Iterator
from typing import Any

from simulator.bot_api.errors import bad
from simulator.world.chats import Chat, Key, Keyboard
from simulator.world.entities import units

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_BUTTONS = 100
_PLACEHOLDER = 64


def check(markup: dict[str, Any] | None) -> None:
    """Raises what Telegram raises for a keyboard that it does not take."""
    if markup is None:
        return
    rows = markup.get("inline_keyboard", markup.get("keyboard", []))
    if sum(len(row) for row in rows) > _BUTTONS * (3 if "keyboard" in markup else 1):
        raise bad("REPLY_MARKUP_TOO_LONG")
    for button in _each(rows):
        if not button["text"].strip():
            raise bad("can't parse keyboard button: Button text must be non-empty")
        if "inline_keyboard" in markup:
            _check_inline(button)
    if units(markup.get("input_field_placeholder", "")) > _PLACEHOLDER:
        raise bad("INPUT_FIELD_PLACEHOLDER_TOO_LONG")


def _each(rows: list[list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    return (button for row in rows for button in row)


def _check_inline(button: dict[str, Any]) -> None:
    actions = [action for action in _ACTIONS if action in button]
    if len(actions) != 1:
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
            if not actions
            else "can't parse inline keyboard button: exactly one action must be given"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not url.startswith(("http://", "https://", "tg://")):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")


def inline(markup: dict[str, Any] | None) -> dict[str, Any]:
    """The part of a Message that shows this markup: inline keyboards only, and only those with buttons."""
    if markup and any(markup.get("inline_keyboard", ())):
        return {"reply_markup": {"inline_keyboard": [row for row in markup["inline_keyboard"] if row]}}
    return {}


def put(chat: Chat, markup: dict[str, Any] | None) -> None:
    """Shows, replaces or takes away the reply keyboard of the chat."""
    if not markup or "inline_keyboard" in markup:
        return
    chat.placeholder = markup.get("input_field_placeholder", "")
    if "keyboard" in markup:
        chat.keyboard = Keyboard(
            tuple(tuple(_key(button) for button in row) for row in markup["keyboard"] if row),
            one_time=markup.get("one_time_keyboard", False),
            resize=markup.get("resize_keyboard", False),
            persistent=markup.get("is_persistent", False),
        )
    else:
        chat.keyboard = None


def _key(button: dict[str, Any]) -> Key:
    kind = "contact" if button.get("request_contact") else "location" if button.get("request_location") else "text"
    return Key(button["text"], kind)
