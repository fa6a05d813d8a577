"""Messages as the Bot API wants them, with the limits that it keeps and PTB does not check."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.wire.outgoing import html_text
from bot.i18n import Html, Text, is_against, is_question
from bot.i18n.reading.common_words import bare, plain

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_DATA = 64
TAG = re.compile(r"<[^>]*>")


class TooLong(ValueError):
    """A message or a button's data is longer than Telegram takes: the conversation's fault, found before it is sent."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says, and what comes back when it is tapped (64 bytes at most)."""

    text: Text | str
    data: str


Rows = Sequence[Sequence[Button]]


def pressed(said: str, rows: Rows, label: Callable[[Button], str]) -> Button | None:
    """The button whose words were typed, with or without its picture; a question mark of hers makes it no answer."""
    return next((one for row in rows for one in row if is_label(label(one), said)), None)


def is_label(label: str, said: str) -> bool:
    """Whether what was said is what a button says, in any case, with or without its picture and polite words."""
    same = bare(label) in (bare(said), plain(said)) or plain(label) == plain(said)
    unsure = any(doubt(said) and not doubt(label) for doubt in (is_question, is_against))
    return same and bool(bare(label)) and not unsure


@dataclass(frozen=True, slots=True)
class Keys:
    """A keyboard in the place of the phone's own, of catalogue messages. `phone` and `place` share what they say.

    `shared`: a key that is there only on a phone that several people use.
    """

    rows: Sequence[Sequence[str]]
    phone: str | None = None
    place: str | None = None
    once: bool = False
    shared: str | None = None


def visible(marked: Html) -> str:
    """The words of a text, without its tags."""
    return html.unescape(TAG.sub("", marked))


def visible_length(marked: Html) -> int:
    """Telegram's count of a text in HTML mode: UTF-16 units after the tags are gone."""
    return len(visible(marked).encode("utf-16-le")) // 2


def check_length(marked: Html, limit: int = LONGEST_TEXT) -> Html:
    """The text itself when Telegram would take it; raises TooLong."""
    # a unit in UTF-16 is never more than a character twice: the count is needed near the limit only
    if len(marked) * 2 > limit and visible_length(marked) > limit:
        raise TooLong(f"A message is longer than {limit} characters.")
    return marked


def inline(rows: Sequence[Sequence[tuple[str, str]]]) -> dict[str, Any]:
    """Buttons under a message, from (text, data); raises TooLong."""
    for row in rows:
        for _, data in row:
            if len(data.encode()) > LONGEST_DATA:
                raise TooLong(f"A button's data is longer than {LONGEST_DATA} bytes: {data}")
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}


def keyboard(rows: Sequence[Sequence[str]], phone: str | None, place: str | None, once: bool) -> dict[str, Any]:
    """A keyboard in the place of the phone's own."""
    keys: list[list[dict[str, Any]]] = [[{"text": text} for text in row] for row in rows]
    if place:
        keys.insert(0, [{"text": place, "request_location": True}])
    if phone:
        keys.insert(0, [{"text": phone, "request_contact": True}])
    return {"keyboard": keys, "resize_keyboard": True, "is_persistent": not once, "one_time_keyboard": once}


def text_payload(
    chat: int, marked: Html, markup: dict[str, Any] | None, message_id: int | None = None
) -> dict[str, Any]:
    """The fields of sendMessage, or of editMessageText when there is a message to edit."""
    payload = html_text(chat, check_length(marked))
    if message_id is not None:
        payload["message_id"] = message_id
    if markup is not None:
        payload["reply_markup"] = markup
    return payload
