"""A phone: one person in one bot's chat, who says, taps and sends things, and reads the screen."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.bot_api.check import Upload
from simulator.bot_api.profile import commands_for
from simulator.bot_api.sending import TEXT_UNITS
from simulator.world.bots import Bot
from simulator.world.chats import Button, Chat, Keyboard, Shown, Toast
from simulator.world.entities import parse
from simulator.world.media import PNG, File


class NotOnScreen(LookupError):
    """The person cannot do that: there is no such button, key or message, or the chat is blocked."""


# Mobile numbers by language, each with room for so many digits that tell phones apart.
_NUMBERS = {"th": ("668", 8), "ne": ("977984", 7), "ny": ("26599", 7)}
_ELSEWHERE = ("12015550", 3)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose phone it is; `role` is a label for the page and `hint` one thing to try there, Telegram knows nothing of
    them.
    """

    id: int
    name: str
    language: str = "en"
    role: str = "producer"
    hint: str = ""

    @property
    def number(self) -> str:
        """The phone number, without a plus, as most Telegram clients send it."""
        start, digits = _NUMBERS.get(self.language[:2], _ELSEWHERE)
        return f"{start}{self.id % 10**digits:0{digits}}"

    def user(self) -> dict[str, Any]:
        """The API's User."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


def _parts(text: str) -> list[str]:
    """The text in pieces of at most 4,096 characters, where Telegram's apps cut it."""
    return [text[at : at + TEXT_UNITS] for at in range(0, len(text), TEXT_UNITS)] or [""]


class Phone:
    """One person's chat with one bot. What the person does reaches the bot as updates, as Telegram makes them."""

    def __init__(self, bot: Bot, owner: Owner) -> None:
        self.bot = bot
        self.owner = owner
        self.chat: Chat = bot.meet({"id": owner.id, "type": "private", "first_name": owner.name})

    @property
    def id(self) -> int:
        """The user's id, which is the chat's id too."""
        return self.owner.id

    # What the screen shows

    @property
    def screen(self) -> list[Shown]:
        """All messages as they are now, oldest first."""
        return list(self.chat.messages.values())

    @property
    def heard(self) -> list[Shown]:
        """What the bot sent or edited since the person last did something, each once, as it is now."""
        return [self.chat.messages[id] for id in dict.fromkeys(self.chat.heard) if id in self.chat.messages]

    @property
    def last(self) -> Shown:
        """The newest message."""
        if not self.chat.messages:
            raise NotOnScreen("The screen is empty.")
        return next(reversed(self.chat.messages.values()))

    @property
    def keyboard(self) -> Keyboard | None:
        """The reply keyboard."""
        return self.chat.keyboard

    @property
    def toasts(self) -> list[Toast]:
        """All that answers to taps showed."""
        return self.chat.toasts

    @property
    def unanswered(self) -> list[str]:
        """Ids of taps that the bot has not answered: buttons that still spin."""
        return [query.id for query in self.bot.queries.values() if query.chat is self.chat]

    @property
    def commands(self) -> list[dict[str, str]]:
        """The bot's commands as this person's Telegram lists them."""
        return commands_for(self.bot, self.chat, self.owner.language[:2])

    @property
    def blocked(self) -> bool:
        """Did the person block the bot?"""
        return self.chat.blocked

    async def until(self, what: "int | str | Callable[[Phone], object]" = 1, timeout: float = 60) -> list[Shown]:
        """Waits for so many things from the bot since the last act, for a text in one of them, or for a condition.

        Sent messages and edits count. Returns `heard`; raises TimeoutError with the screen when `timeout` seconds pass.
        """
        try:
            async with asyncio.timeout(timeout):
                while not self._reached(what):
                    await self.chat.news()
        except TimeoutError:
            screen = "\n".join(str(message) for message in self.screen[-12:])
            raise TimeoutError(f"{self.owner.name} waited {timeout} s for {what!r}. On the screen:\n{screen}") from None
        return self.heard

    def _reached(self, what: "int | str | Callable[[Phone], object]") -> bool:
        if isinstance(what, int):
            return len(self.chat.heard) >= what
        if isinstance(what, str):
            return any(what in message.text for message in self.heard)
        return bool(what(self))

    # What the person does

    async def say(self, text: str, *, reply_to: int | None = None) -> int:
        """Types a text or a command; the message's id. A text too long for one message goes as several; the first of
        them replies to a message.
        """
        first, *others = _parts(text)
        number = self._say(first, reply_to)
        for part in others:
            number = self._say(part)
        return number

    def _say(self, text: str, reply_to: int | None = None) -> int:
        text, entities = parse(text, "", None)
        if not text:
            raise NotOnScreen("There is nothing to send.")
        replied = {} if reply_to is None else {"reply_to_message": self.chat.messages[reply_to].replied}
        return self._send({"text": text, **({"entities": entities} if entities else {}), **replied})

    async def start(self, payload: str = "") -> int:
        """Opens the bot by its link and presses Start; lifts a block first, as Telegram does."""
        if self.chat.blocked:
            await self.unblock()
        return await self.say(f"/start {payload}".strip())

    async def tap(self, label: str, message_id: int | None = None) -> str | int | None:
        """Taps a button by its label or data (the newest that has it), else a key of the reply keyboard.

        A part of the label will do when no label is exactly that. Returns the callback query's id, the id of the
        message that a key sent, or None for a button that only opens a link.
        """
        self._awake()
        found = self._button(label, message_id)
        if found is None:
            return await self._press(label)
        message, button = found
        if button.data is None:
            return None
        return self.bot.ask(self.chat, self.owner.user(), message, button.data)

    def _button(self, label: str, message_id: int | None) -> tuple[Shown, Button] | None:
        shown = [
            (message, button)
            for message in reversed(self.screen)
            if message_id in (None, message.id)
            for row in message.buttons
            for button in row
        ]
        exact = (pair for pair in shown if label in (pair[1].text, pair[1].data))
        partial = (pair for pair in shown if label in pair[1].text)
        return next(exact, None) or next(partial, None)

    async def _press(self, label: str) -> int:
        keys = list(self.keyboard) if self.keyboard else []
        key = next((k for k in keys if k.text == label), None) or next((k for k in keys if label in k.text), None)
        if key is None or self.keyboard is None:
            raise NotOnScreen(f"No button or key {label!r} on {self.owner.name}'s screen.")
        if self.keyboard.one_time:
            self.chat.keyboard = None
        if key.kind == "contact":
            return await self.contact()
        if key.kind == "location":
            return await self.location()
        return await self.say(key.text)

    async def contact(self, number: str = "", *, name: str = "", user_id: int | None = None) -> int:
        """Shares the own contact, or with `name` somebody else's, with or without an account."""
        about: dict[str, Any] = {"phone_number": number or self.owner.number, "first_name": name or self.owner.name}
        who = user_id if name else self.owner.id
        return self._send({"contact": about | ({"user_id": who} if who else {})})

    async def location(self, lat: float = 13.75, lon: float = 100.5) -> int:
        """Sends a place, in degrees."""
        return self._send({"location": {"latitude": lat, "longitude": lon}})

    async def photo(self, data: bytes = PNG, *, caption: str = "", album: str = "") -> int:
        """Sends a picture; those with the same `album` come as one album."""
        file = self.bot.files.take("photo", Upload("photo.jpg", "image/jpeg", data))
        return self._send(self._captioned("photo", file, caption) | ({"media_group_id": album} if album else {}), file)

    async def voice(self, data: bytes = b"OggS", *, seconds: int = 3) -> int:
        """Sends a voice note."""
        file = self.bot.files.take("voice", Upload("voice.ogg", "audio/ogg", data), seconds)
        return self._send(self._captioned("voice", file, ""), file)

    async def document(self, data: bytes, name: str, *, mime: str = "", caption: str = "") -> int:
        """Sends a file."""
        file = self.bot.files.take("document", Upload(name, mime, data))
        return self._send(self._captioned("document", file, caption), file)

    async def edit(self, message_id: int, text: str) -> None:
        """Changes the words of an own message."""
        self._awake()
        old = self.chat.messages.get(message_id)
        if old is None or not old.mine:
            raise NotOnScreen(f"No own message {message_id} on {self.owner.name}'s screen.")
        text, entities = parse(text, "", None)
        field = "text" if old.kind == "text" else "caption"
        kept = {k: v for k, v in old.api.items() if k not in ("entities", "caption_entities")}
        marks = {"entities" if field == "text" else "caption_entities": entities} if entities else {}
        message = {**kept, field: text, **marks, "edit_date": self.bot.now()}
        self.chat.act()
        self.chat.show(Shown(message, mine=True, file=old.file))
        self.bot.updates.add("edited_message", message)

    async def block(self) -> None:
        """Stops and blocks the bot."""
        self._membership(blocked=True)

    async def unblock(self) -> None:
        """Lets the bot write again."""
        self._membership(blocked=False)

    def mark(self) -> None:
        """Counts anew what the bot does from now on, without doing anything."""
        self.chat.act()

    def _membership(self, *, blocked: bool) -> None:
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        self.chat.started = True
        self.chat.act()
        states = ("member", "kicked") if blocked else ("kicked", "member")
        self.bot.member_changed(self.chat, self.owner.user(), *states)
        self.chat.changed()

    def _captioned(self, kind: str, file: File, caption: str) -> dict[str, Any]:
        return {kind: file.api()} | ({"caption": caption} if caption else {})

    def _send(self, content: dict[str, Any], file: File | None = None) -> int:
        self._awake()
        message = self.bot.hear(self.chat, self.owner.user(), content, file)
        self.bot.updates.add("message", message.api)
        return message.id

    def _awake(self) -> None:
        if self.chat.blocked:
            raise NotOnScreen(f"{self.owner.name} blocked the bot; unblock it first.")
