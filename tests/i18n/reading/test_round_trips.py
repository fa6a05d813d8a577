"""What we write, we read: numbers, money and dates in every locale and calendar."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import (
    Ask,
    Locale,
    Money,
    Read,
    format_date,
    format_money,
    format_number,
    locales,
    read_date,
    read_integer,
    read_money,
    read_number,
)
from bot.i18n.calendars import to_calendar

TODAY = date(2026, 11, 24)
EVERY: Mapping[str, Locale] = locales(Path(__file__).parents[3] / "locales")
languages = st.sampled_from(list(EVERY))
currencies = st.sampled_from(["THB", "NPR", "MWK", "IDR", "KHR", "KES", "USD"])
amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@given(languages, st.integers(min_value=-(10**12), max_value=10**12))
def test_whole_numbers(language: str, value: int) -> None:
    locale = EVERY[language]
    assert read_integer(format_number(value, locale), locale) == Read(value)
    assert read_number(format_number(value, locale), locale) == Read(Decimal(value))


@given(languages, amounts)
def test_decimals(language: str, value: Decimal) -> None:
    locale = EVERY[language]
    assert read_number(format_number(value, locale), locale) == Read(value)


@given(languages, st.decimals(min_value=0, max_value=10**6, places=3))
def test_three_decimals_may_look_like_thousands_and_are_then_asked(language: str, value: Decimal) -> None:
    reading = read_number(format_number(value, EVERY[language]), EVERY[language])
    assert reading == Read(value) or (isinstance(reading, Ask) and value in reading.choices)


@given(languages, st.integers(min_value=-(10**11), max_value=10**11), currencies)
def test_money(language: str, minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert read_money(format_money(money, EVERY[language]), EVERY[language], currency) == Read(money)


@pytest.mark.parametrize("style", ["medium", "long", "full"])
@given(languages, st.dates(min_value=date(1945, 1, 1), max_value=date(2034, 12, 31)))
def test_dates(style: str, language: str, day: date) -> None:
    locale = EVERY[language]
    _is_read(day, read_date(format_date(day, locale, style), locale, TODAY), locale)


@given(languages, languages, st.dates(min_value=date(1945, 1, 1), max_value=date(2034, 12, 31)))
def test_dates_written_for_another_reader(writer: str, reader: str, day: date) -> None:
    _is_read(day, read_date(format_date(day, EVERY[writer], "long"), EVERY[reader], TODAY), EVERY[writer])


def _is_read(day: date, reading: object, writer: Locale) -> None:
    """A day that the writer's calendar has not for sure is asked back, and is the one that was meant."""
    sure = to_calendar(day, writer.calendar).sure
    assert reading == (Read(day) if sure else Ask((day,)))


@given(st.text(max_size=60), languages)
def test_nothing_that_is_typed_breaks_the_reader(text: str, language: str) -> None:
    locale = EVERY[language]
    for reading in (read_number(text, locale), read_money(text, locale, "THB"), read_date(text, locale, TODAY)):
        assert reading is not None


@pytest.mark.parametrize("typed", ["५ वैशाख", "वैशाख ५", "५ वैशाख २०८४", "२०८४-०१-०५"])
def test_a_day_of_a_year_that_is_not_published_is_asked_and_never_put_into_the_year_before(typed: str) -> None:
    assert read_date(typed, EVERY["ne"], date(2027, 5, 3)) == Ask((date(2027, 4, 18),))
