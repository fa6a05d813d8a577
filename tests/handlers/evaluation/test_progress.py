"""Progress as it is told and drawn: a percentage is always that of two figures that are both there, and alike."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.evaluation.progress import Figure, Source, Word
from bot.domain.programme import Better, Indicator
from bot.domain.wire.contact import ChatState, Contact
from bot.i18n import load_catalogues
from bot.render.fonts import load_fonts
from bot.render.progress import MOST_POINTS, Chart, ProgressPicture, progress_picture
from bot.services.evaluation.progress import Track
from bot.services.loaded_packs import LoadedPacks
from handlers.evaluation.progress import FROM_LEADER, chart_of, told_of
from handlers.wire.events import Event, Kind
from handlers.wire.turn import Turn
from tests.house import pack

# A pack for each language, with its own money, digits and calendar.
PROGRAMMES = {"en": "malawi-ovop", "ny": "malawi-ovop", "th": "thailand-otop", "ne": "nepal-odop"}
LOADED = LoadedPacks({code: pack(code) for code in PROGRAMMES.values()}, load_catalogues())
NOW = datetime(2026, 11, 24, tzinfo=UTC)
NOBODYS: Any = None  # neither a line nor a chart asks the database
SALES = Indicator("sales", Better.MORE, {"en": "Sales", "th": "ยอดขาย", "ne": "बिक्री", "ny": "Malonda"})
FIGURES = st.builds(
    Figure,
    value=st.one_of(st.integers(0, 200_000).map(Decimal), st.decimals(0, 2000, places=2)),
    day=st.just(date(2026, 1, 31)),
    wording=st.sampled_from(("asked", "asked", "asked", "asked otherwise")),
    source=st.sampled_from((Source.SELF, Source.BOOK)),
    unit=st.sampled_from(("kg", "kg", "kg", "litre")),
)


def turn_in(language: str) -> Turn:
    contact = Contact(1, 1, ChatState.ACTIVE, NOW, language, PROGRAMMES[language])
    return Turn(Event(Kind.TEXT, 1, True), contact, NOW, NOBODYS, LOADED)


def number(text: str) -> Decimal:
    """The figure in a text as it is printed, in whatever digits."""
    latin = text.translate({ord("०") + digit: str(digit) for digit in range(10)}).replace(",", "")
    return Decimal(next(iter(re.findall(r"\d+(?:\.\d+)?", latin))))


def percent(base: Decimal, now: Decimal) -> Decimal:
    return Decimal(round(abs((now - base) / base) * 100))


def a_year(figures: list[Figure | None]) -> list[Figure | None]:
    """One a month."""
    days = [date(2026 + (month // 12), month % 12 + 1, 28) for month in range(len(figures))]
    return [
        one and Figure(one.value, day, one.wording, one.source, one.unit)
        for one, day in zip(figures, days, strict=True)
    ]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(PROGRAMMES)),
    st.lists(st.none() | FIGURES, min_size=1, max_size=16),
    st.booleans(),
)
def test_a_percentage_is_of_the_two_figures_that_are_printed(
    language: str, said: list[Figure | None], money: bool
) -> None:
    baseline, *later = a_year(said)
    track = Track.of(SALES, baseline, later, money=money)
    if not track.figures:
        return
    turn = turn_in(language)
    line, chart = str(told_of(turn, track)), chart_of(turn, track)
    if "%" not in line + chart.change:
        return
    told = track.progress
    assert told.base is not None and told.now is not None and told.base.kind == told.now.kind
    # the picture: the figure at its left is the one that is compared with, and named by its day
    assert chart.base is not None
    left, right = chart.points[chart.base], chart.points[-1]
    assert left.kind == right.kind and left.label == turn.plain("{day}", day=told.base.day)
    assert number(chart.change) == percent(number(left.text), number(right.text))
    # the line: both figures stand in it as they stand on the picture, with the same percentage
    assert left.text in line and right.text in line and chart.change in line
    assert told.base is track.figures[0] or left.label in line


def test_memory_then_the_book() -> None:
    """Not 56 → 153, 29 % up."""
    values = [(56, Source.SELF), (119, Source.BOOK), (153, Source.BOOK)]
    figures = [
        Figure(Decimal(value), date(2026, 3 + at, 28), "asked", source) for at, (value, source) in enumerate(values)
    ]
    turn = turn_in("en")
    chart = chart_of(turn, Track.of(SALES, figures[0], figures[1:]))
    assert (chart.change, chart.base, [point.kind for point in chart.points]) == ("29% up", 1, [0, 1, 1])
    assert chart.note == "Compared with 28 Apr 2026: 119. The first answer was found out in another way."
    alone = chart_of(turn, Track.of(SALES, figures[0], figures[1:2]))
    assert (alone.change, alone.base, alone.note) == ("", None, "The first answer was found out in another way.")


@pytest.mark.parametrize("word", [None, *Word])
@pytest.mark.parametrize("language", sorted(PROGRAMMES))
def test_what_her_leader_reported_is_said_to_be_so_wherever_it_is_shown(language: str, word: Word | None) -> None:
    turn = turn_in(language)
    hers = Figure(Decimal(500), date(2026, 1, 31), "asked", Source.SELF)
    leaders = Figure(Decimal(700), date(2026, 2, 28), "asked", Source.LEADER, word=word)
    told = turn.plain(FROM_LEADER[word])
    track = Track.of(SALES, hers, [leaders])
    assert f"\n<i>{told}</i>" in str(told_of(turn, track)) and chart_of(turn, track).note.endswith(told)
    own = Track.of(SALES, hers, [hers])
    assert "<i>" not in str(told_of(turn, own)) and told not in chart_of(turn, own).note


def test_of_another_season_what_is_compared_with_is_named() -> None:
    figures = [
        Figure(Decimal(100 + 10 * at), date(2026 + at // 12, at % 12 + 1, 28), "asked", Source.SELF) for at in range(14)
    ]
    chart = chart_of(turn_in("en"), Track.of(SALES, figures[0], figures[1:]))
    assert chart.base == 1 and chart.note == "Compared with 28 Feb 2026: 110."


@pytest.mark.parametrize("base", [0, 1, 5, 25])
def test_what_is_compared_with_is_drawn_however_many_there_are(base: int) -> None:
    """The drawing of thirty figures is that of the few that are shown, the base among them."""
    turn, start = turn_in("en"), date(2026, 1, 28)
    figures = [Figure(Decimal(at + 5), start + timedelta(at), "asked", Source.SELF) for at in range(30)]
    whole = chart_of(turn, Track.of(SALES, figures[0], figures[1:]))
    points = whole.points
    shown = sorted({0, base, *range(30 - MOST_POINTS, 30)})
    few = [points[at] for at in shown if at in (0, base) or at >= 30 - MOST_POINTS + len({0, base})]
    fonts = load_fonts()

    def drawn(chart: Chart) -> bytes:
        return progress_picture(ProgressPicture("", "", (chart,), "", "en"), fonts)

    many = Chart(whole.label, "", whole.verdict, points, "", base)
    if base < 30 - MOST_POINTS:
        assert len(few) == MOST_POINTS
        assert drawn(many) == drawn(Chart(whole.label, "", whole.verdict, tuple(few), "", few.index(points[base])))
    drawn(many)
