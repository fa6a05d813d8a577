"""Tokens of a line with their places in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.i18n.reading.lexer import Vocabulary, tokens

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Placed(Generic[K]):
    """A token from `start` to `end` of the line; `glued`: no space before it; no kind: a left-over word."""

    text: str
    start: int
    end: int
    glued: bool
    numeral: bool
    kind: K | None


def placed(line: str, vocabulary: Vocabulary[K]) -> Sequence[Placed[K]]:
    found: list[Placed[K]] = []
    at = 0
    for token in tokens(line, vocabulary):
        start = line.index(token.text, at)
        glued = bool(found) and start == at
        at = start + len(token.text)
        found.append(Placed(token.text, start, at, glued, token.numeral, token.kind))
    return found
