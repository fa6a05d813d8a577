"""What the pages and the questions of a group's book have in common: buttons, and for whom each message is."""

from datetime import datetime
from typing import Any

from bot.domain.book.stretch import Stretch
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import Button
from bot.i18n import N_, Html, Text
from bot.services.ids import new_id
from handlers.book.entering import entry_words as words
from handlers.book.entering.open_questions import STEP
from handlers.forms import dialogue_stack
from handlers.wire.turn import Turn

# What waits for her next words, and its buttons; only who may see the figures opens it.
KIND = "gbl"
# In its state: for whom, and when it was asked.
GROUP, NAME, ASKED = "group", "name", "asked"
ANSWER, LEAVE = "k", "x"
# Of the pages, which show figures; what answers a question about a line has a name of its own.
PREFIX = "gb"
OPEN, BEGIN, MONTH, LINES, LINE = "o", "b", "m", "l", "v"
WRITE, COUNT, UNDO, PUT_BACK = "w", "c", "u", "a"
# Who paid a line in: asked by pages of members, a member, nobody of them.
WHO, MEMBER, NOBODY = "p", "r", "n"
# On paper: the receipt of one line, of all that wait; the statement.
PRINT, PRINT_ALL, STATEMENT = "i", "j", "s"
FOR = N_("✍️ For {group}")
BOOK, WRITE_LINE = N_("📒 The group's book"), N_("✍️ Write a line")
THIS_LINE = N_("📋 See the line")
NO_LONGER = N_("You lead this group no longer. Nothing was kept.")


def above(turn: Turn, name: str) -> Html:
    """For whom it is: above each message about a line of the group."""
    return turn.text(FOR, group=name)


def days(shown: Stretch) -> str:
    """Some days of the book, as in a button's data."""
    return f"{shown.reach}{shown.first:%Y%m%d}"


def book(group: int) -> Button:
    """To the book, this month."""
    return Button(Text(BOOK), Meaning.of(PREFIX, OPEN, group))


def write(group: int) -> Button:
    """To one line more."""
    return Button(Text(WRITE_LINE), Meaning.of(PREFIX, WRITE, group))


def undo(group: int, entry_id: str) -> Button:
    """A line is taken back."""
    return Button(Text(words.UNDO), Meaning.of(PREFIX, UNDO, group, entry_id))


def line(group: int, entry_id: str) -> Button:
    """To one line."""
    return Button(Text(THIS_LINE), Meaning.of(PREFIX, LINE, group, entry_id))


def put_back(group: int, entry_id: str) -> Button:
    """A line that was taken back counts again."""
    return Button(Text(words.PUT_BACK), Meaning.of(PREFIX, PUT_BACK, group, entry_id))


# What waits


def ask(turn: Turn, group: int, name: str, step: str, **more: Any) -> Dialogue:
    """Her next words are for the group; what was asked of them before is asked no more."""
    if is_asked(turn):
        turn.contact.close()
    state = {STEP: step, GROUP: group, NAME: name, ASKED: turn.now.isoformat(), **more}
    dialogue = Dialogue(new_id(), KIND, state, turn.now)
    turn.contact.open(dialogue)
    return dialogue


def is_asked(turn: Turn) -> bool:
    """Whether her next words are for a group."""
    return turn.contact.dialogue is not None and turn.contact.dialogue.kind == KIND


def is_late(turn: Turn, dialogue: Dialogue) -> bool:
    """Whether it was asked so long before she sent her words that nobody knows any more what they are for."""
    return turn.sent - datetime.fromisoformat(dialogue.state[ASKED]) > dialogue_stack.LAPSES_AFTER


def answer(dialogue: Dialogue, label: Text | str, said: str) -> Button:
    """A button below what was asked."""
    text = Text(label) if isinstance(label, str) else label
    return Button(text, means(dialogue, said))


def means(dialogue: Dialogue, said: str) -> Meaning:
    """What such a button means."""
    return Meaning.of(KIND, ANSWER, dialogue.id, said)
