"""Open dialogues of a chat, for conversations that look for one."""

from bot.store.dialogues import find, of_chat

__all__ = ["find", "of_chat"]
