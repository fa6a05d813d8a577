"""Open dialogues of who is in front, for conversations that look for one; and of the others who use the phone."""

from bot.store.forms.dialogues import find, of_contact, of_others

__all__ = ["find", "of_contact", "of_others"]
