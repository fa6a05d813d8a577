"""The picture of a book: what came in and what went out, month by month, in the reader's own script."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from bot.render.fonts import drawable, families
from bot.render.progress import DOTS_PER_INCH

if TYPE_CHECKING:
    import typst

_TEMPLATE: Final = files("bot.render").joinpath("book.typ").read_bytes()


@dataclass(frozen=True, slots=True)
class MonthBars:
    """One month. `came`, `went`: minor units; the texts: the same as they are read."""

    label: str
    came: int
    went: int
    came_text: str
    went_text: str


@dataclass(frozen=True, slots=True)
class BookPicture:
    """All words are ready for the reader. `came`, `went`: what the two colours mean."""

    title: str
    subtitle: str
    came: str
    went: str
    months: tuple[MonthBars, ...]
    footer: str
    language: str
    rtl: bool = False


def book_picture(picture: BookPicture, fonts: typst.Fonts) -> bytes:
    """The picture as PNG, 720 pixels wide. Takes some tens of milliseconds: keep it off the event loop."""
    import typst

    compiler = typst.Compiler(font_paths=fonts, sys_inputs={"data": json.dumps(_data(picture))})
    drawn = compiler.compile(input=_TEMPLATE, format="png", ppi=DOTS_PER_INCH)
    if not isinstance(drawn, bytes):
        raise TypeError(f"one page was expected, not {type(drawn).__name__}")
    return drawn


def to_json(picture: BookPicture) -> str:
    """The picture as text, to wait in the outbox until it is drawn."""
    return json.dumps(asdict(picture), ensure_ascii=False)


def from_json(text: str) -> BookPicture:
    """The picture that `to_json` wrote."""
    data = json.loads(text)
    return BookPicture(months=tuple(MonthBars(**one) for one in data.pop("months")), **data)


def _data(picture: BookPicture) -> dict[str, Any]:
    """What the template reads: words that can be drawn, and bars as parts of the longest."""
    longest = max((max(one.came, one.went) for one in picture.months), default=0) or 1
    words = {name: drawable(getattr(picture, name)) for name in ("title", "subtitle", "came", "went", "footer")}
    months = [
        {
            "label": drawable(one.label),
            "came": max(one.came, 0) / longest,
            "went": max(one.went, 0) / longest,
            "came_text": drawable(one.came_text),
            "went_text": drawable(one.went_text),
        }
        for one in picture.months
    ]
    return {"fonts": families(), "language": picture.language, "rtl": picture.rtl, "months": months, **words}
