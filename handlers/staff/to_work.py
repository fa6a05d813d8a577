"""The way back to the list of all that waits, from what was opened of it."""

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button
from bot.i18n import Text
from handlers.wire import menu

PREFIX = "todo"
# Which page of it: all that waits, or whom she is to call or to visit.
ALL, TO_CALL = "a", "f"


def button() -> Button:
    """Back to all that waits."""
    return Button(Text(menu.WORK), Meaning.of(PREFIX, ALL, "0"))
