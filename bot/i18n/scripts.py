"""How the scripts of our languages are written: which letters they have, and whether spaces part the words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from bot.i18n.languages import language_file, languages


def is_spaceless(word: str) -> bool:
    """Whether a word begins with a letter of a script whose words stand without spaces."""
    return word[:1] in spaceless()


@cache
def spaceless() -> frozenset[str]:
    """The letters of scripts whose words stand without spaces between them."""
    return frozenset(letter for script in _scripts() if not script["spaces"] for letter in _all_of(script["letters"]))


@cache
def joining() -> frozenset[str]:
    """The letters of scripts in which known words may be written together, though spaces part the others."""
    return frozenset(letter for script in _scripts() if script["joined"] for letter in _all_of(script["letters"]))


def has_spaces(language: str) -> bool:
    """Whether spaces part the words of a language."""
    spaces: bool = language_file(language, "language")["script"]["spaces"]
    return spaces


def signs() -> str:
    """Those that stand on a letter, for an expression: ranges between brackets, never empty."""
    return "".join(script["signs"] for script in _scripts()) or "\\u0300-\\u036f"


def spaceless_letters() -> str:
    """The same letters as `spaceless`, for an expression between brackets; empty where there are none."""
    return "".join(script["letters"] for script in _scripts() if not script["spaces"])


@cache
def sentence_ends() -> str:
    """Marks that end a sentence in one of our languages, besides those of Latin letters."""
    return "".join(script["sentence_ends"] for script in _scripts())


def repetition_signs() -> str:
    """Signs that stand for the word before them, said once more."""
    return "".join(script["repetition_signs"] for script in _scripts())


def alike(name: str) -> Mapping[int, str | int | None]:
    """For `str.translate`: the letters that a table of the languages' folders takes for one, and the signs left out."""
    found: dict[str, str | int | None] = {}
    for language in reversed(languages()):
        table = language_file(language, "language")[name]
        found |= table["alike"] | dict.fromkeys(table["left_out"])
    return str.maketrans(found)


def any_of(words: Iterable[str]) -> str:
    """One of these words, for an expression: the longest first; of none, what is never found."""
    return "|".join(sorted(map(re.escape, dict.fromkeys(words)), key=len, reverse=True)) or "(?!)"


def _scripts() -> list[Mapping[str, Any]]:
    return [language_file(language, "language")["script"] for language in languages()]


def _all_of(ranges: str) -> Iterator[str]:
    """ "a-cx" has a, b, c and x."""
    for first, last in re.findall(r"(.)(?:-(.))?", ranges, re.DOTALL):
        yield from map(chr, range(ord(first), ord(last or first) + 1))
