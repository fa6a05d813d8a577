"""The examples that the book gives are read as it says, in every language."""

from datetime import date

import pytest

from bot.domain.book import Direction, Known, Line, read_line
from bot.i18n import load_catalogues
from handlers.book import debts
from handlers.book.entering import open_book

CATALOGUES = load_catalogues()
DAY = date(2026, 11, 24)
MONEY = {"en": "MWK", "ny": "MWK", "th": "THB", "ne": "NPR"}


@pytest.mark.parametrize("language", sorted(MONEY))
@pytest.mark.parametrize(
    ("example", "direction"),
    [(open_book.EXAMPLE, Direction.IN), (debts.EXAMPLE, Direction.CREDIT)],
)
def test_an_example_is_read_at_once(language: str, example: str, direction: Direction) -> None:
    line = read_line(CATALOGUES.text(example, language), CATALOGUES.locale(language), MONEY[language], DAY, Known())
    assert isinstance(line, Line) and line.direction is direction
    assert direction is not Direction.CREDIT or line.who
