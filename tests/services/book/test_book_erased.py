"""A book when somebody is forgotten: her words go, in both kinds of database, and figures stay."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, update

from bot.domain.book import Direction, corrected
from bot.left_out import LeftOut
from bot.services.book import entries as book
from bot.services.book.entries import Message, Owner
from bot.services.keeping import housekeeping
from bot.services.people import erasure as service
from bot.services.people import mydata
from bot.store.schema import entry, entry_media, entry_message, media, speaks_for
from bot.store.wire import chats
from tests.services.book.test_book import DAY, owner_of, sold
from tests.services.town import BOT, Member, Town

CODE = "thailand-otop"
NAME = "Zaphira Quellmist"


def write(place: Town, member: Member, id: str) -> Owner:
    """Sold on credit to somebody by name, in a message, with a photo; then corrected."""
    owner = owner_of(member)
    first = sold(id, 600_00, direction=Direction.CREDIT, item=f"{NAME}'s soap", counterparty=NAME, quantity=Decimal(12))
    place.run(book.add, owner, [first, sold(f"{id}x", 5_00)], place.now, Message(BOT, member.chat, 7))
    place.run(book.add, owner, [corrected(first, f"{id}c", amount=500_00)], place.now)
    kept = {"bot": BOT, "chat": member.chat, "file_id": "f", "state": "kept", "next_attempt": place.now}
    place.rows_changed(insert(media).values(name=f"{id}.jpg", sent_at=place.now, **kept))
    place.run(book.attach, owner, id, f"{id}.jpg", place.now)
    return owner


def erase(place: Town, member: Member) -> None:
    contact = place.run(lambda connection: chats.load(connection, BOT, [member.chat]))[member.chat]
    place.run(service.erase, contact, place.now)


@pytest.fixture
def her(place: Town) -> Member:
    return place.join(CODE, name=NAME)


def test_words_go_and_figures_stay(place: Town, her: Member) -> None:
    other = place.join(CODE)
    owner, neighbours = write(place, her, "1"), write(place, other, "2")
    before = place.run(book.sums, owner, DAY, DAY)
    erase(place, her)
    rows = place.rows(select(entry).where(entry.c.producer_id == her.producer))
    assert {(row.item, row.counterparty) for row in rows} == {("", "")}
    assert len(rows) == 3
    assert place.run(book.sums, owner, DAY, DAY) == before
    assert [one.open for one in place.run(book.owed_to_her, owner)] == [500_00]
    assert place.run(book.owed_to_her, neighbours)[0].who == NAME
    assert {row.chat for row in place.rows(select(entry_message.c.chat))} == {other.chat}
    assert {row.media for row in place.rows(select(entry_media.c.media))} == {"2.jpg"}


def test_in_a_book_of_two_only_her_words_go(place: Town, her: Member) -> None:
    other = place.join(CODE)
    place.rows_changed(insert(speaks_for).values(person_id=other.person, producer_id=her.producer, since=place.now))
    owner = write(place, her, "1")
    theirs = replace(owner, person_id=other.person)
    place.run(book.add, theirs, [sold("2", 7_00, item="honey", counterparty="Malee")], place.now)
    erase(place, her)
    kept = {one.entry.id: one.entry for one in place.run(book.entries, theirs, DAY, DAY)}
    assert (kept["2"].item, kept["2"].counterparty) == ("honey", "Malee")
    assert (kept["1c"].item, kept["1c"].counterparty, kept["1c"].amount) == ("", "", 500_00)


def test_what_she_sees_of_it(place: Town, her: Member) -> None:
    write(place, her, "1")
    assert place.run(mydata.about, her.person).entries == 2
    told = place.run(mydata.as_json, her.person).decode()
    for word in (f"{NAME}'s soap", "1.jpg", '"message_id":7', '"supersedes":"1"'):
        assert word in told
    assert place.run(mydata.about, place.join(CODE).person).entries == 0


def test_files_and_messages_are_kept_for_a_time(place: Town, her: Member) -> None:
    write(place, her, "1")
    programmes = [place.programme(CODE)]
    place.run(housekeeping.forget, programmes, place.now)
    assert len(place.run(book.in_message, BOT, her.chat, 7)) == 2
    later = place.now + timedelta(days=8)
    place.run(housekeeping.forget, programmes, later)
    assert place.run(book.in_message, BOT, her.chat, 7) == []
    assert place.run(housekeeping.old_files, LeftOut(), programmes, later) == []
    place.rows_changed(update(media).values(sent_at=place.now - timedelta(days=5000)))
    old = place.run(housekeeping.old_files, LeftOut(), programmes, later)
    assert old == ["1.jpg"]
    place.run(housekeeping.drop_files, old)
    assert place.rows(select(entry_media)) == []
    assert len(place.rows(select(entry))) == 3
