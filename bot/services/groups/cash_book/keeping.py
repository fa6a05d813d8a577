"""A group's cash book: begun once, written and read by who leads the group, for the group and never for herself.

It is the book of the group as a producer, so the rules of any book hold; who leads it is asked anew each time, so
whoever leads next goes on with the same one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.book import Debt, Entry, Known, Place, Sums, undone
from bot.domain.book.ledger.ledger import undos_in_force
from bot.i18n import Money
from bot.services import roles
from bot.services.book import box
from bot.services.book import entries as book
from bot.services.book.box import Counted, NewId
from bot.services.book.entries import Kept, Message, Owner
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.cash_book import group_books
from bot.store.groups.cash_book.group_books import PaidIn
from bot.store.groups.groups import Group
from bot.store.people import audit
from bot.store.people.audit import Deed

__all__ = [
    "Book", "Kept", "Line", "NotBegun", "Page",
    "begin", "count", "find", "known", "lines", "look", "page", "put_back", "same_before", "take_back",
    "typed_in", "write",
]  # fmt: skip


class NotBegun(Exception):
    """A line for a group whose book nobody has begun: nobody was told who writes in it and who reads it."""


@dataclass(frozen=True, slots=True)
class Book:
    """A group, and since when it keeps a book; None: it keeps none yet."""

    group: Group
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some days of the book: their sums, what lay where at their end, and what is open now.

    `began`: the day of the first line; None: there is none.
    """

    sums: Sums
    held: Mapping[Place, int]
    loans: Sequence[Debt]
    lent: Sequence[Debt]
    began: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the book with all that became of it. `kept` None: it was taken back; `paid` None: nobody was asked who
    paid it in.
    """

    versions: Sequence[Kept]
    kept: Kept | None
    paid: PaidIn | None


def look(connection: Connection, person_id: int | None, group_id: int) -> Book:
    """Whether the group keeps a book. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    group = groups.find(connection, group_id)
    if group is None:
        raise LookupError(f"there is no group {group_id}")
    return Book(group, group_books.since(connection, group_id))


def begin(connection: Connection, person_id: int | None, group_id: int, now: datetime) -> bool:
    """She was told who writes in it and who reads it, and begins it; False: it was begun before. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    if person_id is None or not group_books.begin(connection, group_id, person_id, now):
        return False
    deed = Deed(f"person {person_id}", "begin group book", f"group {group_id}", {}, group_id)
    audit.record(connection, deed, now)
    return True


def owner(connection: Connection, person_id: int | None, group_id: int, currency: str) -> Owner:
    """The group's book with her at it: the real one, whatever she tries out in her own. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    assert person_id is not None  # nobody leads no group
    return Owner(group_id, person_id, practice=False, currency=currency)


# Reading


def page(
    connection: Connection, person_id: int | None, group_id: int, currency: str, first: date, last: date, today: date
) -> Page:
    """The book of these days. Raises NotAllowed."""
    its = owner(connection, person_id, group_id, currency)
    return Page(
        book.sums(connection, its, first, last),
        book.balances(connection, its, min(last, today)),
        book.loans(connection, its),
        book.lent(connection, its),
        book.began(connection, its),
    )


def lines(
    connection: Connection, person_id: int | None, group_id: int, currency: str, first: date, last: date, limit: int
) -> list[Kept]:
    """What stands of these days, the newest first. Raises NotAllowed."""
    its = owner(connection, person_id, group_id, currency)
    return book.entries(connection, its, first, last, limit=limit)


def find(connection: Connection, person_id: int | None, group_id: int, currency: str, entry_id: str) -> Line | None:
    """A line by any version's id; None: it is not in this book. Raises NotAllowed."""
    its = owner(connection, person_id, group_id, currency)
    versions = book.history(connection, its, entry_id)
    if not versions:
        return None
    paid = group_books.who_paid(connection, group_id, versions[0].first)
    return Line(versions, book.find(connection, its, entry_id), paid)


def known(connection: Connection, person_id: int | None, group_id: int, currency: str) -> Known:
    """What the group's last lines teach about the next. Raises NotAllowed."""
    return book.known(connection, owner(connection, person_id, group_id, currency))


def same_before(
    connection: Connection, person_id: int | None, group_id: int, currency: str, entry: Entry, since: datetime
) -> Kept | None:
    """The line of the group that says the same and was written since a moment. Raises NotAllowed."""
    return book.same_before(connection, owner(connection, person_id, group_id, currency), entry, since)


def typed_in(connection: Connection, message: Message) -> tuple[int, str] | None:
    """The group in whose book a line of this message stands, and that line; None: there is none."""
    return group_books.typed_in(connection, message)


# Writing


def write(
    connection: Connection,
    person_id: int | None,
    group_id: int,
    entry: Entry,
    message: Message | None,
    now: datetime,
) -> None:
    """A line for the group; `message`: where it was typed. Raises NotAllowed, NotBegun."""
    its = _open(connection, person_id, group_id, entry.currency)
    book.add(connection, its, [entry], now, message)
    _record(connection, its, "write for group", entry.id, now)


def take_back(
    connection: Connection, person_id: int | None, group_id: int, currency: str, entry_id: str, now: datetime
) -> Entry | None:
    """A line counts no more; it stays in the book as taken back. None: it was taken back before. Raises NotAllowed."""
    its = owner(connection, person_id, group_id, currency)
    kept = book.find(connection, its, entry_id)
    if kept is None:
        return None
    undo = undone(kept.entry, book.new_id(now))
    book.add(connection, its, [undo], now)
    _record(connection, its, "take back for group", kept.first, now)
    return undo


def put_back(
    connection: Connection, person_id: int | None, group_id: int, currency: str, entry_id: str, now: datetime
) -> Entry | None:
    """A line that was taken back counts again; None: it does already, or is none of this book. Raises NotAllowed."""
    its = owner(connection, person_id, group_id, currency)
    versions = book.history(connection, its, entry_id)
    undos = undos_in_force(one.entry for one in versions)
    if not undos:
        return None
    book.add(connection, its, [undone(one, book.new_id(now)) for one in undos], now)
    _record(connection, its, "put back for group", versions[0].first, now)
    again = book.find(connection, its, entry_id)
    return again.entry if again else None


def count(
    connection: Connection,
    person_id: int | None,
    group_id: int,
    held: Money,
    day: date,
    now: datetime,
    new_id: NewId,
) -> Counted:
    """What is in the box of the group; in an empty book, what it begins with. Raises NotAllowed, NotBegun."""
    its = _open(connection, person_id, group_id, held.currency)
    counted = box.count(connection, its, held, day, now, new_id)
    audit.record(connection, Deed(f"person {person_id}", "count box of group", f"group {group_id}", {}, group_id), now)
    return counted


def _open(connection: Connection, person_id: int | None, group_id: int, currency: str) -> Owner:
    """The book to write in: its leaders have been told who does, and who reads it."""
    its = owner(connection, person_id, group_id, currency)
    if group_books.since(connection, group_id) is None:
        raise NotBegun(f"group {group_id} keeps no book")
    return its


def _record(connection: Connection, its: Owner, action: str, entry_id: str, now: datetime) -> None:
    deed = Deed(f"person {its.person_id}", action, f"entry {entry_id}", {}, its.producer_id)
    audit.record(connection, deed, now)
