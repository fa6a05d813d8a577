"""The fonts of all pictures and papers: packages of this project's own environment, never the machine's fonts."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

import fontpkg

from bot.i18n.languages import language_file, languages

if TYPE_CHECKING:
    from typst import Fonts

_LATIN: Final = "Noto Sans"
_FIRST_SYMBOL: Final = "\u2190"
_SYMBOLS: Final = frozenset(("So", "Sk", "Cn", "Co", "Cs"))
_SHOWN_AS_PICTURE: Final = "\ufe0f"


@cache
def families() -> tuple[str, ...]:
    """In this order a character is looked for. SIL Open Font License, each with its text in its package."""
    fonts = (font for language in languages() for font in language_file(language, "language")["fonts"])
    return tuple(dict.fromkeys((_LATIN, *fonts)))


def load_fonts() -> Fonts:
    """Read the fonts once and keep them: it takes some 30 ms, a picture not much more."""
    # here, because it takes some MB that a bot whom nobody asks for a picture can do without
    from typst import Fonts

    folders = [fontpkg.path(family).parent for family in families()]
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def drawable(text: str) -> str:
    """The text without emoji and other pictures, which none of the fonts has, and in one line."""
    kept = "".join(char for char in text if not _picture(char))
    return " ".join(kept.split())


def _picture(char: str) -> bool:
    return char == _SHOWN_AS_PICTURE or (char >= _FIRST_SYMBOL and unicodedata.category(char) in _SYMBOLS)
