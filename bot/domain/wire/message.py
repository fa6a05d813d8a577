"""A message as data: what is said, to whom, with which buttons and file. How that travels, `bot_api.py` alone knows."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.wire.button_data import Meaning
from bot.i18n import BLANK, Html, Text

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_DATA = 64
TAG = re.compile(r"<[^>]*>")


class TooLong(ValueError):
    """A message or a button's data is longer than it may be: the conversation's fault, found before it is sent."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says, and what it means when it is tapped (in 64 bytes at most)."""

    text: Text | str
    meaning: Meaning


Rows = Sequence[Sequence[Button]]


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


# The keyboard that was there goes away.
NO_KEYS = Keys(rows=())


class FileKind(StrEnum):
    """How a file is shown."""

    PICTURE = "picture"
    VOICE = "voice"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class File:
    """A file that a message carries. `wanted` says what it is, and its bytes are made when it is sent; a string is the
    id of a file that this bot has seen.
    """

    kind: FileKind
    wanted: Mapping[str, Any] | str


@dataclass(frozen=True, slots=True)
class Message:
    """What is said. With a file, the text stands under it.

    `in_place_of`: the number of an earlier message of ours that it takes the place of; `under`: of one whose file stays
    as it is, and only what stands under it becomes this; `buttons_of`: of one of which all stays but the buttons.
    `only_there`: where what is to change is gone, this is not said at all.
    """

    text: Text | Html = BLANK
    buttons: Rows = ()
    keys: Keys | None = None
    file: File | None = None
    in_place_of: int | None = None
    under: int | None = None
    buttons_of: int | None = None
    only_there: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for: the chat, the language, and who of those who use the phone; no `person`: somebody not
    registered, or whoever reads it. `called`: how she is named first, where others use the phone too (`shared`).
    """

    bot: int
    chat: int
    language: str
    person: int | None = None
    called: str | None = None
    shared: bool = False


def visible(marked: Html) -> str:
    """The words of a text, without its tags."""
    return html.unescape(TAG.sub("", marked))


def visible_length(marked: Html) -> int:
    """The count of a text that limits go by: UTF-16 units after the tags are gone."""
    return len(visible(marked).encode("utf-16-le")) // 2


def check_length(marked: Html, limit: int = LONGEST_TEXT) -> Html:
    """The text itself when it is not too long; raises TooLong."""
    # a unit in UTF-16 is never more than a character twice: the count is needed near the limit only
    if len(marked) * 2 > limit and visible_length(marked) > limit:
        raise TooLong(f"A message is longer than {limit} characters.")
    return marked
