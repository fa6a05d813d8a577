"""The sheet for a meeting: members down, questions across, last month's figures in grey, to be filled in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.render.drawing import drawn, template
from bot.render.fitting import fitting

if TYPE_CHECKING:
    import typst

# Members on one page.
ON_A_PAGE: Final = 24
# With more questions than these the page is laid on its side.
MOST_UPRIGHT: Final = 5
# More questions leave no room to write.
MOST_COLUMNS: Final = 10
LONGEST_NAME: Final = 60
_TEMPLATE: Final = template("sheet.typ")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One member: her number and name, and for each question what she said last, empty where that is not known."""

    number: str
    name: str
    last: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All words are ready for the reader. `number`, `name`, `here`: heads of the first columns; `legend`: what is grey;
    `foot`: lines to be filled in at the end, such as the day and who wrote; `page`: “Page {n} of {of}” with both places
    as they are.
    """

    title: str
    subtitle: str
    number: str
    name: str
    here: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    legend: str
    foot: tuple[str, ...]
    digits: str
    language: str
    rtl: bool = False


def sheet_pdf(sheet: Sheet, fonts: typst.Fonts) -> bytes:
    """The sheet as PDF, with the heads on each page. Raises ValueError with more questions than a page has room for."""
    if len(sheet.columns) > MOST_COLUMNS:
        raise ValueError(f"{len(sheet.columns)} questions do not fit on a page")
    return drawn(_TEMPLATE, _data(sheet), fonts)


def _data(sheet: Sheet) -> dict[str, Any]:
    words = {name: fitting(getattr(sheet, name)) for name in ("title", "subtitle", "number", "name", "here", "legend")}
    return {
        **words,
        "columns": [fitting(one) for one in sheet.columns],
        "pages": [[_row(one) for one in rows] for rows in _pages(sheet.rows)],
        "foot": [fitting(one) for one in sheet.foot],
        "digits": sheet.digits,
        "on_a_page": ON_A_PAGE,
        "upright": len(sheet.columns) <= MOST_UPRIGHT,
        "language": sheet.language,
        "rtl": sheet.rtl,
    }


def _pages(rows: Sequence[SheetRow]) -> list[Sequence[SheetRow]]:
    """Where nobody is in the group there is a page all the same."""
    return [rows[at : at + ON_A_PAGE] for at in range(0, max(1, len(rows)), ON_A_PAGE)]


def _row(row: SheetRow) -> dict[str, Any]:
    return {
        "number": fitting(row.number),
        "name": fitting(row.name, LONGEST_NAME),
        "last": [fitting(one) for one in row.last],
    }
