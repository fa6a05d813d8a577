"""Misspellings: a letter lost, doubled or swapped is the same word; another letter in its place may be another word."""

from collections.abc import Mapping
from functools import cache

from rapidfuzz.distance import OSA

from bot.i18n.scripts import alike

LONG = 7  # letters from which on one wrong letter is still the same word


@cache
def _loose() -> Mapping[int, str | int | None]:
    """Tone marks, the length of vowels: what is mistyped most."""
    return alike("mistyped")


def near(typed: str, word: str) -> bool:
    """Sure enough to be taken for `word` and echoed: hony, soaap, sopa; not soup for soap."""
    if not typed.isascii() and typed.translate(_loose()) == word.translate(_loose()):
        return len(word) > 2
    if typed[:1] != word[:1] or abs(len(typed) - len(word)) > 1 or min(len(typed), len(word)) < 3:
        return False
    distance = OSA.distance(typed, word, score_cutoff=2)
    if len(typed) != len(word):
        return distance == 1
    return distance <= 2 if sorted(typed) == sorted(word) else distance == 1 and len(word) >= LONG


def perhaps(typed: str, word: str) -> bool:
    """Near enough to be asked: soup for soap."""
    return (
        typed[:1] == word[:1]
        and min(len(typed), len(word)) >= 4
        and OSA.distance(typed, word, score_cutoff=1 if len(word) < LONG else 2) <= (1 if len(word) < LONG else 2)
    )
