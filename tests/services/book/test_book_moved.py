"""A book written under a second account goes on in the first, in both kinds of database."""

from functools import partial

from sqlalchemy import insert, select

from bot.domain.book import corrected
from bot.i18n import Money, load_catalogues
from bot.services.book import box as book_box
from bot.services.book import entries as book
from bot.services.book.entries import Message
from bot.services.people import relinking
from bot.services.people.relinking import Wish
from bot.store.schema import media
from tests.services.book.test_book import DAY, owner_of, sold
from tests.services.town import BOT, Town

CODE = "thailand-otop"


def test_what_she_wrote_under_the_new_account_is_in_her_book(place: Town) -> None:
    old, new = place.join(CODE, name="Somsri"), place.join(CODE, name="Somsri again")
    before, meanwhile = owner_of(old), owner_of(new)
    ids = partial(book.new_id, place.now)
    place.run(book_box.count, before, Money(900_00, "THB"), DAY, place.now, ids)
    place.run(book_box.count, meanwhile, Money(1000_00, "THB"), DAY, place.now, ids)
    place.run(book.add, meanwhile, [sold("1"), sold("2", 7_00)], place.now, Message(BOT, new.chat, 5))
    place.run(book.add, meanwhile, [corrected(sold("1"), "3", amount=500_00)], place.now)
    sent = {"bot": BOT, "chat": new.chat, "file_id": "f", "state": "kept", "next_attempt": place.now}
    place.rows_changed(insert(media).values(name="1.jpg", sent_at=place.now, person_id=new.person, **sent))
    place.run(book.attach, meanwhile, "1", "1.jpg", place.now)
    place.run(relinking.relink, Wish(old.person, new.person, ("A", "B")), load_catalogues(), place.now)
    assert place.run(book.balance, before, DAY) == 900_00 + 507_00
    kept = place.run(book.find, before, "1")
    assert kept is not None
    assert (kept.entry.id, kept.entry.item, kept.person_id, kept.versions) == ("3", "soap", old.person, 2)
    assert place.run(book.attached, before, "3") == ["1.jpg"]
    assert [one.entry.id for one in place.run(book.in_message, BOT, new.chat, 5)] == ["3", "2"]
    assert place.rows(select(media.c.person_id))[0][0] == old.person
    assert place.run(book.balance, meanwhile, DAY) == 1000_00
