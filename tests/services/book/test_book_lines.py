"""What became of an entry, what was written down last, and which lines of a message are which, in both databases."""

from datetime import date, timedelta

from bot.domain.book import Direction, Entry, corrected, undone
from bot.services.book import entries as book
from bot.services.book.entries import Message, Owner
from bot.services.wire import received_files
from tests.services.town import BOT, Member, Town

CODE = "thailand-otop"
DAY = date(2026, 1, 31)


def owner_of(member: Member, *, practice: bool = False) -> Owner:
    return Owner(member.producer, member.person, practice, "THB")


def sold(id: str, amount: int = 600_00, day: date = DAY) -> Entry:
    return Entry(id, day, Direction.IN, amount, "THB", "soap", category="sales")


def test_all_that_became_of_an_entry_by_any_of_its_ids(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    first = sold("1")
    fixed = corrected(first, "2", amount=650_00)
    undo = undone(fixed, "3")
    for one in (first, fixed, undo, sold("9")):
        place.run(book.add, owner, [one], place.now)
    for id in ("1", "2", "3"):
        assert [one.entry for one in place.run(book.history, owner, id)] == [first, fixed, undo]
    assert place.run(book.history, owner, "7") == []


def test_somebody_elses_entries_are_not_told(place: Town) -> None:
    owner, other = owner_of(place.join(CODE)), owner_of(place.join(CODE))
    here = Message(BOT, 1, 55)
    place.run(book.add, owner, [sold("1")], place.now, here)
    assert place.run(book.history, other, "1") == []
    assert place.run(book.typed_in, other, here) == {}
    assert place.run(book.latest, other, place.now - timedelta(days=1), 5) == []


def test_the_latest_is_what_was_written_down_last_whatever_day_it_is_about(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    place.run(book.add, owner, [sold("1")], place.now)
    place.run(book.add, owner, [sold("2", day=DAY - timedelta(days=9))], place.now + timedelta(minutes=1))
    place.run(book.add, owner, [undone(sold("1"), "3")], place.now + timedelta(minutes=2))
    latest = place.run(book.latest, owner, place.now - timedelta(days=1), 5)
    assert [one.entry.id for one in latest] == ["2"]
    assert place.run(book.latest, owner, place.now + timedelta(hours=1), 5) == []


def test_lines_of_a_message_move_and_what_was_taken_back_is_known_too(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    here = Message(BOT, 1, 55)
    place.run(book.add, owner, [sold("1"), sold("2")], place.now, here)
    place.run(book.add, owner, [undone(sold("2"), "3")], place.now)
    assert place.run(book.typed_in, owner, here) == {0: "1", 1: "2"}
    place.run(book.place, here, {2: "1"}, place.now)
    assert place.run(book.typed_in, owner, here) == {2: "1"}
    place.run(book.place, here, {}, place.now)
    assert place.run(book.typed_in, owner, here) == {}


def test_files_of_an_entry_as_this_bot_was_sent_them(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    place.run(book.add, owner, [sold("1"), corrected(sold("1"), "2", amount=1)], place.now)
    for name, of_entry, bot in (("image-a.jpg", "1", BOT), ("audio-b.ogg", "2", BOT), ("image-c.jpg", "2", BOT + 1)):
        place.run(received_files.expect, name, bot, 1, f"file of {name}", place.now)
        place.run(book.attach, owner, of_entry, name, place.now)
    found = place.run(book.files, owner, "2", BOT)
    assert found == {"image-a.jpg": "file of image-a.jpg", "audio-b.ogg": "file of audio-b.ogg"}
