"""What a leader's tap settles in her report: a doubtful row, or those of whom she has said nothing."""

from collections.abc import Sequence

from bot.domain.groups.report import Row, Said, State, Table
from bot.domain.groups.report.changing import OF_NOBODY, Settled, all_said, dashes, is_one, settled
from bot.services.groups.report import reporting
from bot.services.groups.report.reporting import Book
from handlers.groups.report import report_table
from handlers.groups.report.report_table import ABSENT, CHOICE, NOTHING, OUT, RIGHT, WHO
from handlers.wire.turn import Turn


def of_missing(table: Table, book: Book, what: str, members: Sequence[int]) -> Table | None:
    """The table after one answer for all of whom nothing was said."""
    said = {NOTHING: Said.NOTHING, ABSENT: Said.ABSENT}.get(what)
    return all_said(table, said, members, book.roster) if said else None


async def of_doubt(turn: Turn, here: tuple[Table, Book], first: Row, what: str, choice: int) -> Table | None:
    """The table after her answer; None: that was no answer to this question."""
    table, book = here
    if first.state is State.DASH and what in (NOTHING, ABSENT):
        meaning = Said.NOTHING if what == NOTHING else Said.ABSENT
        if not book.typed:
            await turn.run(reporting.mean, turn.contact.person_id, book.group_id, meaning)
        return dashes(table, meaning, book.roster)
    if what == WHO and first.state in OF_NOBODY and choice in report_table.whose(table, book, first):
        if first.state is State.UNKNOWN and first.name and not book.typed:
            await turn.run(reporting.learn, turn.contact.person_id, book.group_id, first.name, choice)
        member = next(one for one in book.roster if one.id == choice)
        return is_one(table, first, member, book.roster)
    if what == CHOICE and choice < len(first.choices):
        return settled(table, first, Settled.CHOICE, book.roster, choice)
    if what == RIGHT and first.state is State.FAR:
        return settled(table, first, Settled.RIGHT, book.roster)
    return settled(table, first, Settled.OUT, book.roster) if what == OUT else None
