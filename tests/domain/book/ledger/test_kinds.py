"""The one table of signs, walked: what holds of every kind, and of every book that is made of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.book import (
    KINDS,
    Direction,
    Entry,
    Place,
    balances,
    entry_of,
    history,
    in_force,
    lent,
    loans,
    month_sums,
    owed_by_her,
    owed_to_her,
    undone,
)
from bot.domain.book.kinds import TRADE, category_for, instead_of, moved_by, signs
from bot.domain.book.ledger.changes import of_kind
from bot.domain.book.ledger.check_in_answers import Figure, told
from bot.domain.book.ledger.other_direction import turned
from bot.domain.book.reading.line import Line
from bot.domain.book.reading.waiting import from_json, to_json
from bot.domain.book.signals import Work
from bot.i18n import Calendar, Money
from tests.domain.book.ledger.test_ledger import books

DAY = date(2026, 11, 24)
# What is neither business nor household: written down here by hand.
BESIDE = {
    Direction.LOAN_GOT,
    Direction.LOAN_PAID,
    Direction.GRANT,
    Direction.PUT_IN,
    Direction.TO_BANK,
    Direction.FROM_BANK,
    Direction.TO_WALLET,
    Direction.FROM_WALLET,
    Direction.BANK_TO_WALLET,
    Direction.WALLET_TO_BANK,
    Direction.LENT,
    Direction.LENT_BACK,
}
each = pytest.mark.parametrize("direction", Direction)


@st.composite
def anywhere(draw: st.DrawFn) -> list[Entry]:
    """A book of every kind, with money in the box, in the bank and in the wallet."""
    return [
        replace(one, place=draw(st.sampled_from(Place)), due=draw(st.sampled_from([None, DAY, DAY + timedelta(7)])))
        for one in draw(books())
    ]


def test_which_kinds_are_neither_business_nor_household() -> None:
    assert {one for one, kind in KINDS.items() if kind.is_beside} == BESIDE
    assert {one for one, kind in KINDS.items() if kind.is_move} == {
        one for one in BESIDE if KINDS[one].category == "moved"
    }


@each
def test_what_is_beside_the_business_touches_neither_sales_nor_costs(direction: Direction) -> None:
    kind = KINDS[direction]
    if direction in BESIDE:
        assert (kind.sales, kind.costs, kind.profit, kind.came, kind.went, kind.home) == (0, 0, 0, 0, 0, 0)
    else:
        assert kind.loans == kind.lent == 0


def test_interest_that_is_earned_raises_the_profit_and_no_sales() -> None:
    book = [Entry("1", DAY, Direction.IN, 600, "THB"), Entry("2", DAY, Direction.INTEREST, 50, "THB")]
    (sums,) = month_sums(book, Calendar.GREGORIAN).values()
    work = Work.of(book)
    assert KINDS[Direction.INTEREST].profit == 1 and sum(sums.came.values()) == 650
    assert (work.sales, told(book, date.min, DAY, "piece").figures[Figure.SALES]) == (600, 6)
    assert not told(book[1:], date.min, DAY, "piece").figures


@each
def test_money_comes_from_somewhere(direction: Direction) -> None:
    """All that is had is what was earned, owed, lent and taken home; only gifts and her own have no other side."""
    kind = KINDS[direction]
    given = {Direction.GRANT, Direction.PUT_IN}
    owed = kind.to_her + kind.lent - kind.by_her - kind.loans
    assert kind.money + owed - kind.profit + kind.home == (direction in given)


@each
@pytest.mark.parametrize("place", Place)
def test_nothing_is_lost_on_the_way(direction: Direction, place: Place) -> None:
    assert sum(moved_by(direction, place).values()) == KINDS[direction].money


@given(anywhere())
def test_balances_are_the_sums_of_the_signs(book: list[Entry]) -> None:
    standing = in_force(book)
    for place, held in balances(book).items():
        assert held == sum(moved_by(one.direction, one.place)[place] * one.amount for one in standing)
    assert sum(balances(book).values()) == sum(KINDS[one.direction].money * one.amount for one in standing)
    assert sum(one.open for one in loans(book)) == sum(
        signs("loans").get(one.direction, 0) * one.amount for one in standing
    )


def figures(book: Sequence[Entry]) -> object:
    """All that is said of business and household."""
    sums = month_sums(book, Calendar.GREGORIAN)
    work = Work.of(in_force(book))
    business = {
        month: (one.came, one.went, one.home, one.on_credit)
        for month, one in sums.items()
        if one.came or one.went or one.home or one.on_credit
    }
    return business, work.sales, work.costs, work.home, told(book, date.min, DAY, "piece")


@given(anywhere())
def test_without_what_is_beside_it_business_and_household_are_the_same(book: list[Entry]) -> None:
    """Loans, grants, her own money and what is moved: taken out of the book, no such figure is another."""
    standing = in_force(book)
    assert figures(standing) == figures([one for one in standing if one.direction not in BESIDE])


@given(anywhere())
def test_wherever_the_money_is_business_household_and_debts_are_the_same(book: list[Entry]) -> None:
    there = [replace(one, place=Place.BOX) for one in book]
    assert figures(there) == figures(book)
    for debts in (owed_to_her, owed_by_her, loans, lent):
        assert debts(there) == debts(book)
    assert sum(balances(there).values()) == sum(balances(book).values())


@each
@pytest.mark.parametrize("place", Place)
def test_only_where_money_came_or_went_a_place_is_kept(direction: Direction, place: Place) -> None:
    """A move says itself where; what is owed has come to no place yet."""
    entry = entry_of(Line(direction, Money(100, "THB"), DAY, place=place), "1")
    said = place if KINDS[direction].money and not KINDS[direction].is_move else Place.BOX
    assert entry.place is KINDS[direction].place_of(place) is said


@given(anywhere(), st.data())
def test_an_undo_restores_all_of_it(book: list[Entry], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(in_force(book) or [Entry("x", DAY, Direction.GRANT, 1, "THB")]))
    book = book if one in book else [one]
    before = [entry for entry in in_force(book) if entry != one]
    undos: list[Entry] = []
    while held := in_force([*history(book, one.id), *undos]):  # a correction is undone first
        undos.append(undone(held[0], f"y{len(undos):04}"))
    after = [*book, *undos]
    assert (figures(after), balances(after), loans(after)) == (figures(before), balances(before), loans(before))
    again = [*after, *(undone(undo, f"z{at:04}") for at, undo in enumerate(reversed(undos)))]
    assert (figures(again), balances(again), loans(again)) == (figures(book), balances(book), loans(book))


@given(anywhere(), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(book: list[Entry], random: Random) -> None:
    other = random.sample(book, len(book))
    assert (figures(other), balances(other), loans(other)) == (figures(book), balances(book), loans(book))


@given(anywhere())
def test_each_month_adds_up_to_the_box(book: list[Entry]) -> None:
    sums = month_sums(book, Calendar.BUDDHIST).values()
    held = balances(book)
    assert sum(one.net for one in sums) == held[Place.BOX]
    assert sum(one.elsewhere for one in sums) == held[Place.BANK] + held[Place.WALLET]


def test_a_loan_is_paid_back_in_parts() -> None:
    book = [
        Entry("1", date(2026, 9, 1), Direction.LOAN_GOT, 500, "THB", counterparty="Fund", due=date(2026, 10, 1)),
        Entry("2", date(2026, 10, 1), Direction.LOAN_PAID, 200, "THB", counterparty="fund", due=date(2026, 11, 1)),
        Entry("3", date(2026, 11, 1), Direction.LOAN_GOT, 90, "THB", counterparty="Ruth"),
        Entry("4", date(2026, 11, 2), Direction.LOAN_PAID, 90, "THB", counterparty="Ruth"),
        Entry("5", date(2026, 11, 3), Direction.LOAN_PAID, 100, "THB", counterparty="Fund"),
    ]
    assert [(one.who, one.open, one.since, one.due) for one in loans(book)] == [
        ("Fund", 200, date(2026, 9, 1), date(2026, 11, 1))
    ]


def test_a_refund_lowers_what_a_check_in_is_told() -> None:
    book = [
        Entry("1", DAY, Direction.IN, 60000, "THB", "soap"),
        Entry("2", DAY, Direction.REFUND_GIVEN, 10000, "THB", "soap"),
        Entry("3", DAY, Direction.OUT, 9000, "THB", "oil"),
        Entry("4", DAY, Direction.REFUND_GOT, 2000, "THB", "oil"),
    ]
    said = told(book, DAY, DAY, "").figures
    assert (said[Figure.SALES], said[Figure.COSTS]) == (500, 70)


@pytest.mark.parametrize("direction", sorted(BESIDE))
def test_a_month_of_nothing_else_is_no_month_of_business(direction: Direction) -> None:
    """No sales is a figure too: the book has said nothing of them."""
    assert not told([Entry("1", DAY, direction, 100, "THB")], DAY, DAY, "piece").figures


@each
def test_a_line_of_any_kind_waits_and_turns(direction: Direction) -> None:
    line = Line(
        direction, Money(60000, "THB"), DAY, "x", None, "", category_for(direction), "Fund", False, Place.BANK, DAY
    )
    assert from_json(to_json(line)) == line
    for other in Direction:
        assert turned(turned(line, other), direction) == line
    old = {name: value for name, value in to_json(line).items() if name not in ("place", "due")}
    assert from_json(old) == replace(line, place=None, due=None)


def test_an_entry_of_another_kind_keeps_what_still_means_something() -> None:
    """A move says itself where its money goes, and only a loan has a next payment."""
    loan = Entry("1", DAY, Direction.LOAN_GOT, 100, "THB", category="loan", place=Place.BANK, due=DAY)
    assert of_kind(loan, Direction.GRANT) == {
        "direction": Direction.GRANT,
        "category": "grant",
        "place": Place.BANK,
        "due": None,
    }
    assert of_kind(loan, Direction.FROM_WALLET)["place"] is Place.BOX
    assert of_kind(loan, Direction.CREDIT)["place"] is Place.BOX
    assert of_kind(loan, Direction.LOAN_PAID)["due"] == DAY


@each
def test_what_it_may_have_been_instead_does_the_same_to_the_box(direction: Direction) -> None:
    others = instead_of(direction)
    assert direction not in others and not set(others) & set(TRADE)
    assert {KINDS[one].box for one in others} <= {KINDS[direction].box}
    assert bool(others) == (direction not in (Direction.CREDIT, Direction.OWED))
