"""The data files of this package: one TOML a language, one for currencies; read once, never changed."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bot.i18n.locale import Calendar

# A data file each. The order decides where a word means two things in two languages, after the reader's own.
LANGUAGES = ("en", "th", "ne", "ny")


@cache
def language_table(language: str) -> Mapping[str, Any]:
    """The words of one language; English when we have none of it."""
    name = language if language in LANGUAGES else "en"
    return _load(f"{name}.toml")


@cache
def currency_table() -> Mapping[str, Mapping[str, Any]]:
    return _load("currencies.toml")


def language_order(language: str) -> tuple[str, ...]:
    """The reader's language first, then English, then the others: people mix them."""
    return tuple(dict.fromkeys((language, *LANGUAGES))) if language in LANGUAGES else LANGUAGES


@cache
def month_names(language: str, calendar: Calendar, form: str) -> tuple[str, ...]:
    """Twelve names, first month first; a Buddhist year has the Gregorian months. English where a language has none."""
    key = Calendar.BIKRAM_SAMBAT if calendar is Calendar.BIKRAM_SAMBAT else Calendar.GREGORIAN
    months = language_table(language)["months"]
    return tuple((months.get(key) or language_table("en")["months"][key])[form])


def _load(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("bot.i18n") / "data" / name).read_text(encoding="utf-8"))
