"""The reader knows every word that the bot itself says: units, months, weekdays, days, stretches of time, money.

The words are those of the catalogues, of the languages' tables and of Unicode CLDR, as the bot has them.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from babel import Locale as Cldr
from babel import UnknownLocaleError
from babel.dates import format_timedelta
from babel.messages.pofile import read_po
from babel.numbers import get_currency_name

from bot.domain.book.ledger.labels import UNITS, quantity_label
from bot.domain.book.reading.words.vocabulary import table
from bot.i18n import Ask, Read, Reading, load_catalogues, read_date, read_money, read_number
from bot.i18n.calendars import to_calendar
from bot.i18n.language_data import language_table, month_names
from bot.i18n.locale import Calendar
from tests.domain.book.reading import line_cases as written
from tests.domain.book.reading.test_reader_rules import SAID, lines, read

CATALOGUES = load_catalogues()
ROOT = written.Path(__file__).parents[4]
TODAY = written.TODAY
SOAP = {language: sold[0] for language, (sold, _, _) in written.SOLD_AND_BOUGHT.items()}
# Measures of one country, which the other catalogues name for staff.
LOCAL = frozenset({"khit", "pau", "dharni", "pathi", "muri", "mana"})
# A button that answers at once.
NO_DAY = frozenset({"Now"})
PLACE = re.compile(r"\{\w+\}")


def choices(reading: Reading[object]) -> tuple[object, ...]:
    return reading.choices if isinstance(reading, Ask) else (reading.value,) if isinstance(reading, Read) else ()


def of_cldr() -> Iterator[tuple[str, Cldr]]:
    for language in written.LOCALES:
        try:
            yield language, Cldr(language)
        except UnknownLocaleError:
            continue


IN_CLDR = list(of_cldr())


@pytest.mark.parametrize("quantity", [1, 3])
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("language", written.LOCALES)
def test_a_unit(language: str, unit: str, quantity: int) -> None:
    if unit in LOCAL and unit not in table(language)["units"]:
        return
    shown = CATALOGUES.render(quantity_label(Decimal(quantity), unit), language)
    assert Decimal(quantity) in choices(read_number(shown, written.LOCALES[language])), shown
    line = SAID[language]["in"].format(what=f"{SOAP[language]} {shown}", amount=600)
    said = [quantity_label(found.quantity, found.unit) for found in lines(read(language, line)) if found.quantity]
    assert shown in [CATALOGUES.render(label, language) for label in said], line


@pytest.mark.parametrize("form", ["wide", "short"])
@pytest.mark.parametrize("calendar", [Calendar.GREGORIAN, Calendar.BIKRAM_SAMBAT])
@pytest.mark.parametrize("language", written.LOCALES)
def test_a_month(language: str, calendar: Calendar, form: str) -> None:
    for number, name in enumerate(month_names(language, calendar, form), start=1):
        days = choices(read_date(f"12 {name}", written.LOCALES[language], TODAY))
        shown = [to_calendar(day, calendar) for day in days if isinstance(day, date)]
        assert any((one.month, one.day) == (number, 12) for one in shown), name


@pytest.mark.parametrize("language", written.LOCALES)
def test_a_weekday(language: str) -> None:
    for number, name in enumerate(language_table(language)["weekdays"]["wide"]):
        days = choices(read_date(name, written.LOCALES[language], TODAY))
        assert any(isinstance(day, date) and day.weekday() == number for day in days), name


@pytest.mark.parametrize(("language", "cldr"), IN_CLDR, ids=str)
def test_months_and_weekdays_of_the_world(language: str, cldr: Cldr) -> None:
    locale = written.LOCALES[language]
    for width in ("wide", "abbreviated"):
        for month, name in cldr.months["format"][width].items():
            days = choices(read_date(f"12 {name}", locale, TODAY))
            assert any(isinstance(day, date) and (day.month, day.day) == (month, 12) for day in days), name
    for weekday, name in cldr.days["format"]["wide"].items():
        days = choices(read_date(name, locale, TODAY))
        assert any(isinstance(day, date) and day.weekday() == weekday for day in days), name


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize(("unit", "days"), [("day", 1), ("week", 7), ("month", 31), ("year", 366)])
@pytest.mark.parametrize(("language", "cldr"), IN_CLDR, ids=str)
def test_how_long_ago(language: str, cldr: Cldr, unit: str, days: int, number: int) -> None:
    ago = timedelta(days=-days * number)
    said = format_timedelta(ago, granularity=unit, threshold=1000, add_direction=True, locale=cldr)
    if said.startswith("-"):
        return  # CLDR has no words of that language for it
    found = choices(read_date(said, written.LOCALES[language], TODAY))
    off = days // 7 + number  # a month and a year are not always as long
    assert any(isinstance(day, date) and abs((TODAY + ago - day).days) <= off for day in found), said


@pytest.mark.parametrize("number", [1, 500])
@pytest.mark.parametrize(("language", "cldr"), IN_CLDR, ids=str)
def test_money(language: str, cldr: Cldr, number: int) -> None:
    for currency in (written.CURRENCIES[language], "USD"):
        said = f"{number} {get_currency_name(currency, count=number, locale=cldr)}"
        reading = read_money(said, written.LOCALES[language], currency)
        assert isinstance(reading, Read) and reading.value.amount == number, said


@pytest.mark.parametrize("language", [language for language in written.LOCALES if language != "en"])
def test_what_is_a_day_or_a_number_in_our_sentences_is_so_in_a_translation(language: str) -> None:
    """Today, yesterday, 3 days: a message that the English reader takes for one, the other readers do as well."""
    english, locale = written.LOCALES["en"], written.LOCALES[language]
    seen = 0
    with (ROOT / "locales" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        source, said = (text[-1] if isinstance(text, tuple) else text for text in (message.id, message.string))
        if not source or source in NO_DAY or len(PLACE.findall(source)) > 1:
            continue
        day, number = read_date(source, english, TODAY), read_number(PLACE.sub("3", source), english)
        if isinstance(day, Read) and not PLACE.search(source):
            assert read_date(said, locale, TODAY) == day, said
            seen += 1
        elif isinstance(number, Read) and number.value == 3:
            assert number.value in choices(read_number(PLACE.sub("3", said), locale)), said
            seen += 1
    assert seen > len(UNITS) // 2
