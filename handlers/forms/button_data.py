"""What the buttons of a form say of themselves: the dialogue, the question, what to do, and with what."""

import zlib

from bot.domain.wire.button_data import Meaning, Shapes, hex_number, matching, number, one_of, page, rest
from bot.domain.wire.contact import Dialogue
from bot.forms import Choice, Line, Question

PREFIX = "q"
NO_QUESTION = "-"
_OF = (hex_number, matching("-|[0-9a-f]{4}"))
SHAPES: Shapes = (
    # pages of choices and of the review
    (*_OF, one_of(*"pr"), page),
    # one of several readings
    (*_OF, "y", number),
    # a choice, a tick, a value: each by its name
    (*_OF, one_of(*"ctv"), rest),
    # done, back, skip, no, all that the book says, one by one, later, send, change this line
    (*_OF, one_of(*"dbsnkjxzg"), ""),
)


def mark(path: str) -> str:
    """Four letters that tell a dialogue's questions apart in a button's data."""
    return format(zlib.crc32(path.encode()) & 0xFFFF, "04x")


def data(dialogue: Dialogue, question: Question | Line | None, op: str, argument: str = "") -> Meaning:
    """What a button means: which dialogue and question it is of, so that a tap on an old message is known as such."""
    return Meaning.of(PREFIX, dialogue.id, mark(question.path) if question else NO_QUESTION, op, argument)


def key_of(choice: Choice, place: int) -> str:
    """A choice in a button's data: its name, or its place where the name is too long."""
    return choice.name if len(choice.name.encode()) <= 30 and not choice.name.startswith("#") else f"#{place}"


def chosen(question: Question, key: str) -> str | None:
    """The name of the choice that a button's data means; None when it is no longer there."""
    if key.startswith("#"):
        place = number(key[1:])
        return question.choices[place].name if place is not None and place < len(question.choices) else None
    return key if any(choice.name == key for choice in question.choices) else None
