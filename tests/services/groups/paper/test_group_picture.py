"""The picture for a meeting: counts and sums alone, no dots in a small group, no change that may be nobody's."""

from datetime import date

import pytest

from bot.domain.evaluation.progress import Verdict
from bot.domain.groups.month import Standing
from bot.i18n import load_catalogues
from bot.render.meeting import MeetingPicture
from bot.services.groups.leading import Group, Member, Place, Seen
from bot.services.groups.paper import group_picture
from bot.services.groups.paper.group_picture import SalesOf, Sold
from bot.services.groups.paper.papers import Words
from tests.services.village import NOW, nepal

WORDS = Words("Sunrise", nepal(), load_catalogues(), lambda payload: payload)
MONTH, START = date(2026, 10, 18), date(2026, 4, 14)


def seen(**counts: int) -> Seen:
    """A group in which so many stand so; `hidden`: who has not agreed to be shown."""
    stands = {"hidden": None, **{one.name.lower(): one for one in Standing}}
    standings = [stands[name] for name, n in counts.items() for _ in range(n)]
    places = [
        Place(Member(at, at, f"Malee {at}", None, NOW, True, "2"), standing) for at, standing in enumerate(standings)
    ]
    group = Group(1, "nepal-odop", "Sunrise", None, None, MONTH, None, None, len(places), 0, 1)
    return Seen(group, (MONTH, date(2026, 11, 16)), places)


def picture(sales: SalesOf | None = None, language: str = "en", **counts: int) -> MeetingPicture:
    return group_picture.picture(seen(**counts), sales, WORDS, language, date(2026, 11, 24))


def test_how_many_have_answered_of_those_who_were_asked() -> None:
    drawn = picture(answered=18, late=2, due=3, nothing_due=4, missed=1, hidden=2)
    assert drawn.answered == "18 of 24 have answered"
    assert [(one.standing, one.text, one.number) for one in drawn.counts] == [
        (Standing.ANSWERED, "answered: 18", 18),
        (Standing.DUE, "still to answer: 3", 3),
        (Standing.LATE, "late: 2", 2),
        (Standing.MISSED, "did not answer: 1", 1),
        (Standing.NOTHING_DUE, "nothing due: 4", 4),
        (None, "not known here: 2", 2),
    ]
    assert "Malee" not in str(drawn)
    assert picture(nothing_due=5).answered == "Nothing is due in this month."
    assert "२४ मध्ये १८" in picture(language="ne", answered=18, late=6).answered


def test_no_dots_under_ten_members() -> None:
    assert [picture(answered=n, late=1).dots for n in (8, 9)] == [False, True]


def test_sales_that_are_not_known_are_said_to_be_so() -> None:
    drawn = picture(answered=12)
    assert drawn.sales is None and drawn.note == "How much the group sold is not known yet."


def test_sales_against_the_own_start_with_who_answered_beside() -> None:
    sales = SalesOf(Sold(START, 120_000_00, 20, 22), Sold(MONTH, 150_000_00, 18, 24))
    drawn = picture(sales, answered=18, late=6)
    assert drawn.sales is not None and drawn.note == ""
    base, now = drawn.sales.bars
    assert (base.of, now.of) == ("20 of 22 have answered", "18 of 24 have answered")
    assert (base.text, now.text) == ("Rs 120,000", "Rs 150,000") and base.label.startswith("At the start: ")
    assert (drawn.sales.change, drawn.sales.verdict) == ("25% up", Verdict.BETTER)


@pytest.mark.parametrize(
    ("base", "now", "change", "verdict"),
    [
        ((100, 10), (150, 10), "50% up", Verdict.BETTER),
        ((100, 10), (150, 9), "50% up", Verdict.BETTER),
        ((100, 10), (150, 11), "", Verdict.UNKNOWN),
        ((100, 10), (50, 10), "50% down", Verdict.WORSE),
        ((100, 10), (50, 11), "50% down", Verdict.WORSE),
        ((100, 10), (50, 9), "", Verdict.UNKNOWN),
        ((100, 10), (105, 10), "about the same", Verdict.SAME),
        ((100, 10), (100, 12), "no change", Verdict.SAME),
        ((0, 10), (50, 10), "", Verdict.UNKNOWN),
    ],
)
def test_no_change_is_said_that_may_come_from_who_answered(
    base: tuple[int, int], now: tuple[int, int], change: str, verdict: Verdict
) -> None:
    """More from more people, less from fewer: that says nothing of their sales."""
    sales = SalesOf(Sold(START, base[0] * 100, base[1], 12), Sold(MONTH, now[0] * 100, now[1], 12))
    drawn = picture(sales, answered=12).sales
    assert drawn is not None and (drawn.change, drawn.verdict) == (change, verdict)


@pytest.mark.parametrize(("base", "now"), [(2, 9), (9, 2), (None, 2)])
def test_what_a_few_sold_is_not_drawn(base: int | None, now: int) -> None:
    start = None if base is None else Sold(START, 7_000_00, base, 12)
    drawn = picture(SalesOf(start, Sold(MONTH, 9_000_00, now, 12)), answered=now)
    assert drawn.sales is None and drawn.note == "Too few have answered to show what the group sold."
    assert "9,000" not in str(drawn)


def test_without_a_start_there_is_one_bar() -> None:
    drawn = picture(SalesOf(None, Sold(MONTH, 9_000_00, 3, 12)), answered=3).sales
    assert drawn is not None and len(drawn.bars) == 1 and drawn.change == ""
