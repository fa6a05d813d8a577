"""The data files: every language has every table, and no word means two numbers or two months."""

import pytest

from bot.i18n.language_data import currency_table, language_table, month_names
from bot.i18n.languages import languages
from bot.i18n.locale import Calendar
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.times_read import Role

WORD_KINDS = (
    "yes",
    "no",
    "stop",
    "start",
    "help",
    "thanks",
    "lost",
    "menu",
    "skip",
    "back",
    "later",
    "polite",
    "agree",
    "refuse",
    "wavers",
    "around",
    "ordinals",
)
NUMBER_LISTS = (
    "one",
    "half_after",
    "quarter_after",
    "and",
    "about",
    "range",
    "units",
    "negative",
    "point",
    "from_to",
    "million_of_money",
)
DATE_LISTS = ("last", "this", "next", "ago", "hence", "in", "day", "week", "month", "year", "filler")


@pytest.mark.parametrize("language", languages())
def test_every_table_is_there(language: str) -> None:
    table = language_table(language)
    assert set(WORD_KINDS) == set(table["words"])
    assert set(NUMBER_LISTS) <= set(table["numbers"])
    assert set(DATE_LISTS) <= set(table["dates"]["words"])
    assert set(table["times"]) == {*Role, "halves_written"}
    assert all(len(table["weekdays"][form]) == 7 for form in ("wide", "short", "also"))
    for months in table["months"].values():
        assert all(len(months[form]) == 12 for form in ("wide", "short", "also"))


@pytest.mark.parametrize("language", languages())
def test_a_counting_word_means_one_number(language: str) -> None:
    meanings: dict[str, set[str]] = {}
    for kind in ("words", "scales", "scales_before", "fractions"):
        for value, words in language_table(language)["numbers"].get(kind, {}).items():
            for word in words:
                meanings.setdefault(fold(word), set()).add(f"{kind} {value}")
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", languages())
def test_a_name_means_one_month(language: str) -> None:
    for months in language_table(language)["months"].values():
        meanings: dict[str, set[int]] = {}
        for number in range(12):
            for name in (months["wide"][number], months["short"][number], *months["also"][number]):
                meanings.setdefault(fold(name), set()).add(number)
        assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", languages())
def test_commands_do_not_overlap(language: str) -> None:
    commands = [set(map(fold, language_table(language)["words"][kind])) for kind in WORD_KINDS[2:10]]
    for at, first in enumerate(commands):
        assert not any(first & second for second in commands[at + 1 :])


def test_nepali_counts_to_a_hundred_without_a_gap() -> None:
    assert set(language_table("ne")["numbers"]["words"]) == {str(number) for number in range(100)}


def test_a_language_without_month_names_takes_english_ones() -> None:
    assert month_names("th", Calendar.BIKRAM_SAMBAT, "wide")[0] == "Baisakh"
    assert month_names("th", Calendar.BUDDHIST, "short")[0] == "ม.ค."


def test_currencies_have_what_writing_and_reading_need() -> None:
    for code, table in currency_table().items():
        assert len(code) == 3 and table["sign"] and table["words"]
        assert table["decimals"] in (0, 2, 3)
