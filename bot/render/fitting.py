"""Somebody's words on paper: without what no font has, of a length that a page takes, with places to go on below."""

import unicodedata
from typing import Final

from bot.render.fonts import drawable

# A name longer than this is cut: the page stays one page.
LONGEST: Final = 140
# A run of so many characters without a space may be parted anywhere.
LONGEST_WORD: Final = 18
_VIRAMA: Final = 9
# Scripts of South East Asia that are written without spaces: Typst knows their words.
_SPACELESS: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))


def fitting(text: str, longest: int = LONGEST) -> str:
    """Drawable, of a length that a page takes, and with places to go on in the next line."""
    plain = drawable(text)
    if len(plain) > longest:
        plain = plain[: _whole(plain, longest - 1)].rstrip() + "…"
    return " ".join(_parted(word) for word in plain.split(" "))


def _parted(word: str) -> str:
    """A very long word gets places where it may be parted; letters that are written together stay so."""
    pieces = []
    if any(low <= ord(char) <= high for char in word for low, high in _SPACELESS):
        return word
    while len(word) > LONGEST_WORD:
        cut = _whole(word, LONGEST_WORD)
        pieces.append(word[:cut])
        word = word[cut:]
    return "\u200b".join([*pieces, word]) if word else "\u200b".join(pieces)


def _whole(text: str, cut: int) -> int:
    """The nearest place after `cut` that does not part what is written together."""
    while cut < len(text) and (_joins(text[cut]) or _binds(text[cut - 1])):
        cut += 1
    return cut


def _joins(char: str) -> bool:
    """A mark on the letter before it, or a joiner."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")


def _binds(char: str) -> bool:
    return unicodedata.combining(char) == _VIRAMA or unicodedata.category(char) == "Cf"
