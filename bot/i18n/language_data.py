"""How dates, numbers and answers are said in a language, and what currencies are called."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bot.i18n.languages import SOURCE, language_file, languages
from bot.i18n.locale import Calendar


def language_table(language: str) -> Mapping[str, Any]:
    """The words of one language; English when we have none of it."""
    return language_file(language, "words")


@cache
def currency_table() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("bot.i18n") / "currencies.toml").read_text(encoding="utf-8"))


@cache
def money_letters() -> Mapping[str, str]:
    """Letters that are money before a figure and a thousand after one, each with its currency."""
    return {table["also_thousand"]: code for code, table in currency_table().items() if "also_thousand" in table}


def own_currency(language: str) -> str | None:
    """The currency that is meant in a language where none is said, if it matters there."""
    meant: str | None = language_table(language)["numbers"].get("currency")
    return meant


def language_order(language: str) -> tuple[str, ...]:
    """The reader's language first, then English, then the others: people mix them."""
    known = languages()
    return tuple(dict.fromkeys((language, *known))) if language in known else known


@cache
def month_names(language: str, calendar: Calendar, form: str) -> tuple[str, ...]:
    """Twelve names, first month first; a Buddhist year has the Gregorian months. English where a language has none."""
    key = Calendar.BIKRAM_SAMBAT if calendar is Calendar.BIKRAM_SAMBAT else Calendar.GREGORIAN
    months = language_table(language)["months"]
    return tuple((months.get(key) or language_table(SOURCE)["months"][key])[form])
