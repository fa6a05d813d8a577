"""Messages of wallets in the book: each is written down once, and what it says to be left is compared with the book."""

from datetime import date

from bot.domain.book import Place
from bot.i18n import Money
from bot.store import Connection
from bot.store.book import entries as rows
from bot.store.book import marks
from bot.store.book import sums as book_sums
from bot.store.book.entries import Kept, Owner


def keep(connection: Connection, owner: Owner, entry_id: str, mark: str) -> None:
    """An entry was read from the message with this mark."""
    marks.keep(connection, owner, entry_id, mark)


def written(connection: Connection, owner: Owner, mark: str) -> Kept | None:
    """What was written down from the message with this mark, and stands."""
    return marks.found(connection, owner, mark)


def differs(connection: Connection, owner: Owner, place: Place, held: Money, day: date) -> Money | None:
    """What the book says to lie there, if that is not what is held; None too where it knows no beginning of it."""
    if rows.opening_of(connection, owner, place) is None:
        return None
    book = book_sums.balances(connection, owner, day)[place]
    return None if book == held.minor else Money(book, owner.currency)
