"""What the buttons of a form say of themselves: the dialogue, the question, what to do, and with what."""

import zlib

from bot.domain.wire.contact import Dialogue
from bot.forms import Choice, Line, Question


def mark(path: str) -> str:
    """Four letters that tell a dialogue's questions apart in a button's data."""
    return format(zlib.crc32(path.encode()) & 0xFFFF, "04x")


def data(dialogue: Dialogue, question: Question | Line | None, op: str, argument: str = "") -> str:
    """A button's data: which dialogue and question it belongs to, so that a tap on an old message is known as such."""
    return f"q|{dialogue.id:x}|{mark(question.path) if question else '-'}|{op}|{argument}"


def key_of(choice: Choice, place: int) -> str:
    """A choice in a button's data: its name, or its place where the name is too long."""
    return choice.name if len(choice.name.encode()) <= 30 and not choice.name.startswith("#") else f"#{place}"


def chosen(question: Question, key: str) -> str | None:
    """The name of the choice that a button's data means; None when it is no longer there."""
    if key.startswith("#"):
        place = int(key[1:])
        return question.choices[place].name if place < len(question.choices) else None
    return key if any(choice.name == key for choice in question.choices) else None
