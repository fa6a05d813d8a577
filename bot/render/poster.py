"""A group's join link as a QR code: a picture to be scanned from the leader's phone, or printed for the wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.render.drawing import drawn, template
from bot.render.fitting import fitting
from bot.render.qr import qr_code

if TYPE_CHECKING:
    import typst

_TEMPLATE: Final = template("poster.typ")


@dataclass(frozen=True, slots=True)
class Poster:
    """All words are ready for the reader. `link`: what the QR code holds; `how`: what to do; `until`: how long."""

    group: str
    programme: str
    how: str
    until: str
    link: str
    language: str
    rtl: bool = False


def poster_picture(poster: Poster, fonts: typst.Fonts) -> bytes:
    """The picture as PNG, 720 pixels wide."""
    words = {name: fitting(getattr(poster, name)) for name in ("group", "programme", "how", "until", "link")}
    guide = {"language": poster.language, "rtl": poster.rtl}
    return drawn(_TEMPLATE, {**words, **guide, "qr": qr_code(poster.link)}, fonts, "png")
