"""The box in both kinds of database: counting, and what the book began with."""

from datetime import date, timedelta
from functools import partial

from bot.domain.book import Direction, Entry, Place, Source, balance, in_force, undone
from bot.i18n import Money
from bot.services.book import box as book_box
from bot.services.book import entries as book
from tests.services.book.test_book import DAY, FIRST, LAST, owner_of, sold
from tests.services.town import Town

CODE = "thailand-otop"


def baht(amount: int) -> Money:
    return Money(amount * 100, "THB")


def test_the_first_count_is_what_the_book_begins_with(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    new = partial(book.new_id, place.now)
    told = place.run(book_box.count, owner, baht(1850), DAY, place.now, new)
    assert told.entry is not None
    assert (told.entry.source, told.book) == (Source.OPENING, baht(0))
    assert place.run(book.balance, owner, DAY) == 1850_00
    assert place.run(book_box.count, owner, baht(1850), DAY, place.now, new).entry is None


def test_a_count_that_agrees_is_kept_too(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    new = partial(book.new_id, place.now)
    place.run(book.add, owner, [sold("1", 600_00)], place.now)
    assert place.run(book_box.count, owner, baht(600), LAST, place.now, new).entry is None
    kept, _ = place.run(book.entries, owner, FIRST, LAST)
    assert (kept.entry.source, kept.entry.day, kept.entry.cash) == (Source.COUNT, LAST, 0)
    assert place.run(book.balance, owner, LAST) == 600_00


def test_a_difference_becomes_an_entry_that_says_so(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    new = partial(book.new_id, place.now)
    place.run(book.add, owner, [sold("1", 600_00)], place.now)
    less = place.run(book_box.count, owner, baht(550), DAY, place.now, new).entry
    assert less is not None
    assert (less.direction, less.amount, less.source) == (Direction.OUT, 50_00, Source.COUNT)
    assert place.run(book.sums, owner, DAY, DAY).counted == -50_00
    more = place.run(book_box.count, owner, baht(1850), DAY, place.now, new).entry
    assert more is not None
    assert place.run(book_box.was_there, owner, less.id, place.now, new) is None
    began = place.run(book_box.was_there, owner, more.id, place.now, new)
    assert began is not None
    assert (began.source, began.amount) == (Source.OPENING, 1300_00)
    assert place.run(book.balance, owner, DAY) == 1850_00
    assert place.run(book_box.was_there, owner, more.id, place.now, new) is None
    assert place.run(book.sums, owner, DAY, DAY).opening == 1300_00


def test_the_beginning_is_said_once_and_corrected_afterwards(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    new = partial(book.new_id, place.now)
    place.run(book.add, owner, [sold("1", 600_00, day=DAY - timedelta(days=9))], place.now)
    first = place.run(book_box.begin_with, owner, baht(1000), DAY, place.now, new)
    assert first.day == DAY - timedelta(days=9)
    second = place.run(book_box.begin_with, owner, baht(0), DAY, place.now, new)
    assert second.supersedes == first.id
    kept = [one.entry for one in place.run(book.versions, owner, FIRST, LAST)]
    assert balance(kept) == 600_00
    assert len(in_force(kept)) == 2
    opened = place.run(book_box.opened, owner)
    assert opened is not None
    assert opened.versions == 2
    place.run(book.add, owner, [undone(second, new()), undone(first, new())], place.now)
    assert place.run(book_box.opened, owner) is None


def test_costs_by_item_and_without_one_by_kind(place: Town) -> None:
    owner = owner_of(place.join(CODE))

    def spent(id: str, amount: int, item: str = "", category: str = "costs", **more: object) -> Entry:
        return sold(id, amount, item=item, category=category, **{"direction": Direction.OUT, **more})

    lines = [
        spent("1", 200_00, "oil"),
        spent("2", 50_00, "Oil", direction=Direction.OWED),
        spent("3", 30_00, category="transport"),
        spent("4", 10_00, category="count", source=Source.COUNT),
        sold("5", 600_00),
        spent("6", 999_00, "oil", day=date(2026, 2, 1)),
    ]
    place.run(book.add, owner, lines, place.now)
    found = place.run(book.costs, owner, DAY, DAY)
    assert [(one.item, one.category, one.amount) for one in found] == [
        ("Oil", "costs", 250_00),
        ("", "transport", 30_00),
    ]


def test_bank_and_wallet_have_a_beginning_of_their_own(place: Town) -> None:
    owner = owner_of(place.join(CODE))
    new = partial(book.new_id, place.now)
    place.run(book.add, owner, [sold("1", 600_00, place=Place.BANK, direction=Direction.OUT)], place.now)
    begun = place.run(book_box.begin_with, owner, baht(2000), DAY, place.now, new, Place.BANK)
    assert begun.place is Place.BANK
    assert place.run(book_box.opened, owner) is place.run(book_box.opened, owner, Place.WALLET) is None
    place.run(book_box.begin_with, owner, baht(3000), DAY, place.now, new, Place.BANK)
    place.run(book_box.begin_with, owner, baht(0), DAY, place.now, new, Place.WALLET)
    assert place.run(book.balances, owner, DAY) == {Place.BOX: 0, Place.BANK: 2400_00, Place.WALLET: 0}
    sums = place.run(book.sums, owner, FIRST, LAST)
    assert (sums.opening, sums.net, sums.elsewhere, sums.came) == (0, 0, -600_00, {})
