"""Lists of a language's book that no written case needs: each is asked, and a line comes out otherwise without it."""

import pytest

from bot.domain.book import Ask, Line
from bot.domain.book.reading.words.misspelt import near
from tests.domain.book.reading import line_cases as written


def read(language: str, typed: str) -> object:
    return written.read(written.Case(language, typed, ""))


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "soap price 20"),  # price: nothing happened
        ("th", "ราคาสบู่ 20"),
        ("ny", "mtengo wa sopo 20"),
        ("th", "ขายกระเป๋าเงิน 100"),  # part_after: a purse, or a bag and money
        ("th", "ซื้อยาหนู 40"),
        ("en", "paid 300 to the driver"),  # articles
    ],
)
def test_such_a_word_is_asked_about(language: str, typed: str) -> None:
    assert isinstance(read(language, typed), Ask)


@pytest.mark.parametrize(
    ("typed", "item", "quantity"),
    [
        ("sold soap out 300", "soap", "None"),  # weak: out is no second verb
        ("sold soap 3/8 kg 30", "soap", "0.375"),  # unit_of_fraction: no day
        ("bought 7/8 kg sugar 30", "sugar", "0.875"),
    ],
)
def test_such_a_line_is_read(typed: str, item: str, quantity: str) -> None:
    line = read("en", typed)
    assert isinstance(line, Line) and (line.item, str(line.quantity)) == (item, quantity)


def test_what_is_mistyped_most_in_a_script_makes_no_other_word() -> None:
    """A tone mark left out and a short vowel for a long one: two slips, and soap all the same."""
    assert near("สบุ", "สบู่")
    assert not near("soop", "soapy")
