"""The whole table of a report as pictures for its leader: members down, how sure each row is, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from bot.render.drawing import drawn, template
from bot.render.fitting import fitting

if TYPE_CHECKING:
    import typst

# Rows of one picture: what a phone's screen shows when it is turned over twice.
ON_A_PAGE: Final = 50
LONGEST_NAME: Final = 60
LONGEST_SAID: Final = 40
_TEMPLATE: Final = template("whole.typ")


class Mark(StrEnum):
    """How sure a row is, in the order of the rows."""

    ASKED = "asked"
    CLEAR = "clear"
    SENT = "sent"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class WholeRow:
    """One member, or a line that is nobody's yet: her number and name, and what was said of her."""

    mark: Mark
    number: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class WholePage:
    """All words are ready for the reader. `legend`: what each mark means and how many there are; `page`: “1 / 6”."""

    title: str
    subtitle: str
    page: str
    legend: tuple[tuple[Mark, str], ...]
    rows: tuple[WholeRow, ...]
    language: str
    rtl: bool = False


def whole_picture(page: WholePage, fonts: typst.Fonts) -> bytes:
    """One page as PNG, 720 pixels wide. Raises ValueError with more rows than a page has room for."""
    if len(page.rows) > ON_A_PAGE:
        raise ValueError(f"{len(page.rows)} rows do not fit on a page")
    return drawn(_TEMPLATE, _data(page), fonts, "png")


def _data(page: WholePage) -> dict[str, Any]:
    words = {name: fitting(getattr(page, name)) for name in ("title", "subtitle", "page")}
    legend = [{"mark": mark, "text": fitting(text)} for mark, text in page.legend]
    rows = [
        {
            "mark": one.mark,
            "number": fitting(one.number),
            "name": fitting(one.name, LONGEST_NAME),
            "said": fitting(one.said, LONGEST_SAID),
        }
        for one in page.rows
    ]
    return {**words, "legend": legend, "rows": rows, "language": page.language, "rtl": page.rtl}
