"""What Telegram knows of one bot: its chats, messages, files, taps, commands and names."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from simulator.bot_api.errors import bad
from simulator.bot_api.limits import Limits
from simulator.bot_api.updates import Updates
from simulator.world.chats import Chat, Shown
from simulator.world.media import File, Files

QUERY_LIFE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that reached a phone; `at` is time.monotonic()."""

    token: str
    chat: int
    method: str
    payload: dict[str, Any]
    message_id: int
    at: float


@dataclass(frozen=True, slots=True)
class Query:
    """A tap that waits for its answer."""

    id: str
    chat: Chat
    since: datetime


@dataclass
class World:
    """What all bots share: the clock, the record of what was sent, and who watches."""

    now: Callable[[], datetime]
    sent: list[Sent] = field(default_factory=list)
    watchers: list[Callable[[Chat, str, dict[str, Any]], None]] = field(default_factory=list)

    def tell(self, chat: Chat, kind: str, **detail: Any) -> None:
        """Lets the page know that something happened in a chat."""
        for watcher in self.watchers:
            watcher(chat, kind, detail)


class Bot:
    """One bot; `token` is <id>:<secret>, as BotFather gives it."""

    def __init__(self, token: str, world: World) -> None:
        head, _, secret = token.partition(":")
        if not head.isdecimal() or not secret:
            raise ValueError(f"A token is <number>:<secret>, not {token!r}")
        self.token = token
        self.id = int(head)
        self.world = world
        self.username = f"simulator_{head}_bot"
        self.limits = Limits()
        self.updates = Updates(world.now)
        self.files = Files()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}  # (scope, language) → commands
        self.texts: dict[tuple[str, str], str] = {}  # (name|description|short_description, language) → text
        self.menu_button: dict[str, Any] = {"type": "commands"}
        self._last_message = 0

    @property
    def user(self) -> dict[str, Any]:
        """The bot as a User."""
        name = self.text("name", "") or "Simulated bot"
        return {"id": self.id, "is_bot": True, "first_name": name, "username": self.username}

    def text(self, what: str, language: str) -> str:
        """The bot's name or description in a language, else in general."""
        return self.texts.get((what, language)) or self.texts.get((what, ""), "")

    def now(self) -> int:
        """The simulator's time as the API gives it."""
        return int(self.world.now().timestamp())

    def meet(self, about: dict[str, Any]) -> Chat:
        """The chat of this Chat object, made when it is new."""
        chat = self.chats.get(about["id"])
        if chat is None:
            chat = self.chats[about["id"]] = Chat(about, self.world.tell)
        return chat

    def number_from(self, number: int) -> None:
        """The next message has this number, if none has had a greater one."""
        self._last_message = max(self._last_message, number - 1)

    def message(self, chat: Chat, sender: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        """A new Message with the next id."""
        self._last_message += 1
        return {
            "message_id": self._last_message,
            "from": sender,
            "chat": chat.about,
            "date": self.now(),
            **content,
        }

    def say(self, chat: Chat, method: str, content: dict[str, Any], file: File | None) -> dict[str, Any]:
        """A message of the bot arrives on the phone."""
        message = self.message(chat, self.user, content)
        self.record(method, chat, message)
        chat.show(Shown(message, mine=False, file=file))
        return message

    def record(self, method: str, chat: Chat, message: dict[str, Any]) -> None:
        """Notes what reached a phone and when."""
        self.world.sent.append(Sent(self.token, chat.id, method, message, message["message_id"], time.monotonic()))

    def hear(self, chat: Chat, sender: dict[str, Any], content: dict[str, Any], file: File | None = None) -> Shown:
        """A person's message appears in the chat; the caller tells the bot, or not."""
        shown = Shown(self.message(chat, sender, content), mine=True, file=file)
        chat.started = True
        chat.act()
        chat.show(shown)
        return shown

    def ask(self, chat: Chat, sender: dict[str, Any], message: Shown, data: str) -> str:
        """A tap on an inline button; the id of its callback query."""
        query = Query(str(random.getrandbits(62)), chat, self.world.now())
        self.queries[query.id] = query
        chat.act()
        content = {"id": query.id, "from": sender, "message": message.api, "chat_instance": str(chat.id), "data": data}
        self.updates.add("callback_query", content)
        return query.id

    def answered(self, query_id: str) -> Query:
        """Takes the tap that is answered now; 400 when it is too old, was answered, or never was."""
        query = self.queries.pop(query_id, None)
        if query is None or self.world.now() - query.since > QUERY_LIFE:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        return query

    def member_changed(self, chat: Chat, by: dict[str, Any], old: str, new: str) -> None:
        """The bot was blocked, unblocked, added to a group or removed: a my_chat_member update."""
        self.updates.add(
            "my_chat_member",
            {
                "chat": chat.about,
                "from": by,
                "date": self.now(),
                "old_chat_member": self._member(old),
                "new_chat_member": self._member(new),
            },
        )

    def _member(self, status: str) -> dict[str, Any]:
        return {"user": self.user, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    def refresh(self) -> None:
        """Something about the bot itself changed: every phone draws anew."""
        for chat in self.chats.values():
            chat.changed()

    def push(self, raw: dict[str, Any]) -> int:
        """An update made by a test, of any kind; whoever writes in it can be written to."""
        for content in raw.values():
            if isinstance(content, dict):
                chat = content.get("chat") or content.get("message", {}).get("chat")
                if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                    self.meet(chat).started = True
        return self.updates.push(raw)
