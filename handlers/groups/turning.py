"""Turning the pages of a list of members: one back or on, and where there are many pages, several at once."""

from collections.abc import Callable

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button
from bot.i18n import N_, Html
from handlers.wire.turn import Turn

PAGE_SIZE = 8
# From so many pages on her thumb jumps, and she reads where she is.
MANY, FAR = 6, 5
WHERE = N_("📄 Page {page} of {pages}")


def pages(total: int) -> int:
    """How many pages so many take; one where there is nobody."""
    return max(1, -(-total // PAGE_SIZE))


def held(page: int, total: int) -> int:
    """A page that is there: of a list that has become shorter the last one."""
    return max(0, min(page, pages(total) - 1))


def row(page: int, total: int, of_page: Callable[[str], Meaning]) -> list[list[Button]]:
    """The buttons below the list; none where it is one page. `of_page`: what a button to a page means."""
    last = pages(total) - 1
    far = last + 1 >= MANY
    turns = [
        ("⏪", max(0, page - FAR), far and page > 1),
        ("◀️", page - 1, page > 0),
        ("▶️", page + 1, page < last),
        ("⏩", min(last, page + FAR), far and page < last - 1),
    ]
    found = [Button(sign, of_page(str(to))) for sign, to, is_there in turns if is_there]
    return [found] if found else []


def where(turn: Turn, page: int, total: int) -> list[Html]:
    """The line that says which page it is, where there are many."""
    return [turn.text(WHERE, page=page + 1, pages=pages(total))] if pages(total) >= MANY else []
