"""A group chat with the bot in it; the bot hears commands, mentions and replies only, as privacy mode has it."""

from typing import Any

from simulator.world.bots import Bot
from simulator.world.chats import Chat, Shown
from simulator.world.entities import parse
from simulator.world.phones import NotOnScreen, Phone

_SUPERGROUPS = 10**12  # their ids begin with -100


class Group:
    """A group; made by the phone that adds the bot (`Phone` of the same bot)."""

    def __init__(self, bot: Bot, group_id: int, title: str, *, kind: str = "group") -> None:
        self.bot = bot
        self.chat: Chat = bot.meet({"id": group_id, "type": kind, "title": title})

    @property
    def screen(self) -> list[Shown]:
        """All messages as they are now, oldest first."""
        return list(self.chat.messages.values())

    async def add_bot(self, by: Phone) -> None:
        """The person adds the bot: my_chat_member and the service message."""
        self.chat.blocked = False
        self._check(by)
        self.bot.member_changed(self.chat, by.owner.user(), "left", "member")
        self._told(by, {"new_chat_members": [self.bot.user]})

    async def remove_bot(self, by: Phone) -> None:
        """The person removes the bot."""
        self._check(by)
        self.chat.blocked = True
        self.bot.member_changed(self.chat, by.owner.user(), "member", "kicked")
        self.chat.changed()

    async def say(self, by: Phone, text: str, *, reply_to: int | None = None) -> int:
        """The person writes in the group; the message's id."""
        self._check(by)
        text, entities = parse(text, "", None)
        content: dict[str, Any] = {"text": text} | ({"entities": entities} if entities else {})
        replied = self.chat.messages[reply_to] if reply_to else None
        if replied:
            content["reply_to_message"] = replied.replied
        for_bot = any(e["type"] == "bot_command" for e in entities) or f"@{self.bot.username}" in text
        if for_bot or (replied and not replied.mine):
            return self._told(by, content)
        return self.bot.hear(self.chat, by.owner.user(), content).id

    async def upgrade(self, by: Phone) -> "Group":
        """The group becomes a supergroup with another id; the old chat takes no more messages."""
        self._check(by)
        new = Group(self.bot, self.chat.id - _SUPERGROUPS, self.chat.about["title"], kind="supergroup")
        self._told(by, {"migrate_to_chat_id": new.chat.id})
        self.chat.moved_to = new.chat.id
        new._told(by, {"migrate_from_chat_id": self.chat.id})
        return new

    def _told(self, by: Phone, content: dict[str, Any]) -> int:
        message = self.bot.hear(self.chat, by.owner.user(), content)
        self.bot.updates.add("message", message.api)
        return message.id

    def _check(self, by: Phone) -> None:
        if by.bot is not self.bot:
            raise NotOnScreen("This phone talks to another bot.")
        if self.chat.blocked:
            raise NotOnScreen("The bot is not in the group.")
        if self.chat.moved_to:
            raise NotOnScreen("The group has become a supergroup.")
