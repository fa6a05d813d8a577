"""Folded words of a line as they were typed: folding loses capitals and the length of vowels."""

from collections.abc import Sequence
from unicodedata import category

from bot.domain.book.reading.line_part import Part
from bot.i18n.reading.common_words import fold
from bot.i18n.scripts import is_spaceless


def joined(run: Sequence[Part]) -> str:
    return "".join(part.text if part.glued or not at else " " + part.text for at, part in enumerate(run)).strip()


def spelt_text(text: str, typed: str) -> str:
    return " ".join(as_typed(word, typed) for word in text.split(" "))


def as_typed(word: str, typed: str) -> str:
    """A folded word as it stood in the line: folding loses capitals and the length of vowels."""
    for candidate in typed.split():
        if word[:1] and fold(candidate[:1]) == word[:1]:
            for end in range(len(candidate), 0, -1):
                if fold(candidate[:end]) == word:
                    return candidate[:end]
    return (_within(word, typed) if is_spaceless(word) else "") or word


def _within(word: str, typed: str) -> str:
    """The place in a sentence without spaces that folds to `word`; folding mixes signs that look alike."""
    for start in range(len(typed)):
        if fold(typed[start])[:1] == word[:1]:
            for end in range(start + 1, min(start + len(word) + 2, len(typed)) + 1):
                if fold(typed[start:end]) == word and not (typed[end:] and category(typed[end]).startswith("M")):
                    return typed[start:end]
    return ""
