"""The group's book on paper: receipts for who paid in, of one line or of all that wait; a statement for the meeting."""

from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, File, FileKind, Rows
from bot.i18n import N_, Html, Text, joined
from bot.services.groups.cash_book import paper_receipts
from bot.services.groups.cash_book.keeping import Book, Line
from bot.services.groups.cash_book.paper_receipts import Wanted
from bot.services.groups.paper import printing
from handlers.groups.cash_book import book_words
from handlers.groups.paper import paper_files
from handlers.wire import late_taps
from handlers.wire.turn import Turn

ON_PAPER, TO_PRINT = N_("🖨 Receipt on paper"), N_("🖨 Receipts to print: {n}")
SENT = N_("🖨 Print this, cut along the lines, sign each, and give it to who paid in.")
LEFT = N_("Receipts to print after these: {n}")
NONE_LEFT = N_("All who paid in have their receipt.")
IS_ON_PAPER = N_("🧾 Receipt {number} is on paper.")
HOLDS_NO_MORE = N_("🧾 Receipt {number} is on paper with {name}. Please ask for it back: it holds no more.")

STATEMENT = N_("📄 Statement for the meeting")
STATEMENT_SENT = N_("📄 The group's book by months, to print for the meeting. Nobody who paid in is named.")


def button(group: int, entry_id: str) -> Button:
    """The receipt of one line."""
    return Button(Text(ON_PAPER), Meaning.of(book_words.PREFIX, book_words.PRINT, group, entry_id))


async def rows(turn: Turn, group: int) -> Rows:
    """The way to all that wait; nothing where none does."""
    n = await turn.run(paper_receipts.waiting, turn.contact.person_id, group)
    if not n:
        return []
    return [[Button(Text(TO_PRINT, {"n": n}), Meaning.of(book_words.PREFIX, book_words.PRINT_ALL, group))]]


def known(turn: Turn, line: Line, name: str) -> list[Html]:
    """That a receipt of hers is on paper, and that it holds no more where the line was taken back."""
    if line.paid is None or line.paid.number is None or not name:
        return []
    message = IS_ON_PAPER if line.kept is not None else HOLDS_NO_MORE
    return [turn.text(message, number=line.paid.number, name=name)]


def statement_button(group: int) -> Button:
    """In, out and the box by months."""
    return Button(Text(STATEMENT), Meaning.of(book_words.PREFIX, book_words.STATEMENT, group))


async def statement(turn: Turn, found: Book) -> None:
    """The last twelve months, in her language."""
    who, group = turn.contact.person_id, found.group.id
    await turn.run(printing.note, who, group, "statement", turn.now)
    said = {"on": turn.today.isoformat(), "language": turn.language}
    file = paper_files.wanted(paper_files.STATEMENT, who, group, **said)
    turn.send_file(File(FileKind.DOCUMENT, file), turn.text(STATEMENT_SENT))


async def print_one(turn: Turn, found: Book, entry_id: str) -> None:
    """Once more too: then it says that it is a copy."""
    who, currency = turn.contact.person_id, turn.programme.currency
    wanted = await turn.run(paper_receipts.ask_for_one, who, found.group.id, currency, entry_id, turn.now)
    _send(turn, found, wanted, late_taps.NO_LONGER)


async def print_all(turn: Turn, found: Book) -> None:
    """All that wait, as many as one file takes."""
    wanted = await turn.run(paper_receipts.ask_for_all, turn.contact.person_id, found.group.id, turn.now)
    _send(turn, found, wanted, NONE_LEFT)


def _send(turn: Turn, found: Book, wanted: Wanted | None, otherwise: str) -> None:
    if wanted is None:
        turn.whisper(otherwise)
        return
    said = {"lines": list(wanted.lines), "asked": wanted.asked}
    file = paper_files.wanted(paper_files.RECEIPTS, turn.contact.person_id, found.group.id, **said)
    told = [turn.text(SENT)] + ([turn.text(LEFT, n=wanted.left)] if wanted.left else [])
    turn.send_file(File(FileKind.DOCUMENT, file), joined(told))
