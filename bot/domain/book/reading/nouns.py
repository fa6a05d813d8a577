"""The nouns of a cash book line: goods, what describes them, people and their titles, household matters, places."""

from collections.abc import Mapping
from functools import cache

from bot.i18n.languages import SOURCE, language_file, languages
from bot.i18n.reading.common_words import fold

KEYS = ("goods", "describing", "people", "titles", "household", "places")


@cache
def nouns(language: str) -> Mapping[str, frozenset[str]]:
    """Folded words of a language's nouns.toml by `KEYS`, with their English plurals; English when there is none."""
    words = language_file(language, "nouns")
    listed = {key: frozenset(filter(None, map(fold, words[key].split(",")))) for key in KEYS}
    if language == SOURCE or language not in languages():
        listed["goods"] |= frozenset(map(_plural, listed["goods"]))
    return listed


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh", "o")) else "s")
