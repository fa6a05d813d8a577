"""The nouns of a cash book line: goods, what describes them, people and their titles, household matters, places."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.i18n.language_data import LANGUAGES
from bot.i18n.reading.common_words import fold

KEYS = ("goods", "describing", "people", "titles", "household", "places")


@cache
def nouns(language: str) -> Mapping[str, frozenset[str]]:
    """Folded words of data/nouns/<language>.toml by `KEYS`, with their English plurals; English when there is none."""
    name = language if language in LANGUAGES else "en"
    data = tomllib.loads(
        (files("bot.domain.book.reading") / "data" / "nouns" / f"{name}.toml").read_text(encoding="utf-8")
    )
    listed = {key: frozenset(filter(None, map(fold, data[key].split(",")))) for key in KEYS}
    if name == "en":
        listed["goods"] |= frozenset(map(_plural, listed["goods"]))
    return listed


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh", "o")) else "s")
