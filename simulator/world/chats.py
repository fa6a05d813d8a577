"""A chat as a phone shows it: messages, the keyboard below them, and what the bot did since the person last acted."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from simulator.world.entities import to_html
from simulator.world.media import File

MEDIA = ("photo", "document", "voice", "audio")


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: `data` is what a tap sends back, `url` what it opens."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the reply keyboard; `kind` is text, contact or location."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The reply keyboard on the screen."""

    rows: tuple[tuple[Key, ...], ...]
    one_time: bool = False
    resize: bool = False
    persistent: bool = False

    def __iter__(self) -> Iterator[Key]:
        """All keys, row by row."""
        return (key for row in self.rows for key in row)


@dataclass(frozen=True, slots=True)
class Toast:
    """What answerCallbackQuery showed; `alert`: as a window that has to be closed."""

    text: str
    alert: bool


@dataclass(frozen=True)
class Shown:
    """One message on the screen. `text` is plain (of media: the caption), `html` the same with its marks."""

    api: dict[str, Any]
    mine: bool
    file: File | None = None

    @property
    def replied(self) -> dict[str, Any]:
        """As a message that replies to it has it: without what it replied to itself."""
        return {name: value for name, value in self.api.items() if name != "reply_to_message"}

    @property
    def id(self) -> int:
        return int(self.api["message_id"])

    @property
    def text(self) -> str:
        return str(self.api.get("text", self.api.get("caption", "")))

    @cached_property
    def html(self) -> str:
        return to_html(self.text, self.entities)

    @property
    def entities(self) -> list[dict[str, Any]]:
        return list(self.api.get("entities", self.api.get("caption_entities", ())))

    @cached_property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        rows = self.api.get("reply_markup", {}).get("inline_keyboard", [])
        return tuple(tuple(Button(b["text"], b.get("callback_data"), b.get("url")) for b in row) for row in rows)

    @property
    def kind(self) -> str:
        """text, photo, document, voice, audio, contact, location or service."""
        known = (*MEDIA, "contact", "location", "text")
        return next((kind for kind in known if kind in self.api), "service")

    @property
    def photo(self) -> File | None:
        return self.file if self.kind == "photo" else None

    @property
    def document(self) -> File | None:
        return self.file if self.kind == "document" else None

    @property
    def voice(self) -> File | None:
        return self.file if self.kind == "voice" else None

    @property
    def audio(self) -> File | None:
        return self.file if self.kind == "audio" else None

    @property
    def contact(self) -> dict[str, Any] | None:
        return self.api.get("contact")

    @property
    def location(self) -> dict[str, Any] | None:
        return self.api.get("location")

    @property
    def edited(self) -> bool:
        return "edit_date" in self.api

    @property
    def time(self) -> datetime:
        """When it was sent, by the simulator's clock, UTC."""
        return datetime.fromtimestamp(self.api["date"], UTC)

    def __str__(self) -> str:
        """As one would write it down: `> ` before one's own words, [buttons] after the bot's."""
        what = self.text if self.kind == "text" else f"({self.kind}) {self.text}".rstrip()
        rows = "".join("\n  " + " ".join(f"[{button.text}]" for button in row) for row in self.buttons)
        return ("> " if self.mine else "") + what + rows


@dataclass(eq=False)
class Chat:
    """One chat of one bot. `about` is the API's Chat object."""

    about: dict[str, Any]
    tell: Callable[..., None]  # (chat, kind of event, details)
    started: bool = False  # the person wrote first, so the bot may write
    blocked: bool = False
    messages: dict[int, Shown] = field(default_factory=dict)
    keyboard: Keyboard | None = None
    placeholder: str = ""
    toasts: list[Toast] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)  # ids of what the bot sent or edited since the last act
    menu_button: dict[str, Any] | None = None
    moved_to: int = 0  # the supergroup that this group has become
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> int:
        return int(self.about["id"])

    @property
    def is_group(self) -> bool:
        return bool(self.about["type"] != "private")

    def show(self, message: Shown) -> None:
        """Puts a message on the screen, new or in the place of its older self."""
        self.messages[message.id] = message
        if not message.mine:
            self.heard.append(message.id)
        self.changed()

    def remove(self, message_id: int) -> None:
        """A message was deleted."""
        del self.messages[message_id]
        self.changed()

    def toast(self, toast: Toast) -> None:
        """Shows the answer to a tap."""
        self.toasts.append(toast)
        self.changed("toast", text=toast.text, alert=toast.alert)

    def act(self) -> None:
        """The person did something: what the bot does from now on is the answer to that."""
        self.heard.clear()

    def changed(self, kind: str = "changed", **detail: Any) -> None:
        """Wakes whoever watches the screen."""
        self._news.set()
        self.tell(self, kind, **detail)

    async def news(self) -> None:
        """Waits until the screen changes again."""
        if self._news.is_set():
            self._news = asyncio.Event()
        await self._news.wait()
