"""The picture for a meeting: how many of a group have answered, and its sales against its own start; nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from bot.domain.evaluation.progress import Verdict
from bot.domain.groups.month import Standing
from bot.render.drawing import drawn, template
from bot.render.fitting import fitting

if TYPE_CHECKING:
    import typst

_TEMPLATE: Final = template("meeting.typ")


@dataclass(frozen=True, slots=True)
class Count:
    """How many stand so in words, and as a number. `standing` None: they have not agreed yet that it is shown."""

    standing: Standing | None
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The group's sales in one month: `label` is the month, `of` how many have answered for it."""

    label: str
    value: Decimal
    text: str
    of: str


@dataclass(frozen=True, slots=True)
class Sales:
    """The group's sales at its start, where they are known, and now. `change`: “25% up”, empty where nothing is
    compared.
    """

    label: str
    bars: tuple[Bar, ...]
    change: str = ""
    verdict: Verdict = Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class MeetingPicture:
    """All words are ready for the reader. `dots`: whether a dot is drawn for each member; `note`: what is not known."""

    title: str
    subtitle: str
    answered: str
    counts: tuple[Count, ...]
    dots: bool
    sales: Sales | None
    note: str
    footer: str
    language: str
    rtl: bool = False


def meeting_picture(picture: MeetingPicture, fonts: typst.Fonts) -> bytes:
    """The picture as PNG, 720 pixels wide."""
    return drawn(_TEMPLATE, _data(picture), fonts, "png")


def _data(picture: MeetingPicture) -> dict[str, Any]:
    words = {name: fitting(getattr(picture, name)) for name in ("title", "subtitle", "answered", "note", "footer")}
    counts = [
        {"tone": one.standing or "hidden", "text": fitting(one.text), "number": one.number} for one in picture.counts
    ]
    sales = None if picture.sales is None else _sales(picture.sales)
    guide = {"language": picture.language, "rtl": picture.rtl}
    return {**words, **guide, "counts": counts, "dots": picture.dots, "sales": sales}


def _sales(sales: Sales) -> Mapping[str, Any]:
    longest = max((one.value for one in sales.bars), default=Decimal(0)) or Decimal(1)
    bars = [
        {
            "label": fitting(one.label),
            "text": fitting(one.text),
            "of": fitting(one.of),
            "part": float(max(one.value, Decimal(0)) / longest) if longest > 0 else 0.0,
        }
        for one in sales.bars
    ]
    return {"label": fitting(sales.label), "change": fitting(sales.change), "tone": sales.verdict, "bars": bars}
