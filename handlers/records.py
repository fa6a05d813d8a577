"""What can be done, a record each: a command, a key of the menu, a button, what is said while something is open.
Nobody keeps a second list.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from enum import Flag, auto
from typing import TypeVar

from bot.domain.people.roles import LEADERS, PRODUCERS, STAFF, WORKERS, Role
from bot.domain.wire.button_data import Meaning, Shapes
from bot.i18n import N_
from bot.services import roles
from handlers.people import pin
from handlers.wire import late_taps, menu
from handlers.wire.turn import Conversation, Turn

# Gets what the button means, value by value.
Tapped = Callable[..., Awaitable[None]]
EVERYBODY: Set[Role] = frozenset()
FOR_LEADERS = N_("This is for who leads a group.")
NOT_YOURS = N_("Only programme staff can do this. Thank you for wanting to help!")
FOR_PRODUCERS = N_("This is for people who make a product.\nTap below what you can do here, or write “help”.")
SUSPENDED = N_("⏸ Your group is closed to you for now.\nProgramme staff can open it again. Nothing is lost.")
FOR_WORKERS = N_("You are registered already. Tap below what you can do here, or write “help”.")
REFUSED = {
    PRODUCERS: FOR_PRODUCERS,
    LEADERS: FOR_LEADERS,
    LEADERS | STAFF: FOR_LEADERS,
    WORKERS: FOR_WORKERS,
}


class Heard(Flag):
    """When it is heard though most of what she does is not."""

    SELDOM = 0
    # after she has said stop
    SILENT = auto()
    # while a new text of the consent waits for her yes or no
    BEFORE_CONSENT = auto()
    BEFORE_REGISTRATION = auto()
    BEFORE_ALL = SILENT | BEFORE_CONSENT | BEFORE_REGISTRATION


def command_in(said: str) -> str:
    """The name of a command that was typed with its slash; empty: there is none."""
    words = said.removeprefix("/").split(maxsplit=1) if said.startswith("/") else []
    return words[0].partition("@")[0].lower() if words else ""


async def may(turn: Turn, wanted: Set[Role]) -> bool:
    """Whether she has one of these roles now; what is for everybody, or for producers, asks the database nothing."""
    if not wanted or (Role.MEMBER in wanted and turn.acting_for is not None):
        return True
    return wanted != PRODUCERS and await turn.run(roles.may, turn.contact.person_id, wanted)


async def _is_refused(turn: Turn, wanted: Set[Role]) -> bool:
    """Whether she has no role for it, which is said then."""
    if await may(turn, wanted):
        return False
    if wanted & STAFF and wanted != WORKERS:
        await turn.note_refused()
    if turn.contact.person is None and Role.MEMBER in wanted:
        turn.whisper(late_taps.NO_LONGER)
    elif await turn.run(roles.is_suspended, turn.contact.person_id, wanted):
        turn.say(SUSPENDED, keys=menu.of(turn))
    else:
        turn.say(REFUSED.get(frozenset(wanted), NOT_YOURS), keys=menu.of(turn))
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """A word with a slash before it. `guarded`: a PIN is asked first, where there is one; what shows figures is.
    `roles`: who may, of whom one role is enough.
    """

    name: str
    does: Conversation
    # what it does, in the list of commands or on its button; empty: it is neither listed nor in the menu
    told: str = ""
    heard: Heard = Heard.SELDOM
    guarded: bool = False
    # it ends what the book has asked; help and menu do not: she reads, and goes on
    ends: bool = True
    roles: Set[Role] = EVERYBODY
    # in Telegram's list of commands, which has room for eight
    listed: bool = False
    # where in the menu below “More” it is
    place: str = ""

    async def begin(self, turn: Turn) -> None:
        """Do it, or refuse it, or ask the PIN before it."""
        turn.act = f"/{self.name}"
        if await _is_refused(turn, self.roles):
            return
        await (pin.ask(turn, self.name) if self.guarded and await pin.is_shut(turn) else self.does(turn))


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the menu, by its label. It does what a command does, or something of its own."""

    label: str
    does: Conversation
    heard: Heard = Heard.SELDOM
    ends: bool = True
    roles: Set[Role] = EVERYBODY

    async def begin(self, turn: Turn) -> None:
        """Do it, or refuse it; a PIN is asked by the command that it does."""
        turn.act = "key"
        if not await _is_refused(turn, self.roles):
            await self.does(turn)


@dataclass(frozen=True, slots=True)
class Tap:
    """Buttons about one conversation (`prefix`), in all the shapes that their data have; `does` gets the values."""

    prefix: str
    does: Tapped
    shapes: Shapes
    heard: Heard = Heard.SELDOM
    guarded: bool = False
    roles: Set[Role] = EVERYBODY

    async def begin(self, turn: Turn, meaning: Meaning) -> None:
        """Do it, or refuse it and close what of its name is open, or ask the PIN before it."""
        turn.act = f"tap {self.prefix}"
        if await _is_refused(turn, self.roles):
            if turn.contact.dialogue is not None and turn.contact.dialogue.kind == self.prefix:
                turn.contact.close()
            return
        shut = self.guarded and await pin.is_shut(turn)
        await (pin.ask(turn, turn.event.said) if shut else self.does(turn, *meaning.values))


@dataclass(frozen=True, slots=True)
class Open:
    """What is said while something other than a form is in front, by the kind of the dialogue."""

    kind: str
    does: Conversation
    roles: Set[Role] = EVERYBODY
    # what becomes of it when she does anything else first; None: it waits on
    left: Conversation | None = None
    # asks it once more; None: it has no words of its own for that
    again: Conversation | None = None
    # whatever is said is for it: words that are sent on, or a yes that has to be clear
    hears_all: bool = False

    async def begin(self, turn: Turn) -> None:
        """Hear it; for whom it is no more, it is closed."""
        turn.act = f"open {self.kind}"
        if await may(turn, self.roles):
            await self.does(turn)
            return
        turn.contact.close()
        await _is_refused(turn, self.roles)


Record = TypeVar("Record", Command, Key, Tap, Open)


def by_name(records: Iterable[Record], name: Callable[[Record], str]) -> Mapping[str, Record]:
    """Records by what calls them. Raises ValueError when two are called alike."""
    found: dict[str, Record] = {}
    for one in records:
        if name(one) in found:
            raise ValueError(f"two records are called {name(one)}")
        found[name(one)] = one
    return found


def at_once(answer: Callable[[Turn], None]) -> Conversation:
    """A conversation of what is said without asking the database."""

    async def conversation(turn: Turn) -> None:
        answer(turn)

    return conversation
