"""What can be done, a record each: a command, a key of the menu, a button. Nobody keeps a second list."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Flag, auto
from typing import TypeVar

from bot.domain.wire.button_data import Meaning, Shapes
from handlers.people import pin
from handlers.wire.turn import Conversation, Turn

# Gets what the button means, value by value.
Tapped = Callable[..., Awaitable[None]]


class Heard(Flag):
    """When it is heard though most of what she does is not."""

    SELDOM = 0
    # after she has said stop
    SILENT = auto()
    # while a new text of the consent waits for her yes or no
    BEFORE_CONSENT = auto()
    BEFORE_REGISTRATION = auto()
    BEFORE_ALL = SILENT | BEFORE_CONSENT | BEFORE_REGISTRATION


@dataclass(frozen=True, slots=True)
class Command:
    """A word with a slash before it. `guarded`: a PIN is asked first, where there is one; what shows figures is."""

    name: str
    does: Conversation
    # what Telegram's list of commands says of it; empty: it is not in that list
    told: str = ""
    heard: Heard = Heard.SELDOM
    guarded: bool = False
    # it ends what the book has asked; help and menu do not: she reads, and goes on
    ends: bool = True

    async def begin(self, turn: Turn) -> None:
        """Do it, or ask the PIN before it."""
        await (pin.ask(turn, self.name) if self.guarded and await pin.is_shut(turn) else self.does(turn))


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the menu, by its label. It does what a command does, or something of its own."""

    label: str
    does: Conversation
    heard: Heard = Heard.SELDOM
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Tap:
    """Buttons about one conversation (`prefix`), in all the shapes that their data have; `does` gets the values."""

    prefix: str
    does: Tapped
    shapes: Shapes
    heard: Heard = Heard.SELDOM
    guarded: bool = False

    async def begin(self, turn: Turn, meaning: Meaning) -> None:
        """Do it, or ask the PIN before it."""
        shut = self.guarded and await pin.is_shut(turn)
        await (pin.ask(turn, turn.event.said) if shut else self.does(turn, *meaning.values))


Record = TypeVar("Record", Command, Key, Tap)


def by_name(records: Iterable[Record], name: Callable[[Record], str]) -> Mapping[str, Record]:
    """Records by what calls them. Raises ValueError when two are called alike."""
    found: dict[str, Record] = {}
    for one in records:
        if name(one) in found:
            raise ValueError(f"two records are called {name(one)}")
        found[name(one)] = one
    return found
