"""What the box holds, as people say it."""

import pytest

from bot.domain.book import read_count
from bot.i18n import Ask, Money, Read
from tests.domain.book.reading.line_cases import CURRENCIES, LOCALES


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "my box holds 1,850"),
        ("en", "Cash box: 1850"),
        ("en", "counted 1850 baht"),
        ("th", "ในกล่องมี 1,850 บาท"),
        ("th", "นับเงินได้ 1850"),
        ("ne", "बाकसमा १,८५० छ"),
        ("ne", "मसँग नगद रु १८५०"),
        ("ny", "m'bokosi muli K1,850"),
    ],
)
def test_a_count_is_read(language: str, typed: str) -> None:
    currency = CURRENCIES[language]
    assert read_count(typed, LOCALES[language], currency) == Read(Money(185000, currency))


def test_an_unclear_count_is_asked_and_other_lines_are_not_counts() -> None:
    assert isinstance(read_count("my box holds 1.850", LOCALES["en"], "THB"), Ask)
    for typed in ("sold 12 soap 600", "box 200", "my box holds soap", "hello"):
        assert read_count(typed, LOCALES["en"], "THB") is None
