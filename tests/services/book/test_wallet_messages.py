"""Messages of wallets in the book: one message is one entry, and what is left is compared with what the book knows."""

from sqlalchemy import select

from bot.domain.book import Direction, Place, undone
from bot.i18n import Money
from bot.services.book import box, wallet_messages
from bot.services.book import entries as book
from bot.store.schema import entry
from tests.services.book.test_book import DAY, owner_of, sold
from tests.services.book.test_book_erased import erase
from tests.services.town import Town

CODE = "malawi-ovop"
MARK = "ab" * 16


def test_a_message_is_in_the_book_until_its_entry_is_taken_back(place: Town) -> None:
    owner, other = owner_of(place.join(CODE)), owner_of(place.join(CODE))
    first = sold("1", 600_00)
    place.run(book.add, owner, [first], place.now)
    place.run(wallet_messages.keep, other, "1", MARK)
    assert place.run(wallet_messages.written, owner, MARK) is None, "nobody marks what is not hers"
    place.run(wallet_messages.keep, owner, "1", MARK)
    found = place.run(wallet_messages.written, owner, MARK)
    assert found is not None and found.entry.id == "1"
    assert place.run(wallet_messages.written, other, MARK) is None, "who paid and who got it have the same reference"
    place.run(book.add, owner, [undone(first, "2")], place.now)
    assert place.run(wallet_messages.written, owner, MARK) is None


def test_the_mark_goes_with_her_words(place: Town) -> None:
    her = place.join(CODE)
    owner = owner_of(her)
    place.run(book.add, owner, [sold("1", 600_00)], place.now)
    place.run(wallet_messages.keep, owner, "1", MARK)
    erase(place, her)
    assert {row.mark for row in place.rows(select(entry.c.mark))} == {None}


def test_what_is_left_is_compared_where_the_book_knows_its_beginning(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    held = Money(900_00, owner.currency)
    place.run(book.add, owner, [sold("1", 600_00, place=Place.WALLET)], place.now)
    assert place.run(wallet_messages.differs, owner, Place.WALLET, held, DAY) is None, "nobody has said what was there"
    began = Money(300_00, owner.currency)
    place.run(box.begin_with, owner, began, DAY, place.now, lambda: "9", Place.WALLET)
    assert place.run(wallet_messages.differs, owner, Place.WALLET, held, DAY) is None
    fee = sold("2", 10_00, direction=Direction.OUT, place=Place.WALLET)
    place.run(book.add, owner, [fee], place.now)
    assert place.run(wallet_messages.differs, owner, Place.WALLET, held, DAY) == Money(890_00, owner.currency)
