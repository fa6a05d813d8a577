"""A changed message, lines that wait, lines that turn, and texts that mean to be entries."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.book import About, Ask, Direction, Known, KnownItem, Line, Place, Reading, Reason, Unread, entry_of
from bot.domain.book.ledger.other_direction import category_for, turned
from bot.domain.book.reading.edited import pairs, says
from bot.domain.book.reading.is_entry import has_verb, is_about_the_book, read_quantity
from bot.domain.book.reading.waiting import from_json, to_json
from bot.i18n import Money, load_catalogues

DAY = date(2026, 11, 24)
CATALOGUES = load_catalogues()
amounts = st.integers(1, 10**9).map(lambda minor: Money(minor, "THB"))
names = st.sampled_from(["", "soap", "honey", "ผ้าไหม", "साबुन"])
lines = st.builds(
    Line,
    st.sampled_from(Direction),
    amounts,
    st.dates(date(2020, 1, 1), DAY),
    names,
    st.none() | st.decimals("0.01", 1000, places=2),
    st.sampled_from(["", "kg", "piece"]),
    st.sampled_from(["sales", "costs", "transport", "home", "debts"]),
    names,
    st.booleans(),
    st.none() | st.sampled_from(Place),
)
few = st.builds(Line, st.sampled_from([Direction.IN, Direction.OUT]), st.just(Money(100, "THB")), st.just(DAY), names)
readings = few | st.just(Unread(Reason.NO_AMOUNT)) | st.lists(few, min_size=2, max_size=2).map(
    lambda two: Ask(About.ITEM, tuple(two))
)  # fmt: skip


@given(lines)
def test_a_line_that_waits_is_the_same_afterwards(line: Line) -> None:
    assert from_json(to_json(line)) == line


@given(st.lists(few, max_size=6), st.lists(readings, max_size=6))
def test_each_entry_and_each_line_is_in_one_pair(written: list[Line], now: list[Reading]) -> None:
    entries = [entry_of(line, str(at)) for at, line in enumerate(written)]
    found = pairs(entries, now)
    assert [pair.entry for pair in found if pair.entry] == entries
    assert [pair.reading for pair in found if pair.reading] == now
    assert [pair.place for pair in found if pair.reading] == list(range(len(now)))


@given(st.lists(few, min_size=1, max_size=6))
def test_a_message_that_says_the_same_changes_nothing(written: list[Line]) -> None:
    entries = [entry_of(line, str(at)) for at, line in enumerate(written)]
    assert all(pair.is_same for pair in pairs(entries, written))


@given(st.lists(few, min_size=1, max_size=5), st.integers(0, 5), few)
def test_a_line_that_is_set_between_changes_no_other(written: list[Line], at: int, new: Line) -> None:
    entries = [entry_of(line, str(number)) for number, line in enumerate(written)]
    at = min(at, len(written))
    found = pairs(entries, [*written[:at], new, *written[at:]])
    changed = [pair for pair in found if not pair.is_same]
    assert [pair.entry for pair in changed] == [None]


@given(lines, st.sampled_from(Direction))
def test_a_turned_line_says_the_rest_as_before(line: Line, direction: Direction) -> None:
    other = turned(line, direction)
    assert other.direction is direction
    assert (other.amount, other.day, other.item, other.who) == (line.amount, line.day, line.item, line.who)
    assert says(turned(other, line.direction), entry_of(line, "1"))


@pytest.mark.parametrize(
    ("direction", "category", "expected"),
    [
        (Direction.OUT, "sales", "costs"),
        (Direction.OWED, "transport", "transport"),
        (Direction.CREDIT, "transport", "sales"),
        (Direction.TAKEN_HOME, "sales", "home"),
        (Direction.PAID_BACK, "sales", "debts"),
    ],
)
def test_the_category_follows_the_direction(direction: Direction, category: str, expected: str) -> None:
    assert category_for(direction, category) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "sold soap", True),
        ("en", "three workers", False),
        ("th", "ขายสบู่", True),
        ("th", "สามคน", False),
        ("ne", "साबुन बेचेँ", True),
        ("ne", "तीन जना", False),
        ("ny", "ndagulitsa sopo", True),
        ("ny", "anthu atatu", False),
    ],
)
def test_what_was_done_is_said(language: str, text: str, expected: bool) -> None:
    assert has_verb(text, CATALOGUES.locale(language), "THB") is expected


def test_what_is_about_the_book() -> None:
    known = Known((KnownItem("soap"),), ("Sunita",))
    english = CATALOGUES.locale("en")
    assert is_about_the_book("soap", english, "THB", known)
    assert is_about_the_book("Sunita", english, "THB", known)
    assert is_about_the_book("600", english, "THB", known)
    assert not is_about_the_book("thank you", english, "THB", known)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "12", (Decimal(12), "")),
        ("en", "2.5 kg", (Decimal("2.5"), "kg")),
        ("th", "12 ก้อน", (Decimal(12), "piece")),
        ("ne", "१२ वटा", (Decimal(12), "piece")),
        ("ny", "makilo 3", (Decimal(3), "kg")),
        ("en", "many", None),
        ("en", "0", None),
        ("en", "12 or 13", None),
    ],
)
def test_quantities_alone(language: str, text: str, expected: tuple[Decimal, str] | None) -> None:
    assert read_quantity(text, CATALOGUES.locale(language), "THB") == expected
