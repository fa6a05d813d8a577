"""Every direction, category and unit that an entry can have is called something, in every language."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.book import Direction, Entry
from bot.domain.book.ledger.labels import CATEGORIES, DIRECTIONS, SIGNS, UNITS, quantity_label, what_label
from bot.domain.book.reading.words.vocabulary import table
from bot.i18n import Text, load_catalogues
from bot.i18n.languages import languages

CATALOGUES = load_catalogues()


def entry(item: str, quantity: Decimal | None, unit: str, category: str) -> Entry:
    return Entry("1", date(2026, 11, 24), Direction.IN, 60000, "THB", item, quantity, unit, category)


@pytest.mark.parametrize("language", languages())
def test_each_unit_and_cost_of_the_word_lists_has_a_label(language: str) -> None:
    words = table(language)
    own = {key for key, said in words["units"].items() if key in said}
    assert words["units"].keys() - own <= UNITS.keys()
    assert words["costs"].keys() - {"other"} <= CATEGORIES.keys()


def test_each_direction_has_a_label_and_a_sign_of_its_own() -> None:
    assert DIRECTIONS.keys() == SIGNS.keys() == set(Direction)
    assert len(set(SIGNS.values())) == len(Direction)


@pytest.mark.parametrize(
    ("language", "quantity", "unit", "shown"),
    [
        ("en", "1", "piece", "1 piece"),
        ("en", "2.5", "kg", "2.5 kg"),
        ("en", "12", "bottle", "12 bottles"),
        ("th", "12", "piece", "12 ชิ้น"),
        ("ne", "12", "piece", "१२ वटा"),
        ("ny", "3", "bag", "matumba 3"),
        ("ny", "1", "bag", "thumba 1"),
        ("en", "12", "", "12"),
        ("th", "2", "เข่ง", "2 เข่ง"),
        ("ny", "2", "tsango", "tsango 2"),
        ("ne", "2", "bag", "२ झोला"),
    ],
)
def test_quantities(language: str, quantity: str, unit: str, shown: str) -> None:
    label = quantity_label(Decimal(quantity), unit)
    assert CATALOGUES.render(label, language) == shown


@pytest.mark.parametrize(
    ("item", "quantity", "unit", "category", "shown"),
    [
        ("soap", "12", "", "sales", "12 soap"),
        ("honey", "3", "kg", "sales", "3 kg of honey"),
        ("soap", None, "", "sales", "soap"),
        ("", "12", "piece", "sales", "12 pieces"),
        ("", None, "", "transport", "Transport"),
    ],
)
def test_what_an_entry_is_about(item: str, quantity: str | None, unit: str, category: str, shown: str) -> None:
    label = what_label(entry(item, Decimal(quantity) if quantity else None, unit, category))
    assert isinstance(label, Text | str) and CATALOGUES.render(label, "en") == shown


def test_nothing_is_said_of_an_entry_that_says_nothing() -> None:
    assert what_label(entry("", None, "", "costs")) is None
