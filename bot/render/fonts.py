"""The fonts of all pictures and papers, never the machine's, and the one place that knows what they can draw."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import fontpkg

from bot.i18n.languages import language_file, languages
from bot.render.cmap import characters

if TYPE_CHECKING:
    from typst import Fonts

_LATIN: Final = "Noto Sans"
# Beside those of our languages: scripts in which people of countries with a programme write their names. The first are
# packages, the others files of ours.
_NAMES: Final = ("Noto Sans Arabic", "Noto Sans Khmer", "Noto Sans Tamil", "Noto Sans Telugu")
_LETTERS: Final = Path(__file__).with_name("letters")
_OWN: Final = {
    "Noto Sans Bengali": "NotoSansBengali-Regular.ttf",
    "Noto Sans Ethiopic": "NotoSansEthiopic-Regular.ttf",
    "Noto Sans Lao": "NotoSansLao-Regular.ttf",
    "Noto Sans Mongolian": "NotoSansMongolian-Regular.ttf",
    "Noto Sans SC": "NotoSansSC-Regular.ttf",
}
_FIRST_SYMBOL: Final = "\u2190"
_SYMBOLS: Final = frozenset(("So", "Sk", "Cn", "Co", "Cs"))
_SHOWN_AS_PICTURE: Final = "\ufe0f"


@cache
def families() -> tuple[str, ...]:
    """In this order a character is looked for. SIL Open Font License, each with its text in its package."""
    fonts = (font for language in languages() for font in language_file(language, "language")["fonts"])
    return tuple(dict.fromkeys((_LATIN, *fonts, *_NAMES, *_OWN)))


def _file(family: str) -> Path:
    return _LETTERS / _OWN[family] if family in _OWN else Path(fontpkg.path(family))


@cache
def covered() -> frozenset[str]:
    """Every character that one of the fonts has."""
    return frozenset().union(*(characters(_file(family)) for family in families()))


def load_fonts() -> Fonts:
    """Read the fonts once and keep them: it takes some 30 ms, a picture not much more."""
    # here, because it takes some MB that a bot whom nobody asks for a picture can do without
    from typst import Fonts

    folders = sorted({_file(family).parent for family in families()})
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def drawable(text: str) -> str:
    """The text without emoji and other pictures, which none of the fonts has, and in one line."""
    kept = "".join(char for char in text if not _picture(char))
    return " ".join(kept.split())


def missing(text: str) -> str:
    """The letters of a text that no font has, each once: an empty box would be drawn for each. Emoji are none."""
    shown = (char for char in unicodedata.normalize("NFC", text) if not (char.isspace() or _is_left_out(char)))
    return "".join(dict.fromkeys(char for char in shown if char not in covered()))


def _is_left_out(char: str) -> bool:
    """What nobody misses on a paper: pictures, and what is not seen."""
    unseen = unicodedata.category(char) in ("Cc", "Cf", "Cs")
    return unseen or char == _SHOWN_AS_PICTURE or (char >= _FIRST_SYMBOL and unicodedata.category(char) in ("So", "Sk"))


def _picture(char: str) -> bool:
    return char == _SHOWN_AS_PICTURE or (char >= _FIRST_SYMBOL and unicodedata.category(char) in _SYMBOLS)
