"""The picture of a producer's progress: every indicator from the baseline to now, in the reader's own script."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from bot.domain.evaluation.progress import Verdict
from bot.render.fonts import drawable, families

if TYPE_CHECKING:
    import typst

# 360 points wide at 144 dots an inch: 720 pixels, a phone's width, at a size that costs little data.
DOTS_PER_INCH: Final = 144.0
# More bars would be too thin to tell apart; the first, what the newest is held against, and the latest ones stay.
MOST_POINTS: Final = 10
_TEMPLATE: Final = files("bot.render").joinpath("progress.typ").read_bytes()


@dataclass(frozen=True, slots=True)
class Point:
    """One evaluation. `label`: its date or month in short; `text`: the value as it is read. None: not answered.

    `kind`: points of one number are alike (one source, wording and unit), and can be held against each other.
    """

    label: str
    value: Decimal | None
    text: str = ""
    kind: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """One indicator, the oldest point first. `change`: "25% up", empty when there is none; `note`: why not.

    `base`: which point the newest is held against; the change is between these two, and they are printed. None: nothing
    is compared.
    """

    label: str
    change: str
    verdict: Verdict
    points: tuple[Point, ...]
    note: str = ""
    base: int | None = None


@dataclass(frozen=True, slots=True)
class ProgressPicture:
    """All words are ready for the reader. `language` and `rtl` guide only how letters are set."""

    title: str
    subtitle: str
    charts: tuple[Chart, ...]
    footer: str
    language: str
    rtl: bool = False
    day: str = ""


def progress_picture(picture: ProgressPicture, fonts: typst.Fonts, form: Literal["png", "svg"] = "png") -> bytes:
    """The picture as PNG, 720 pixels wide, or as SVG. Takes some tens of milliseconds: keep it off the event loop."""
    import typst

    compiler = typst.Compiler(font_paths=fonts, sys_inputs={"data": json.dumps(_data(picture))})
    drawn = compiler.compile(input=_TEMPLATE, format=form, ppi=DOTS_PER_INCH)
    if not isinstance(drawn, bytes):
        raise TypeError(f"one page was expected, not {type(drawn).__name__}")
    return drawn


def to_json(picture: ProgressPicture) -> str:
    """The picture as text, to wait in the outbox until it is drawn."""
    return json.dumps(asdict(picture), default=str, ensure_ascii=False)


def from_json(text: str) -> ProgressPicture:
    """The picture that `to_json` wrote."""
    data = json.loads(text)
    charts = tuple(_chart(chart) for chart in data.pop("charts"))
    return ProgressPicture(charts=charts, **data)


def _chart(data: Mapping[str, Any]) -> Chart:
    points = tuple(
        Point(
            point["label"],
            None if point["value"] is None else Decimal(point["value"]),
            point["text"],
            point.get("kind", 0),
        )
        for point in data["points"]
    )
    return Chart(data["label"], data["change"], Verdict(data["verdict"]), points, data["note"], data.get("base"))


def _data(picture: ProgressPicture) -> dict[str, Any]:
    """What the template reads."""
    return {
        "fonts": families(),
        "language": picture.language,
        "rtl": picture.rtl,
        "title": drawable(picture.title),
        "subtitle": drawable(picture.subtitle),
        "day": drawable(picture.day),
        "charts": [_drawn(chart) for chart in picture.charts],
        "footer": drawable(picture.footer),
    }


def _drawn(chart: Chart) -> dict[str, Any]:
    held = None if chart.base is None else chart.points[chart.base]
    points = _shown(chart.points, held)
    scale = _Scale.of([point.value for point in points if point.value is not None])
    last = max((index for index, point in enumerate(points) if point.value is not None), default=0)
    base = None if held is None else next(index for index, point in enumerate(points) if point is held)
    return {
        "label": drawable(chart.label),
        "change": drawable(chart.change),
        "note": drawable(chart.note),
        "tone": chart.verdict.value,
        "base_text": drawable(held.text) if held else "",
        "last_text": drawable(points[last].text) if points else "",
        "last": last,
        "base": base,
        "zero": scale.height(Decimal(0)),
        "base_height": scale.height(held.value) if held and held.value is not None else None,
        "marks": [_mark(points, index, last, scale) for index in range(len(points))],
    }


def _shown(points: Sequence[Point], held: Point | None) -> Sequence[Point]:
    """The first, the one that the newest is held against, and of the others the latest."""
    if len(points) <= MOST_POINTS:
        return points
    kept = [point for point in points[:1] if point is not held] + ([] if held is None else [held])
    latest = points[len(kept) - MOST_POINTS :]
    return (*(point for point in kept if not any(point is one for one in latest)), *latest)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to heights, 0 at the foot of the plot and 1 at its top; zero is always in it."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, values: Sequence[Decimal]) -> _Scale:
        return cls(min([*values, Decimal(0)]), max([*values, Decimal(0)]))

    def height(self, value: Decimal) -> float:
        span = self.high - self.low
        return float((value - self.low) / span) if span else 0.0


def _mark(points: Sequence[Point], index: int, last: int, scale: _Scale) -> dict[str, Any]:
    """A bar. `begins`: a stretch that cannot be held against the one before; `alike`: can be against the newest."""
    point = points[index]
    value = point.value if point.value is not None else Decimal(0)
    ends = sorted((scale.height(value), scale.height(Decimal(0))))
    return {
        "label": drawable(point.label),
        "missing": point.value is None,
        "low": ends[0],
        "high": ends[1],
        "begins": index > 0 and point.kind != points[index - 1].kind,
        "alike": point.kind == points[last].kind,
    }
