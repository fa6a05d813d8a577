"""A typed line as tokens: numerals, known phrases of the reader's and other languages, and what is left over."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from bot.i18n.reading.common_words import fold
from bot.i18n.scripts import joining, spaceless

K = TypeVar("K")

FRACTIONS = re.compile(r"(\d?)\s*([¼½¾⅐-⅞])")
# o and l among digits are 0 and 1 ("1O0", "l2"); an l at the end is litres.
LETTER_ZERO = re.compile(r"(?<=\d)o+(?![^\W\d_])|(?<=\d)o+(?=\d)|(?<![^\W\d_])o(?=\d)")
LETTER_ONE = re.compile(r"(?<=\d)[l|](?=\d)|(?<![^\W\d_])[l|i](?=\d)")
# A space joins groups of three, or of two before a three: 1 200, 1 20 000; not "1 1/2".
NUMERAL = re.compile(r"\d+(?:[.,']\d+| (?:\d{3}|\d{2}(?= (?:\d\d )*\d{3}(?!\d)))(?![\d/]))*|[.,]\d+")
DOTS = re.compile(r"\.{2,}")
HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
MARKS = str.maketrans({"٫": ".", "٬": ",", "،": ",", "−": "-", "–": "-", "—": "-", "～": "~", "'": "'", "_": " "})


@dataclass(frozen=True, slots=True)
class Phrase(Generic[K]):
    """What a known phrase means: its kind and, for some kinds, a value and the language that says it."""

    kind: K
    value: Decimal | str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Token(Generic[K]):
    """One piece of a line. `numeral`: digits; `phrase`: known words; neither: a left-over word or a sign."""

    text: str
    numeral: bool = False
    phrase: Phrase[K] | None = None

    @property
    def kind(self) -> K | None:
        return self.phrase.kind if self.phrase else None


@dataclass(frozen=True, slots=True)
class Vocabulary(Generic[K]):
    """Folded phrase → meaning, with the length of the longest."""

    phrases: Mapping[str, Phrase[K]]
    longest: int

    @classmethod
    def of(cls, phrases: Mapping[str, Phrase[K]]) -> "Vocabulary[K]":
        return cls(phrases, max(map(len, phrases), default=0))


def prepared(text: str) -> str:
    """Folded, with ASCII digits, plain marks, fractions as "1/2", and o and l among digits read as 0 and 1."""
    if not text.isascii():
        text = FRACTIONS.sub(_plain_fraction, text)
    folded = fold(text).translate(MARKS)
    return LETTER_ONE.sub("1", LETTER_ZERO.sub(lambda m: "0" * len(m[0]), HYPHEN.sub(" ", DOTS.sub(" - ", folded))))


def _plain_fraction(match: re.Match[str]) -> str:
    return f"{match[1]} {unicodedata.normalize('NFKC', match[2])} ".replace("\u2044", "/")


def tokens(line: str, vocabulary: Vocabulary[K]) -> list[Token[K]]:
    """Cut a prepared line; the longest known phrase wins, with spaces around it or not, as its script has it."""
    found: list[Token[K]] = []
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        token = _numeral(line, at) or _phrase(line, at, vocabulary) or _left_over(line, at, vocabulary)
        found.append(token)
        at += len(token.text)
    return found


def _numeral(line: str, at: int) -> Token[K] | None:
    match = NUMERAL.match(line, at)
    return Token(match[0], numeral=True) if match else None


def _phrase(line: str, at: int, vocabulary: Vocabulary[K]) -> Token[K] | None:
    for length in range(min(vocabulary.longest, len(line) - at), 0, -1):
        piece = line[at : at + length]
        phrase = vocabulary.phrases.get(piece)
        if phrase and (_is_word(line, at, at + length) or _joined(line, at + length, vocabulary)):
            return Token(piece, phrase=phrase)
    return None


def _left_over(line: str, at: int, vocabulary: Vocabulary[K]) -> Token[K]:
    """A sign, or letters up to the end of the word; without spaces up to the next known phrase."""
    end, unparted = at + 1, spaceless()
    if is_letter(line[at]):
        while (
            end < len(line) and is_letter(line[end]) and not (line[end] in unparted and _phrase(line, end, vocabulary))
        ):
            end += 1
    return Token(line[at:end])


def _is_word(line: str, start: int, end: int) -> bool:
    """No letter of the same script goes on after it. Where there are no spaces one letter is no word all the same."""
    unparted = spaceless()
    if end >= len(line) or not is_letter(line[end]):
        return end - start > 1 or start == 0 or not (line[start] in unparted and line[start - 1] in unparted)
    goes_on = line[end] in unparted
    if end - start == 1 and line[start] in unparted and goes_on:
        return False
    return (line[end - 1] in unparted) != goes_on or (goes_on and unicodedata.category(line[end])[0] != "M")


def _joined(line: str, at: int, vocabulary: Vocabulary[K]) -> bool:
    """In some scripts known words are often written together: five|thousand. The rest of the word must be known too."""
    end, letters = at, joining()
    while end < len(line) and line[end] in letters:
        end += 1
    if end == at or line[at - 1] not in letters or unicodedata.category(line[at])[0] == "M":
        return False
    rests = range(at + 1, end + 1)
    return any(line[at:cut] in vocabulary.phrases and (cut == end or _joined(line, cut, vocabulary)) for cut in rests)


def is_letter(char: str) -> bool:
    """A letter or the sign on one; an apostrophe is part of a word (o'clock)."""
    return char.isalpha() or char == "'" or unicodedata.category(char) in ("Mn", "Mc")
