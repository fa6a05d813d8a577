"""Receipts on paper of who paid in: which are still to be printed, and the number that each has once it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, func, select, update

from bot.domain.book import Entry
from bot.store.book.entries import ENTRY, STANDS, entry_of
from bot.store.groups.cash_book.group_books import Receipt
from bot.store.schema import entry, group_book, paid_in, person

# The line as it stands; what was taken back has none.
_LINES: FromClause = paid_in.join(
    entry,
    (entry.c.first == paid_in.c.entry_id)
    & (entry.c.producer_id == paid_in.c.group_id)
    & entry.c.practice.is_(False)
    & STANDS,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A line that a member paid in. `received_by`: who wrote it down, empty where she was forgotten; `number` and
    `printed_in`: of its receipt, and the asking in which that was printed first; None: it was not.
    """

    line: str
    member_id: int
    number: int | None
    printed_in: str | None
    received_by: str
    entry: Entry


def to_print(connection: Connection, group_id: int, most: int) -> list[str]:
    """Lines of those who have a receipt neither in a chat nor on paper yet, by the ids of their first versions, the
    oldest first.
    """
    statement = select(paid_in.c.entry_id).select_from(_LINES).where(*_waiting(group_id))
    return list(connection.scalars(statement.order_by(paid_in.c.at, paid_in.c.entry_id).limit(most)))


def how_many(connection: Connection, group_id: int) -> int:
    """How many those are."""
    statement = select(func.count()).select_from(_LINES).where(*_waiting(group_id))
    return connection.scalar(statement) or 0


def _waiting(group_id: int) -> tuple[ColumnElement[bool], ...]:
    named = (paid_in.c.member_id.is_not(None), paid_in.c.number.is_(None))
    return (paid_in.c.group_id == group_id, paid_in.c.receipt == Receipt.ALOUD, *named)


def papers(connection: Connection, group_id: int, lines: Collection[str]) -> list[Paper]:
    """Those of these lines that stand and that a member paid in, the oldest first."""
    columns: Sequence[ColumnElement[Any]] = (
        paid_in.c.entry_id,
        paid_in.c.member_id,
        paid_in.c.number,
        paid_in.c.printed_in,
        func.coalesce(person.c.name, ""),
        *ENTRY,
    )
    here = (paid_in.c.group_id == group_id, paid_in.c.entry_id.in_(lines), paid_in.c.member_id.is_not(None))
    statement = select(*columns).select_from(_LINES.outerjoin(person, person.c.id == entry.c.person_id)).where(*here)
    rows = connection.execute(statement.order_by(paid_in.c.at, paid_in.c.entry_id))
    return [_paper(*row) for row in rows]


def _paper(line: str, member_id: int, number: int | None, printed_in: str | None, name: str, *rest: Any) -> Paper:
    return Paper(line, member_id, number, printed_in, name, entry_of(rest))


def number(connection: Connection, group_id: int, lines: Sequence[str], asked: str) -> None:
    """These are printed now, for the first time: each has the next number of the group's."""
    # two leaders who print at the same moment wait for each other
    connection.execute(select(group_book.c.since).where(group_book.c.group_id == group_id).with_for_update())
    given = select(func.max(paid_in.c.number)).where(paid_in.c.group_id == group_id)
    last = connection.scalar(given) or 0
    for at, line in enumerate(lines, last + 1):
        new = (paid_in.c.entry_id == line, paid_in.c.number.is_(None))
        connection.execute(update(paid_in).where(*new).values(number=at, printed_in=asked))
