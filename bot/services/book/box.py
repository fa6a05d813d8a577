"""The box: what was in it when the book began, and what is in it when she counts; what bank and wallet held then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.book import Direction, Entry, Place, Source, corrected, opening, undone
from bot.domain.book.ledger.ledger import COUNTED
from bot.i18n import Money
from bot.store import Connection
from bot.store.book import adding as book_adding
from bot.store.book import entries as book
from bot.store.book import sums as book_sums
from bot.store.book.entries import Kept, Owner

# Makes the id of an entry.
NewId = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of counting. `book`: what the book said before; `entry`: the difference, None where they agree and
    only the counting itself is written down.
    """

    held: Money
    book: Money
    entry: Entry | None


def count(connection: Connection, owner: Owner, held: Money, day: date, now: datetime, new_id: NewId) -> Counted:
    """Write down the difference between the box and the book; in an empty book, what it begins with."""
    before = book_sums.balance(connection, owner, day)
    said = Money(before, owner.currency)
    if book_sums.began(connection, owner) is None:
        entry = opening(new_id(), day, held)
    else:
        direction = Direction.OUT if held.minor < before else Direction.IN
        amount = abs(held.minor - before)
        entry = Entry(new_id(), day, direction, amount, owner.currency, category=COUNTED, source=Source.COUNT)
    book_adding.add(connection, owner, [entry], now)
    return Counted(held, said, None if held.minor == before and entry.source is Source.COUNT else entry)


def opened(connection: Connection, owner: Owner, place: Place = Place.BOX) -> Kept | None:
    """What was in the box, or elsewhere, when the book began, if she has said."""
    return book.opening_of(connection, owner, place)


def begin_with(
    connection: Connection,
    owner: Owner,
    held: Money,
    day: date,
    now: datetime,
    new_id: NewId,
    place: Place = Place.BOX,
) -> Entry:
    """Write down what was there when the book began: on the day of the first entry, `day` where there is none.

    Said once more, it is corrected.
    """
    known = book.opening_of(connection, owner, place)
    if known is not None:
        entry = corrected(known.entry, new_id(), amount=held.minor)
    else:
        entry = opening(new_id(), book_sums.began(connection, owner) or day, held, place)
    book_adding.add(connection, owner, [entry], now)
    return entry


def was_there(connection: Connection, owner: Owner, id: str, now: datetime, new_id: NewId) -> Entry | None:
    """More was found than the book said, and it was there when the book began: then it is what the book begins with.

    None where that entry was taken back or changed since, or the book has a beginning.
    """
    kept = book.find(connection, owner, id)
    found = kept.entry if kept is not None and kept.entry.source is Source.COUNT else None
    if found is None or found.direction is not Direction.IN or book.opening_of(connection, owner) is not None:
        return None
    began = book_sums.began(connection, owner) or found.day
    entry = opening(new_id(), began, found.money)
    book_adding.add(connection, owner, [undone(found, new_id()), entry], now)
    return entry
