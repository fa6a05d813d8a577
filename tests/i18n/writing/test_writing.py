"""Numbers, dates and money as each reader writes them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from bot.i18n import Locale, Money, currency_decimals, format_date, format_money, format_number

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "value", "decimals", "expected"),
    [
        ("en", 0, None, "0"),
        ("en", 999, None, "999"),
        ("en", 1234567, None, "1,234,567"),
        ("th", 1234567, None, "1,234,567"),
        ("ny", 1234567, None, "1,234,567"),
        ("ne", 1234567, None, "१२,३४,५६७"),
        ("ne", 1000, None, "१,०००"),
        ("en", Decimal("1234.50"), None, "1,234.5"),
        ("en", Decimal("1E+3"), None, "1,000"),
        ("en", -1234, None, "-1,234"),
        ("en", Decimal("2.345"), 2, "2.35"),
        ("en", Decimal("2"), 2, "2.00"),
        ("ne", Decimal("-0.5"), None, "-०.५"),
        ("en", Decimal("-0.001"), 1, "0.0"),
    ],
)
def test_numbers(
    every: Mapping[str, Locale], language: str, value: int | Decimal, decimals: int | None, expected: str
) -> None:
    assert format_number(value, every[language], decimals) == expected


@pytest.mark.parametrize(
    ("language", "style", "expected"),
    [
        ("en", "medium", "24 Nov 2026"),
        ("en", "full", "Tuesday 24 November 2026"),
        ("th", "medium", "24 พ.ย. 2569"),
        ("th", "long", "24 พฤศจิกายน 2569"),
        ("th", "full", "วันอังคารที่ 24 พฤศจิกายน 2569"),
        ("ne", "medium", "८ मंसिर २०८३"),
        ("ne", "full", "मङ्गलबार, ८ मंसिर २०८३"),
        ("ny", "long", "24 Novemba 2026"),
        ("ne", "month", "मंसिर २०८३"),
        ("th", "month", "พฤศจิกายน 2569"),
        ("ny", "full", "Lachiwiri 24 Novemba 2026"),
    ],
)
def test_dates(every: Mapping[str, Locale], language: str, style: str, expected: str) -> None:
    assert format_date(DAY, every[language], style) == expected


def test_a_day_that_bikram_sambat_has_not_published_is_computed_and_says_so(every: Mapping[str, Locale]) -> None:
    assert format_date(date(2027, 4, 13), every["ne"]) == "३० चैत २०८३"
    assert format_date(date(2027, 4, 14), every["ne"]) == "अन्दाजी १ वैशाख २०८४"
    assert format_date(date(2027, 4, 14), every["ne"], "full") == "अन्दाजी बुधबार, १ वैशाख २०८४"
    assert format_date(date(2027, 4, 14), every["ne"], "month") == "अन्दाजी वैशाख २०८४"
    assert format_date(date(2027, 4, 14), every["th"]) == "14 เม.ย. 2570"


@pytest.mark.parametrize(
    ("money", "language", "expected"),
    [
        (Money(120000, "THB"), "th", "฿1,200"),
        (Money(120050, "THB"), "th", "฿1,200.50"),
        (Money(120000, "NPR"), "ne", "रु १,२००"),
        (Money(12000000, "NPR"), "ne", "रु १,२०,०००"),
        (Money(120000, "NPR"), "en", "Rs 1,200"),
        (Money(120000, "MWK"), "ny", "K1,200"),
        (Money(-5, "MWK"), "ny", "-K0.05"),
        (Money(15000, "IDR"), "en", "Rp15,000"),
        (Money(5000, "KHR"), "en", "5,000៛"),
        (Money(500, "XYZ"), "en", "XYZ 5"),
    ],
)
def test_money(every: Mapping[str, Locale], money: Money, language: str, expected: str) -> None:
    assert format_money(money, every[language]) == expected


def test_money_of_whole_units() -> None:
    assert Money.of(Decimal("12.50"), "THB") == Money(1250, "THB")
    assert Money.of(15000, "IDR") == Money(15000, "IDR")
    assert Money(1250, "THB").amount == Decimal("12.50")
    assert currency_decimals("IDR") == 0
    with pytest.raises(ValueError, match="more decimals"):
        Money.of(Decimal("0.5"), "IDR")
