"""Which way the money goes: tables written by hand, one line a direction, for the box and for each kind of sum."""

import re
from dataclasses import asdict
from datetime import date

import pytest

from bot.domain.book import (
    KINDS,
    Direction,
    Entry,
    Place,
    Source,
    balance,
    balances,
    counted,
    lent,
    loans,
    month_sums,
    owed_by_her,
    owed_to_her,
    undone,
)
from bot.domain.book.kinds import TRADE, category_for
from bot.domain.book.ledger.debts import LENT, LOANS, OWE_HER, SHE_OWES
from bot.domain.book.signals import Work
from bot.i18n import Calendar, Money
from bot.store.book import sums as stored
from bot.store.schema import entry as table
from handlers.book import debts as debts_shown

DAY = date(2026, 11, 24)
# Of 100: what the box has more, the bank, the wallet; what others owe her more, what she owes more, what of loans;
# sales and costs; what others have of her money more.
DOES = {
    Direction.IN: (100, 0, 0, 0, 0, 0, 100, 0, 0),
    Direction.OUT: (-100, 0, 0, 0, 0, 0, 0, 100, 0),
    Direction.CREDIT: (0, 0, 0, 100, 0, 0, 100, 0, 0),
    Direction.PAID_BACK: (100, 0, 0, -100, 0, 0, 0, 0, 0),
    Direction.TAKEN_HOME: (-100, 0, 0, 0, 0, 0, 0, 0, 0),
    Direction.OWED: (0, 0, 0, 0, 100, 0, 0, 100, 0),
    Direction.REPAID: (-100, 0, 0, 0, -100, 0, 0, 0, 0),
    Direction.LOAN_GOT: (100, 0, 0, 0, 0, 100, 0, 0, 0),
    Direction.LOAN_PAID: (-100, 0, 0, 0, 0, -100, 0, 0, 0),
    Direction.GRANT: (100, 0, 0, 0, 0, 0, 0, 0, 0),
    Direction.PUT_IN: (100, 0, 0, 0, 0, 0, 0, 0, 0),
    Direction.REFUND_GIVEN: (-100, 0, 0, 0, 0, 0, -100, 0, 0),
    Direction.REFUND_GOT: (100, 0, 0, 0, 0, 0, 0, -100, 0),
    Direction.TO_BANK: (-100, 100, 0, 0, 0, 0, 0, 0, 0),
    Direction.FROM_BANK: (100, -100, 0, 0, 0, 0, 0, 0, 0),
    Direction.TO_WALLET: (-100, 0, 100, 0, 0, 0, 0, 0, 0),
    Direction.FROM_WALLET: (100, 0, -100, 0, 0, 0, 0, 0, 0),
    Direction.BANK_TO_WALLET: (0, -100, 100, 0, 0, 0, 0, 0, 0),
    Direction.WALLET_TO_BANK: (0, 100, -100, 0, 0, 0, 0, 0, 0),
    Direction.LENT: (-100, 0, 0, 0, 0, 0, 0, 0, 100),
    Direction.LENT_BACK: (100, 0, 0, 0, 0, 0, 0, 0, -100),
    Direction.INTEREST: (100, 0, 0, 0, 0, 0, 0, 0, 0),
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
    Direction.LOAN_GOT: {"beside": {"loan_got": 100}},
    Direction.LOAN_PAID: {"beside": {"loan_paid": 100}},
    Direction.GRANT: {"beside": {"grant": 100}},
    Direction.PUT_IN: {"beside": {"put_in": 100}},
    Direction.REFUND_GIVEN: {"came": {"x": -100}},
    Direction.REFUND_GOT: {"went": {"x": -100}},
    Direction.TO_BANK: {"beside": {"to_bank": 100}, "elsewhere": 100},
    Direction.FROM_BANK: {"beside": {"from_bank": 100}, "elsewhere": -100},
    Direction.TO_WALLET: {"beside": {"to_wallet": 100}, "elsewhere": 100},
    Direction.FROM_WALLET: {"beside": {"from_wallet": 100}, "elsewhere": -100},
    Direction.BANK_TO_WALLET: {"beside": {"bank_to_wallet": 100}},
    Direction.WALLET_TO_BANK: {"beside": {"wallet_to_bank": 100}},
    Direction.LENT: {"beside": {"lent": 100}},
    Direction.LENT_BACK: {"beside": {"lent_back": 100}},
    Direction.INTEREST: {"came": {"x": 100}},
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
    Direction.LOAN_GOT: ("loan", "loan", "loan"),
    Direction.LOAN_PAID: ("loan", "loan", "loan"),
    Direction.GRANT: ("grant", "grant", "grant"),
    Direction.PUT_IN: ("own", "own", "own"),
    Direction.REFUND_GIVEN: ("sales", "sales", "sales"),
    Direction.REFUND_GOT: ("costs", "costs", "transport"),
    Direction.TO_BANK: ("moved", "moved", "moved"),
    Direction.FROM_BANK: ("moved", "moved", "moved"),
    Direction.TO_WALLET: ("moved", "moved", "moved"),
    Direction.FROM_WALLET: ("moved", "moved", "moved"),
    Direction.BANK_TO_WALLET: ("moved", "moved", "moved"),
    Direction.WALLET_TO_BANK: ("moved", "moved", "moved"),
    Direction.LENT: ("lent", "lent", "lent"),
    Direction.LENT_BACK: ("lent", "lent", "lent"),
    Direction.INTEREST: ("earned", "earned", "earned"),
}
each = pytest.mark.parametrize("direction", Direction)


def one(direction: Direction, **more: object) -> Entry:
    return Entry("1", DAY, direction, 100, "THB", category="x", counterparty="Malee", **more)  # type: ignore[arg-type]


def test_every_direction_is_in_every_table() -> None:
    assert set(DOES) == set(STANDS_IN) == set(CATEGORY) == set(KINDS) == set(Direction)


def test_buttons_mean_the_first_seven_by_their_place() -> None:
    assert [one.value for one in TRADE] == ["in", "out", "credit", "paid_back", "taken_home", "owed", "repaid"]


@each
def test_what_it_does_to_the_box_and_to_the_debts(direction: Direction) -> None:
    book = [one(direction)]
    debts = (owed_to_her(book), owed_by_her(book), loans(book), lent(book))
    *owed, of_hers = (sum(debt.open for debt in one) for one in debts)
    work = Work.of(book)
    assert (*balances(book).values(), *owed, work.sales, work.costs, of_hers) == DOES[direction]
    assert balance(book) == DOES[direction][0]


@each
@pytest.mark.parametrize("place", [Place.BANK, Place.WALLET])
def test_what_lies_elsewhere_is_not_in_the_box(direction: Direction, place: Place) -> None:
    """But for a move, which says itself where the money goes: all of it is there instead of in the box."""
    box, bank, wallet, *_ = DOES[direction]
    there = {Place.BOX: 0, Place.BANK: 0, Place.WALLET: 0, place: box}
    if bank or wallet:
        there = {Place.BOX: box, Place.BANK: bank, Place.WALLET: wallet}
    book = [one(direction, place=place)]
    assert balances(book) == there
    (sums,) = month_sums(book, Calendar.GREGORIAN).values()
    assert sums.net == there[Place.BOX]
    assert sums.elsewhere == there[Place.BANK] + there[Place.WALLET]
    assert (sums.came, sums.went) == (STANDS_IN[direction].get("came", {}), STANDS_IN[direction].get("went", {}))


@pytest.mark.parametrize("direction", [one for one, kind in KINDS.items() if kind.takes_back])
def test_what_takes_back_is_the_contrary(direction: Direction) -> None:
    contrary = KINDS[direction].takes_back
    assert contrary is not None
    assert DOES[direction] == tuple(-each for each in DOES[contrary])


@each
def test_taken_back_it_does_nothing(direction: Direction) -> None:
    entry = one(direction)
    book = [entry, undone(entry, "2")]
    debts = (owed_to_her(book), owed_by_her(book), loans(book), lent(book))
    assert (*balances(book).values(), *debts) == (0, 0, 0, [], [], [], [])


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


def test_the_database_reads_for_bank_and_wallet_what_moves_them() -> None:
    moves = {direction for direction, kind in KINDS.items() if kind.bank or kind.wallet}
    assert set(re.findall(r"'(\w+)'", str(stored._ELSEWHERE))) == {"box", *moves}
    for index, words in (("ix_entry_elsewhere", stored._ELSEWHERE), ("ix_entry_owed", stored._OWED)):
        (found,) = (one for one in table.indexes if one.name == index)
        condition = str(found.dialect_options["sqlite"]["where"])
        assert condition == f"stands AND {str(words).replace('entry.', '')}"


def test_the_database_reads_for_debts_what_makes_debts() -> None:
    assert set(re.findall(r"'(\w+)'", str(stored._OWED))) == {*OWE_HER, *SHE_OWES, *LOANS, *LENT}


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
