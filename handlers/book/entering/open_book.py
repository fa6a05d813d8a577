"""The book lies open: what happened? A button for each way, and one for what she sells and buys most."""

from collections.abc import Sequence

from bot.domain.book import Direction, Known, Source
from bot.domain.book.ledger.labels import SIGNS
from bot.domain.wire.message import Button, Rows
from bot.i18n import N_, Text
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from handlers.book.entering import asking
from handlers.book.entering import entry_words as words
from handlers.book.entering import open_questions as state
from handlers.book.entering.open_questions import File, Origin, Step
from handlers.book.screen_words import data as book_data
from handlers.forms import questions
from handlers.people.book_owner import owner_of
from handlers.wire.turn import Turn

SHORTCUTS = 3
# Letters, with the sign, of a button that is one of three in a row.
SHORT = 11

WHAT_HAPPENED = N_("📒 What happened?\nTap, or write it in a line: {example}")
EXAMPLE = N_("sold 12 soap 600")
CLOSE = N_("✖️ Close the book")
DEBTS, READ = N_("👥 Who owes"), N_("📖 Read my book")


async def open_book(turn: Turn) -> None:
    """The menu's key: what happened? What waited for a book to be opened, a photo say, waits on."""
    owner = owner_of(turn)
    if owner is None:
        turn.say(N_("Let us get to know each other first: /start"))
        return
    await begin(turn, owner, await state.close_all(turn, Step.OPEN, Step.GUIDE))


async def begin(turn: Turn, owner: Owner, files: Sequence[File] = ()) -> None:
    """Ask what happened; `files` go with the entry."""
    state.ask(turn, Step.OPEN, Origin(source=Source.TAPPED, files=tuple(files)))
    known = await turn.run(book.known, owner)
    turn.show(WHAT_HAPPENED, buttons=_home(known), example=Text(EXAMPLE))


def _home(known: Known) -> Rows:
    """What she sells and buys most is one tap less."""
    often = [one for one in known.items if one.direction is not None][:SHORTCUTS]
    shortcuts = [
        Button(f"{SIGNS[one.direction]} {one.name}", words.data("g", one.direction, words.mark(one.name)))
        for one in often
        if one.direction is not None
    ]
    pairs = ((Direction.IN, Direction.OUT), (Direction.CREDIT, Direction.PAID_BACK))
    ways = [[words.direction_button(one, words.data("g", one)) for one in pair] for pair in pairs]
    home = words.direction_button(Direction.TAKEN_HOME, words.data("g", Direction.TAKEN_HOME))
    other = [words.other_money()]
    last = [Button(Text(DEBTS), words.data("d")), Button(Text(CLOSE), words.data("l"))]
    read = Button(Text(READ), book_data("s"))
    return [*_in_rows(shortcuts), *ways, [home, read], other, last]


def _in_rows(shortcuts: Sequence[Button]) -> Rows:
    """All in one row where their names are short; long ones would be cut there until nobody could tell them apart."""
    each = SHORTCUTS if all(questions.width(str(one.text)) <= SHORT for one in shortcuts) else 2
    return [list(shortcuts[at : at + each]) for at in range(0, len(shortcuts), each)]


async def leave(turn: Turn) -> None:
    """The book is closed again."""
    await state.close_all(turn, Step.OPEN, Step.GUIDE)
    turn.show(asking.LEFT)
    await state.go_on(turn)
