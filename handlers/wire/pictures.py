"""Drawings by their kind, as delivery asks for them; with the fonts of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.i18n import N_
from bot.render.book import book_picture
from bot.render.book import from_json as book_from_json
from bot.render.fonts import load_fonts
from bot.render.progress import from_json, progress_picture
from handlers.wire.outgoing_files import Draw

if TYPE_CHECKING:
    import typst

# Said before a paper with somebody's name on it is made, where bot/render/fonts.py has no letters for it.
UNPRINTABLE = N_(
    "Paper cannot show these letters: {letters}\nA box stands in their place. Programme staff can help: /ask"
)


@cache
def fonts() -> typst.Fonts:
    """Read once, at the first drawing."""
    return load_fonts()


def _progress(wanted: Mapping[str, Any]) -> bytes:
    return progress_picture(from_json(wanted["picture"]), fonts())


def _book(wanted: Mapping[str, Any]) -> bytes:
    return book_picture(book_from_json(wanted["picture"]), fonts())


DRAWINGS: Mapping[str, Draw] = {"progress": _progress, "book": _book}
