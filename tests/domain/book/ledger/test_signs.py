"""Which way the money goes: tables written by hand, one line a direction, for the box and for each kind of sum."""

import re
from dataclasses import asdict
from datetime import date

import pytest

from bot.domain.book import Direction, Entry, Source, balance, counted, month_sums, owed_by_her, owed_to_her, undone
from bot.domain.book.ledger.debts import OWE_HER, SHE_OWES
from bot.domain.book.ledger.ledger import CASH
from bot.domain.book.ledger.other_direction import category_for
from bot.i18n import Calendar, Money
from bot.store.book import sums as stored
from handlers.book import debts as debts_shown

DAY = date(2026, 11, 24)
# Of 100: what the box has more, what others owe her more, what she owes more.
DOES = {
    Direction.IN: (100, 0, 0),
    Direction.OUT: (-100, 0, 0),
    Direction.CREDIT: (0, 100, 0),
    Direction.PAID_BACK: (100, -100, 0),
    Direction.TAKEN_HOME: (-100, 0, 0),
    Direction.OWED: (0, 0, 100),
    Direction.REPAID: (-100, 0, -100),
}
# In which sums of a month it stands.
STANDS_IN = {
    Direction.IN: {"came": {"x": 100}},
    Direction.OUT: {"went": {"x": 100}},
    Direction.CREDIT: {"on_credit": 100},
    Direction.PAID_BACK: {"came": {"x": 100}},
    Direction.TAKEN_HOME: {"home": 100},
    Direction.OWED: {},
    Direction.REPAID: {"went": {"x": 100}},
}
# The category of a line that turns out to go another way, from: nothing said, sales, transport.
CATEGORY = {
    Direction.IN: ("sales", "sales", "sales"),
    Direction.OUT: ("costs", "costs", "transport"),
    Direction.CREDIT: ("sales", "sales", "sales"),
    Direction.PAID_BACK: ("debts", "debts", "debts"),
    Direction.TAKEN_HOME: ("home", "home", "home"),
    Direction.OWED: ("costs", "costs", "transport"),
    Direction.REPAID: ("debts", "debts", "debts"),
}
each = pytest.mark.parametrize("direction", Direction)


def one(direction: Direction, **more: object) -> Entry:
    return Entry("1", DAY, direction, 100, "THB", category="x", counterparty="Malee", **more)  # type: ignore[arg-type]


def test_every_direction_is_in_every_table() -> None:
    assert set(DOES) == set(STANDS_IN) == set(CATEGORY) == set(CASH) == set(Direction)


@each
def test_what_it_does_to_the_box_and_to_the_debts(direction: Direction) -> None:
    book = [one(direction)]
    to_her, by_her = (sum(debt.open for debt in debts) for debts in (owed_to_her(book), owed_by_her(book)))
    assert (balance(book), to_her, by_her) == DOES[direction]


@each
def test_taken_back_it_does_nothing(direction: Direction) -> None:
    entry = one(direction)
    book = [entry, undone(entry, "2")]
    assert (balance(book), owed_to_her(book), owed_by_her(book)) == (0, [], [])


@each
def test_in_which_sums_of_a_month_it_stands(direction: Direction) -> None:
    (sums,) = month_sums([one(direction)], Calendar.GREGORIAN).values()
    assert {name: value for name, value in asdict(sums).items() if value} == STANDS_IN[direction]
    assert sums.net == DOES[direction][0]


@each
def test_the_database_sums_it_alike(direction: Direction) -> None:
    """It has totals of entries that are alike, as text and Decimal."""
    entry, found = one(direction), stored.Sums()
    stored._put(found, str(entry.direction), str(entry.source), entry.category, entry.amount, entry.cash)
    assert {name: value for name, value in asdict(found).items() if value} == STANDS_IN[direction]


def test_the_database_reads_for_debts_what_makes_debts() -> None:
    assert set(re.findall(r"'(\w+)'", str(stored._OWED))) == {*OWE_HER, *SHE_OWES}


@each
@pytest.mark.parametrize("place", range(3))
def test_its_category_once_a_line_turns_out_to_go_this_way(direction: Direction, place: int) -> None:
    assert category_for(direction, ("", "sales", "transport")[place]) == CATEGORY[direction][place]


@pytest.mark.parametrize(("held", "difference"), [(150, 50), (100, None), (30, -70), (0, -100), (-20, -120)])
def test_more_in_the_box_than_in_the_book_is_money_in_and_less_is_money_out(held: int, difference: int | None) -> None:
    book = [one(Direction.IN)]
    found = counted(book, "2", DAY, Money(held, "THB"))
    assert (found and found.cash) == difference
    assert found is None or balance([*book, found]) == held


@pytest.mark.parametrize(("source", "name"), [(Source.OPENING, "opening"), (Source.COUNT, "counted")])
@pytest.mark.parametrize(("direction", "sum_"), [(Direction.IN, 100), (Direction.OUT, -100)])
def test_what_was_found_in_the_box_keeps_its_sign(source: Source, name: str, direction: Direction, sum_: int) -> None:
    (sums,) = month_sums([one(direction, source=source)], Calendar.GREGORIAN).values()
    assert {name: value for name, value in asdict(sums).items() if value} == {name: sum_}
    assert sums.net == sum_


def test_who_pays_a_debt_from_its_page_pays_it_and_does_not_make_another() -> None:
    assert OWE_HER[debts_shown.PAYING[debts_shown.TO_HER]] == SHE_OWES[debts_shown.PAYING[debts_shown.BY_HER]] == -1


@pytest.mark.parametrize("category", ["", "sales", "home", "debts"])
def test_what_says_only_which_way_it_went_becomes_costs_when_it_is_spent(category: str) -> None:
    assert category_for(Direction.OUT, category) == category_for(Direction.OWED, category) == "costs"


def test_what_it_was_spent_on_stays() -> None:
    assert category_for(Direction.OWED, "transport") == "transport"
