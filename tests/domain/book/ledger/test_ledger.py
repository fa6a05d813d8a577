"""The ledger: balances, corrections, undo, counting, debts and month sums, as rules that hold for any book."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.book import (
    Direction,
    Entry,
    Line,
    MixedCurrencies,
    Month,
    Source,
    balance,
    balance_on,
    corrected,
    counted,
    entry_of,
    history,
    in_force,
    month_sums,
    opening,
    owed_by_her,
    owed_to_her,
    undone,
)
from bot.domain.book.ledger.ledger import undos_in_force
from bot.i18n import Calendar, Money
from bot.i18n.calendars import to_calendar

DAY = date(2026, 11, 24)


def entry(id: str, amount: int, direction: Direction = Direction.IN, who: str = "", day: date = DAY) -> Entry:
    return Entry(id, day, direction, amount, "THB", counterparty=who)


@st.composite
def books(draw: st.DrawFn) -> list[Entry]:
    """A book as it grows: new entries, corrections and undos of anything that is there."""
    book: list[Entry] = []
    for number in range(draw(st.integers(1, 25))):
        id = f"{number:04}"
        act = draw(st.sampled_from(["new", "new", "correct", "undo"])) if book else "new"
        amount = draw(st.integers(1, 10_000_00))
        if act == "new":
            day = DAY + timedelta(days=draw(st.integers(-800, 800)))
            direction = draw(st.sampled_from(Direction))
            book.append(entry(id, amount, direction, draw(st.sampled_from(["", "Malee", "Ram"])), day))
            continue
        target = draw(st.sampled_from(book))
        if act == "undo" or target.source is Source.UNDO:
            book.append(undone(target, id))
        else:
            book.append(corrected(target, id, amount=amount))
    return book


@given(books())
def test_the_balance_is_the_sum_of_what_is_in_force(book: list[Entry]) -> None:
    assert balance(book) == sum(each.cash for each in in_force(book))
    assert balance(book) == balance_on(book, date.max)


@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(book: list[Entry], random: Random) -> None:
    shuffled = random.sample(book, len(book))
    assert in_force(shuffled) == in_force(book)
    assert owed_to_her(shuffled) == owed_to_her(book)
    assert list(month_sums(shuffled, Calendar.BUDDHIST)) == list(month_sums(book, Calendar.BUDDHIST))


@given(books())
def test_the_same_entry_twice_counts_once(book: list[Entry]) -> None:
    assert in_force([*book, *book]) == in_force(book)


@given(books(), st.data())
def test_undo_takes_back_and_undo_of_undo_brings_back(book: list[Entry], data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(in_force(book) or [entry("x", 1)]))
    book = book if target in book else [target]
    undo = undone(target, "y")
    assert target not in in_force([*book, undo])
    again = [*book, undo, undone(undo, "z")]
    assert in_force(again) == in_force(book)
    assert balance(again) == balance(book)


@given(books(), st.data())
def test_a_correction_replaces_and_keeps_history(book: list[Entry], data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(in_force(book) or [entry("x", 1)]))
    book = book if target in book else [target]
    newer = corrected(target, "y", amount=777)
    after = [*book, newer]
    assert balance(after) - balance(book) == newer.cash - target.cash
    assert newer in in_force(after) and target not in in_force(after)
    assert {target, newer} <= set(history(after, "y"))
    assert in_force([*after, undone(newer, "z")]) == in_force(book)


@given(books())
def test_no_entry_and_its_corrections_count_twice(book: list[Entry]) -> None:
    firsts = [history(book, each.id)[0].id for each in in_force(book)]
    assert len(firsts) == len(set(firsts))


@given(books())
@settings(deadline=None)  # the tables of the calendar are built at the first day
def test_month_sums_add_up_in_every_calendar(book: list[Entry]) -> None:
    for calendar in Calendar:
        sums = month_sums(book, calendar)
        assert sum(month.net for month in sums.values()) == balance(book)
        days = [to_calendar(each.day, calendar) for each in in_force(book)]
        assert set(sums) == {Month(day.calendar, day.year, day.month) for day in days}


@given(books(), st.integers(0, 10_000_00), st.integers(-800, 800))
def test_after_counting_the_book_says_what_the_box_holds(book: list[Entry], held: int, days: int) -> None:
    day = DAY + timedelta(days=days)
    difference = counted(book, "y", day, Money(held, "THB"))
    assert balance_on([*book, *([difference] if difference else [])], day) == held
    assert difference is None or (difference.source is Source.COUNT and difference.category == "count")


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=8), st.lists(st.integers(1, 1000), max_size=8))
def test_partial_repayments_lower_the_debt(owed: list[int], paid: list[int]) -> None:
    book = [entry(f"a{n}", amount, Direction.CREDIT, "Malee", DAY + timedelta(n)) for n, amount in enumerate(owed)]
    book += [entry(f"b{n}", amount, Direction.PAID_BACK, "malee", DAY + timedelta(30)) for n, amount in enumerate(paid)]
    still = sum(owed) - sum(paid)
    assert sum(debt.open for debt in owed_to_her(book)) == still
    assert balance(book) == sum(paid)


def test_the_oldest_debt_is_paid_first() -> None:
    book = [
        entry("1", 300, Direction.CREDIT, "Malee", date(2026, 11, 1)),
        entry("2", 200, Direction.CREDIT, "Malee", date(2026, 11, 9)),
        entry("3", 350, Direction.PAID_BACK, "Malee"),
        entry("4", 500, Direction.CREDIT, "Ram"),
        entry("5", 90, Direction.OWED, "Shop"),
        entry("6", 40, Direction.REPAID, "Shop"),
    ]
    assert [(debt.who, debt.open, debt.since) for debt in owed_to_her(book)] == [
        ("Ram", 500, DAY),
        ("Malee", 150, date(2026, 11, 9)),
    ]
    assert [(debt.who, debt.open) for debt in owed_by_her(book)] == [("Shop", 50)]


@pytest.mark.parametrize(
    ("paid", "since"),
    [(0, 1), (299, 1), (300, 9), (301, 9), (499, 9), (500, None), (501, None)],
)
def test_since_when_a_debt_is_open(paid: int, since: int | None) -> None:
    """Since the day of the oldest that is not paid to the last coin; who has paid more than she took owes nothing."""
    book = [
        entry("1", 300, Direction.CREDIT, "Malee", date(2026, 11, 1)),
        entry("2", 200, Direction.CREDIT, "Malee", date(2026, 11, 9)),
        *([entry("3", paid, Direction.PAID_BACK, "Malee", date(2026, 10, 1))] if paid else []),
    ]
    found = [(debt.open, debt.since) for debt in owed_to_her(book)]
    assert found == ([(500 - paid, since and date(2026, 11, since))] if paid != 500 else [])


def test_rival_corrections_of_two_phones_count_once() -> None:
    first = entry("1", 100)
    left, right = corrected(first, "2", amount=200), corrected(first, "3", amount=300)
    later = corrected(left, "4", amount=400)
    assert balance([first, left, right]) == 300
    assert balance([first, left, right, later]) == 400
    assert balance([right, left]) == 300  # the first version may arrive last


def test_currencies_do_not_mix() -> None:
    book = [entry("1", 100), replace(entry("2", 100), currency="NPR")]
    for add in (balance, owed_to_her, lambda entries: month_sums(entries, Calendar.GREGORIAN)):
        if add is owed_to_her:
            book = [replace(each, direction=Direction.CREDIT) for each in book]
        with pytest.raises(MixedCurrencies):
            add(book)


def test_household_counts_and_openings_are_kept_apart() -> None:
    book = [
        opening("1", date(2026, 11, 1), Money(1000, "THB")),
        replace(entry("2", 600), category="sales"),
        replace(entry("3", 200, Direction.OUT), category="costs"),
        entry("4", 150, Direction.TAKEN_HOME),
        entry("5", 400, Direction.CREDIT, "Ram"),
    ]
    missing = counted(book, "6", DAY, Money(1200, "THB"))
    assert missing is not None and (missing.direction, missing.amount) == (Direction.OUT, 50)
    [(month, sums)] = month_sums([*book, missing], Calendar.GREGORIAN).items()
    assert month == Month(Calendar.GREGORIAN, 2026, 11)
    assert (sums.came, sums.went, sums.home) == ({"sales": 600}, {"costs": 200}, 150)
    assert (sums.on_credit, sums.opening, sums.counted, sums.net) == (400, 1000, -50, 1200)


def test_an_undone_opening_may_be_zero() -> None:
    first = opening("1", DAY, Money(0, "THB"))
    assert balance([first, undone(first, "2")]) == 0
    with pytest.raises(ValueError, match="less than nothing"):
        opening("3", DAY, Money(-1, "THB"))


def test_what_no_entry_can_be_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        entry("1", 0)
    with pytest.raises(ValueError, match="what it takes back"):
        replace(entry("1", 5), source=Source.UNDO)
    with pytest.raises(ValueError, match="nothing to correct"):
        corrected(undone(entry("1", 5), "2"), "3", amount=6)
    with pytest.raises(ValueError, match="in a circle"):
        in_force([replace(entry("1", 5), supersedes="2"), replace(entry("2", 5), supersedes="1")])


def test_a_line_becomes_an_entry() -> None:
    line = Line(Direction.CREDIT, Money(60000, "THB"), DAY, "soap", None, "piece", "sales", "Malee")
    made = entry_of(line, "1")
    assert (made.money, made.item, made.unit, made.counterparty) == (line.amount, "soap", "piece", "Malee")
    assert made.cash == 0


def test_a_line_corrected_a_thousand_times() -> None:
    book = [entry("0000", 1)]
    for number in range(1, 1000):
        book.append(corrected(book[-1], f"{number:04}", amount=number))
    assert balance(book) == 999 and len(history(book, "0500")) == 1000


@given(books(), st.randoms())
@settings(max_examples=200)
def test_what_is_taken_back_whole_and_put_back_is_as_it_was(book: list[Entry], random: Random) -> None:
    standing = in_force(book)
    if not standing:
        return
    one = random.choice(standing)
    family = history(book, one.id)
    undos: list[Entry] = []
    while held := in_force([*family, *undos]):
        undos.append(undone(held[0], f"u{len(undos):04}"))
    found = undos_in_force([*family, *undos])
    back = [undone(undo, f"v{at:04}") for at, undo in enumerate(found) if undo.id >= undos[0].id]
    assert in_force([*family, *undos, *back]) == [one]
