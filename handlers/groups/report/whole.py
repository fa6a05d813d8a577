"""The whole table of a report as pictures, where a group is larger than a message: to who is writing it alone."""

from bot.domain.groups.report import Table
from bot.domain.wire.contact import Dialogue
from bot.domain.wire.message import File, FileKind
from bot.i18n import N_, MonthOf
from bot.services.groups.report import whole_table
from bot.services.groups.report.reporting import Book
from handlers.groups.paper import paper_files
from handlers.wire.turn import Turn

PAGE = N_("🖼 {group}, {month}: page {n} of {of}.\nShow it to nobody else.")


def send(turn: Turn, dialogue: Dialogue, table: Table, book: Book) -> None:
    """All its pages; the row of each says numbers alone, and it is drawn from what stands when it is sent."""
    pages = whole_table.pages(whole_table.lines(book, table))
    when = {"on": turn.day_sent.isoformat(), "month": book.month.isoformat(), "language": turn.language}
    about = {"programme": turn.programme.code, "dialogue": dialogue.id, **when}
    for page in range(pages):
        wanted = paper_files.wanted(paper_files.WHOLE, turn.contact.person_id, book.group_id, **about, page=page)
        told = turn.text(PAGE, group=book.name, month=MonthOf(book.month), n=page + 1, of=pages)
        turn.send_file(File(FileKind.PICTURE, wanted), told)
