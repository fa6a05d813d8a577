"""The nouns of a cash book line: goods, what describes them, people and their titles, household matters, places."""

from collections.abc import Mapping
from functools import cache

from bot.i18n.language_hooks import hooks
from bot.i18n.languages import language_file
from bot.i18n.reading.common_words import fold

KEYS = ("goods", "describing", "people", "titles", "household", "places")


@cache
def nouns(language: str) -> Mapping[str, frozenset[str]]:
    """Folded words of a language's nouns.toml by `KEYS`, with their plurals; English when there is none."""
    words = language_file(language, "nouns")
    listed = {key: frozenset(filter(None, map(fold, words[key].split(",")))) for key in KEYS}
    plurals = hooks(language).plurals
    listed["goods"] |= frozenset(plural for word in listed["goods"] for plural in plurals(word))
    return listed
