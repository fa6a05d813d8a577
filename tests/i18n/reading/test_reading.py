"""Bounds and reasons: why something could not be read, and which of two days is meant."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from bot.i18n import Ask, Locale, Money, Read, Reading, Reason, Unread, read_date, read_integer, read_money, read_number
from bot.i18n.reading.outcome import settle

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.EMPTY),
        ("  ", Reason.EMPTY),
        ("soap", Reason.NOT_A_NUMBER),
        ("1 and 2 and 3", Reason.SEVERAL),
        ("12345678901234567890", Reason.NOT_A_NUMBER),
    ],
)
def test_why_no_number(every: Mapping[str, Locale], typed: str, reason: Reason) -> None:
    assert read_number(typed, every["en"]) == Unread(reason)


def test_whole_numbers_only(every: Mapping[str, Locale]) -> None:
    assert read_integer("2.5", every["en"]) == Unread(Reason.NOT_WHOLE)
    assert read_integer("1.250", every["en"]) == Read(1250)
    assert read_integer("10-12.5", every["en"]) == Ask((10,))


def test_why_no_money(every: Mapping[str, Locale]) -> None:
    assert read_money("€5", every["th"], "THB") == Unread(Reason.OTHER_CURRENCY)
    assert read_money("1,200.505", every["th"], "THB") == Unread(Reason.TOO_FINE)
    assert read_money("K1.5m", every["en"], "MWK") == Read(Money(150000000, "MWK"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1 Jan", Read(date(2026, 1, 1))),  # only the past one is allowed
        ("tomorrow", Unread(Reason.TOO_LATE)),
        ("Friday", Read(date(2026, 11, 20))),
        ("31 Feb 2026", Unread(Reason.NO_SUCH_DAY)),
        ("1 Jan 1990", Unread(Reason.TOO_EARLY)),
        ("soap", Unread(Reason.NOT_A_DATE)),
        ("", Unread(Reason.EMPTY)),
        ("Monday 24 Nov 2026", Ask((date(2026, 11, 24),))),  # it is a Tuesday
    ],
)
def test_bounds_decide_between_days(every: Mapping[str, Locale], typed: str, expected: Reading[date]) -> None:
    assert read_date(typed, every["en"], TODAY, earliest=date(2000, 1, 1), latest=TODAY) == expected


def test_a_day_in_a_year_that_is_not_sure_is_asked(every: Mapping[str, Locale]) -> None:
    assert read_date("२०८४ वैशाख १", every["ne"], TODAY) == Ask((date(2027, 4, 14),))


def test_settle() -> None:
    assert settle([1, 1], Reason.SEVERAL) == Read(1)
    assert settle([1], Reason.SEVERAL, sure=False) == Ask((1,))
    assert settle([], Reason.NOT_A_NUMBER) == Unread(Reason.NOT_A_NUMBER)
    assert settle(list(range(9)), Reason.NOT_A_NUMBER) == Unread(Reason.SEVERAL)


def test_trailing_zeros_do_not_matter(every: Mapping[str, Locale]) -> None:
    assert read_number("2.50", every["en"]) == Read(Decimal("2.5"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("twety five", Ask((Decimal(25),))),
        ("one hundrd", Ask((Decimal(100),))),
        ("weight", Unread(Reason.NOT_A_NUMBER)),
    ],
)
def test_a_misspelt_number_is_asked(every: Mapping[str, Locale], typed: str, expected: Reading[Decimal]) -> None:
    assert read_number(typed, every["en"]) == expected
