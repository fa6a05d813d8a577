"""One of many to choose from: eight a page, or its name is written."""

from collections.abc import Sequence

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Rows
from bot.forms import Table
from bot.i18n import Ask, Read, read_choice
from bot.packs import places
from handlers.wire.turn import Turn

PAGE_SIZE = 8
CHOSEN, PAGE = "c", "p"
# What is known of a choice: its code, and what it is called.
Options = Sequence[tuple[str, str]]


def options(turn: Turn, table: Table, codes: Sequence[str]) -> Options:
    """Areas or products by their codes, as they are called in her language."""
    return [(code, places.label(turn.pack, table, code, turn.language)) for code in codes]


def rows(head: Sequence[str], shown: Options, page: int) -> Rows:
    """A page of them, and the way to the next; beyond the last it is the last. `head`: how their data begins."""
    page = max(0, min(page, (len(shown) - 1) // PAGE_SIZE))
    here = shown[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    turns = [Button("◀️", Meaning.of(*head, PAGE, str(page - 1)))] if page else []
    turns += [Button("▶️", Meaning.of(*head, PAGE, str(page + 1)))] if len(shown) > (page + 1) * PAGE_SIZE else []
    return [*([Button(label, Meaning.of(*head, CHOSEN, code))] for code, label in here), *([turns] if turns else [])]


def written(turn: Turn, shown: Options) -> tuple[str, ...]:
    """Which of them was written, by its place, its name or another name of it; several: which did she mean?"""
    also = turn.loaded.other_names(turn.programme.code)
    match read_choice(turn.event.said, shown, turn.locale, also):
        case Read(value):
            return (value,)
        case Ask(several):
            return several
        case _:
            return ()
