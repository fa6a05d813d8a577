"""Papers and pictures are set by Typst from a template of ours and words as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from bot.render.fonts import families
from bot.render.progress import DOTS_PER_INCH

if TYPE_CHECKING:
    import typst

_COMMON: Final = files("bot.render").joinpath("common.typ").read_bytes()


def template(name: str) -> bytes:
    """A template, with what all of them share before it."""
    return _COMMON + files("bot.render").joinpath(name).read_bytes()


def drawn(source: bytes, data: Mapping[str, Any], fonts: typst.Fonts, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """The file: a PDF of any number of pages, or a picture of one. Takes some tenths of a second: keep it off the event
    loop.
    """
    import typst

    whole = json.dumps({"fonts": families(), **data})
    compiler = typst.Compiler(font_paths=fonts, sys_inputs={"data": whole})
    made = compiler.compile(input=source, format=form, ppi=DOTS_PER_INCH if form == "png" else None)
    if not isinstance(made, bytes):
        raise TypeError(f"one page was expected, not {type(made).__name__}")
    return made
