"""Drawings by their kind, as delivery asks for them; the fonts are read once, at the first picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.render.fonts import load_fonts
from bot.render.progress import from_json, progress_picture
from handlers.media import Draw

if TYPE_CHECKING:
    import typst


@cache
def _fonts() -> typst.Fonts:
    return load_fonts()


def _progress(wanted: Mapping[str, Any]) -> bytes:
    return progress_picture(from_json(wanted["picture"]), _fonts())


DRAWINGS: Mapping[str, Draw] = {"progress": _progress}
