"""Progress, as tables: what is compared with what, what is not, and what the figures add up to."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.evaluation.interval import Course
from bot.domain.evaluation.progress import (
    COURSE_TEXTS,
    GAP_TEXTS,
    CourseReason,
    Figure,
    Gap,
    Operation,
    Progress,
    Source,
    Verdict,
    assess,
    compare,
)
from bot.domain.programme import Better, Indicator

SALES = Indicator("sales", Better.MORE, {"en": "Sales"})
LOSSES = Indicator("losses", Better.LESS, {"en": "Losses"})
MARCH, JUNE, NEXT_JUNE = date(2026, 3, 31), date(2026, 6, 30), date(2027, 6, 30)


def figure(
    value: int | str, day: date = MARCH, *, wording: str = "w1", source: Source = Source.SELF, unit: str = ""
) -> Figure:
    return Figure(Decimal(value), day, wording, source, unit)


@pytest.mark.parametrize(
    ("indicator", "base", "now", "change", "verdict"),
    [
        (SALES, "1000", "1250", "0.25", Verdict.BETTER),
        (SALES, "1000", "1100", "0.1", Verdict.SAME),
        (SALES, "1000", "1101", "0.101", Verdict.BETTER),
        (SALES, "1000", "1000", "0", Verdict.SAME),
        (SALES, "1000", "900", "-0.1", Verdict.SAME),
        (SALES, "1000", "899", "-0.101", Verdict.WORSE),
        (SALES, "1000", "0", "-1", Verdict.WORSE),
        (LOSSES, "40", "20", "-0.5", Verdict.BETTER),
        (LOSSES, "40", "60", "0.5", Verdict.WORSE),
        (LOSSES, "40", "43", "0.075", Verdict.SAME),
        (SALES, "-200", "-100", "0.5", Verdict.BETTER),
        (SALES, "0.3", "0.1", "-0.6667", Verdict.WORSE),
        (SALES, "1", "1000000000", "999999999", Verdict.BETTER),
    ],
)
def test_change_against_the_baseline(indicator: Indicator, base: str, now: str, change: str, verdict: Verdict) -> None:
    progress = compare(indicator, figure(base), figure(now, JUNE))
    assert progress.change is not None and round(progress.change, 4) == Decimal(change)
    assert (progress.verdict, progress.gap) == (verdict, None)


def test_book_is_compared_with_book_and_memory_with_memory() -> None:
    told = [figure(100), figure(50, date(2026, 4, 30), source=Source.BOOK), figure(90, date(2026, 5, 31))]
    from_book, recalled = figure(60, JUNE, source=Source.BOOK), figure(110, JUNE)
    assert compare(SALES, told[0], from_book, told[1:]).base == told[1]
    assert compare(SALES, told[0], from_book, told[1:]).change == Decimal("0.2")
    assert compare(SALES, told[0], recalled, told[1:]).base == told[0]
    # the first figure of the book has nothing of its kind to be held against
    assert compare(SALES, told[0], from_book, told[2:]).gap is Gap.OTHER_SOURCE


def test_the_book_is_compared_with_the_same_season_too() -> None:
    book = [figure(50, date(2026, 5, 31), source=Source.BOOK), figure(80, JUNE, source=Source.BOOK)]
    assert compare(SALES, figure(100), figure(100, NEXT_JUNE, source=Source.BOOK), book).base == book[1]


@pytest.mark.parametrize(
    ("base", "now", "verdict", "gap"),
    [
        (None, figure(5), Verdict.UNKNOWN, Gap.NO_BASELINE),
        (figure(5), None, Verdict.UNKNOWN, Gap.NO_ANSWER),
        (None, None, Verdict.UNKNOWN, Gap.NO_ANSWER),
        (figure(5), figure(6, wording="w2"), Verdict.UNKNOWN, Gap.OTHER_WORDING),
        (figure(5, unit="kg"), figure(6, unit="bottle"), Verdict.UNKNOWN, Gap.OTHER_UNIT),
        (figure(5), figure(6, source=Source.BOOK), Verdict.UNKNOWN, Gap.OTHER_SOURCE),
        (figure(5, source=Source.LEADER), figure(6), Verdict.UNKNOWN, Gap.OTHER_SOURCE),
        (figure(5, source=Source.OFFICER), figure(6, source=Source.LEADER), Verdict.UNKNOWN, Gap.OTHER_SOURCE),
        (figure(0), figure(6), Verdict.BETTER, Gap.FROM_ZERO),
        (figure(0), figure(0), Verdict.SAME, Gap.FROM_ZERO),
    ],
)
def test_without_a_percentage_it_says_why(base: Figure | None, now: Figure | None, verdict: Verdict, gap: Gap) -> None:
    progress = compare(SALES, base, now)
    assert (progress.change, progress.verdict, progress.gap) == (None, verdict, gap)


@pytest.mark.parametrize("source", Source)
def test_each_source_is_compared_with_itself(source: Source) -> None:
    assert compare(SALES, figure(5, source=source), figure(6, source=source)).change == Decimal("0.2")


def test_the_same_season_where_there_is_one() -> None:
    now = figure(300, NEXT_JUNE)
    first_june = figure(200, JUNE)
    in_season = compare(SALES, figure(100), now, [figure(120, date(2026, 4, 30)), first_june])
    assert (in_season.base, in_season.same_season, in_season.change) == (first_june, True, Decimal("0.5"))
    anniversary = compare(SALES, figure(100), figure(300, date(2027, 3, 31)), [first_june])
    assert (anniversary.base, anniversary.same_season) == (figure(100), True)


@pytest.mark.parametrize(
    "earlier",
    [
        [],
        [figure(200, date(2027, 6, 1))],
        [figure(200, date(2026, 5, 31))],
        [figure(200, JUNE, wording="w2")],
        [figure(200, JUNE, source=Source.BOOK)],
    ],
)
def test_without_a_like_season_the_baseline_stands(earlier: list[Figure]) -> None:
    progress = compare(SALES, figure(100), figure(300, NEXT_JUNE), earlier)
    assert (progress.base, progress.same_season, progress.change) == (figure(100), False, Decimal(2))


def verdicts(words: str) -> list[Progress]:
    by_letter = {"b": Verdict.BETTER, "s": Verdict.SAME, "w": Verdict.WORSE, "?": Verdict.UNKNOWN}
    return [Progress(SALES, None, None, None, by_letter[letter]) for letter in words]


@pytest.mark.parametrize(
    ("words", "operation", "quiet", "course", "reason", "known"),
    [
        ("bbbb", Operation.RUNNING, True, Course.QUIET, CourseReason.WENT_QUIET, 4),
        ("bbbb", Operation.CLOSED, False, Course.AT_RISK, CourseReason.CLOSED, 4),
        ("wwww", Operation.PAUSED, False, Course.MIXED, CourseReason.PAUSED, 4),
        ("????", Operation.RUNNING, False, Course.MIXED, CourseReason.NOTHING_TO_COMPARE, 0),
        ("", Operation.RUNNING, False, Course.MIXED, CourseReason.NOTHING_TO_COMPARE, 0),
        ("wwwb", Operation.RUNNING, False, Course.AT_RISK, CourseReason.MOST_WORSE, 4),
        ("w???", Operation.RUNNING, False, Course.AT_RISK, CourseReason.MOST_WORSE, 1),
        ("wwbs", Operation.RUNNING, False, Course.MIXED, CourseReason.HALF_WORSE, 4),
        ("b???", Operation.RUNNING, False, Course.MIXED, CourseReason.FEW_KNOWN, 1),
        ("bs??", Operation.RUNNING, False, Course.ON_TRACK, CourseReason.MOST_HOLD, 2),
        ("wbss", Operation.RUNNING, False, Course.ON_TRACK, CourseReason.MOST_HOLD, 4),
        ("ssss", Operation.RUNNING, False, Course.ON_TRACK, CourseReason.MOST_HOLD, 4),
    ],
)
def test_what_it_adds_up_to(
    words: str, operation: Operation, quiet: bool, course: Course, reason: CourseReason, known: int
) -> None:
    standings = assess(verdicts(words), operation=operation, quiet=quiet)
    assert (standings.course, standings.reason) == (course, reason)
    assert (standings.known, standings.of, standings.worse) == (known, len(words), words.count("w"))


def test_every_reason_has_its_sentence() -> None:
    assert set(GAP_TEXTS) == set(Gap)
    assert set(COURSE_TEXTS) == set(CourseReason)
