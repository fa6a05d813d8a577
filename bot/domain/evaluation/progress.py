"""Progress: the change of each figure against the producer's own baseline, like with like only, and what it adds up to.

Rules and why: docs/decisions/0005-evaluation-calendar.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from bot.domain.evaluation.interval import Course
from bot.domain.programme import Better, Indicator
from bot.i18n import N_, Text

# Figures from memory wobble: a change within a tenth counts as none.
STEADY = Decimal("0.10")
YEAR_MONTHS = 12


class Source(StrEnum):
    """Who or what a figure comes from. Only figures of one source are compared."""

    SELF = "self"
    LEADER = "leader"
    BOOK = "book"
    OFFICER = "officer"


class Word(StrEnum):
    """What a producer says of what her leader has reported: right, not right, or the same for the programme's ears
    alone. Silence is none of them.
    """

    RIGHT = "right"
    WRONG = "wrong"
    PRIVATE = "private"


class Verdict(StrEnum):
    """How an indicator moved."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


class Gap(StrEnum):
    """Why there is no percentage."""

    NO_BASELINE = "no_baseline"
    NO_ANSWER = "no_answer"
    OTHER_WORDING = "other_wording"
    OTHER_UNIT = "other_unit"
    OTHER_SOURCE = "other_source"
    FROM_ZERO = "from_zero"


class CourseReason(StrEnum):
    """Why the course is what it is."""

    WENT_QUIET = "went_quiet"
    CLOSED = "closed"
    PAUSED = "paused"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    MOST_WORSE = "most_worse"
    HALF_WORSE = "half_worse"
    FEW_KNOWN = "few_known"
    MOST_HOLD = "most_hold"


class Operation(StrEnum):
    """Whether the producer still makes the product. Paused: out of season, and meant to go on."""

    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"


GAP_TEXTS: Mapping[Gap, Text] = MappingProxyType(
    {
        Gap.NO_BASELINE: Text(N_("There is no first answer to compare with.")),
        Gap.NO_ANSWER: Text(N_("This was not answered.")),
        Gap.OTHER_WORDING: Text(N_("The question has changed since the first answer.")),
        Gap.OTHER_UNIT: Text(N_("The first answer was counted in another unit.")),
        Gap.OTHER_SOURCE: Text(N_("The first answer was found out in another way.")),
        Gap.FROM_ZERO: Text(N_("The first answer was 0.")),
    }
)

COURSE_TEXTS: Mapping[CourseReason, Text] = MappingProxyType(
    {
        CourseReason.WENT_QUIET: Text(N_("The last check-in was not answered.")),
        CourseReason.CLOSED: Text(N_("The product is no longer made.")),
        CourseReason.PAUSED: Text(N_("Work rests for now.")),
        CourseReason.NOTHING_TO_COMPARE: Text(N_("There is nothing to compare yet.")),
        CourseReason.MOST_WORSE: Text(N_("Most figures are worse than at the start.")),
        CourseReason.HALF_WORSE: Text(N_("Half of the figures are worse than at the start.")),
        CourseReason.FEW_KNOWN: Text(N_("Too few figures can be compared.")),
        CourseReason.MOST_HOLD: Text(N_("Most figures are as good as at the start, or better.")),
    }
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One answer in numbers. `day`: when it was given, local. `wording`: what tells one wording from another (a hash of
    the question in the form's own language, say); `unit`: what is counted, where people choose it; `word`: what the
    producer says of it, where her leader has reported it; `held`: staff look at it, and it is compared with nothing.
    """

    value: Decimal
    day: date
    wording: str
    source: Source
    unit: str = ""
    word: Word | None = None
    held: bool = False

    @property
    def kind(self) -> tuple[str, str, Source]:
        """What two figures have to share to be held against each other."""
        return (self.wording, self.unit, self.source)


@dataclass(frozen=True, slots=True)
class Progress:
    """One indicator. `change`: share of the base, 0.25 is a quarter more; None has its `gap`.

    `base` is what `now` was held against; `same_season` says that both are of one month of the year.
    """

    indicator: Indicator
    base: Figure | None
    now: Figure | None
    change: Decimal | None
    verdict: Verdict
    gap: Gap | None = None
    same_season: bool = False

    @property
    def compared(self) -> bool:
        """Whether now was held against the base: from zero there is a direction, and no percentage."""
        return self.gap in (None, Gap.FROM_ZERO)


@dataclass(frozen=True, slots=True)
class Standings:
    """A producer on the whole: the course with its reason, and how many of the indicators could be compared."""

    course: Course
    reason: CourseReason
    known: int
    of: int
    worse: int


def compare(
    indicator: Indicator, baseline: Figure | None, now: Figure | None, earlier: Iterable[Figure] = ()
) -> Progress:
    """The change from the baseline to now; from the same season where there is one.

    The season: if the baseline is of another month of the year, the oldest of the `earlier` figures that is a year or
    more old, of the same month, and comparable, takes its place. The source: where the baseline was found out in
    another way (from memory, while now is from the book), the oldest of them found out as now is takes its place.
    """
    if baseline is None or now is None:
        gap = Gap.NO_BASELINE if now is not None else Gap.NO_ANSWER
        return Progress(indicator, baseline, now, None, Verdict.UNKNOWN, gap)
    base = _base(baseline, now, earlier)
    unlike = _difference(base, now)
    if unlike is not None:
        return Progress(indicator, base, now, None, Verdict.UNKNOWN, unlike)
    change = (now.value - base.value) / abs(base.value) if base.value else None
    return Progress(
        indicator,
        base,
        now,
        change,
        _verdict(indicator.better, base.value, now.value),
        Gap.FROM_ZERO if change is None else None,
        same_season=base.day.month == now.day.month,
    )


def _base(baseline: Figure, now: Figure, earlier: Iterable[Figure]) -> Figure:
    alike = sorted((figure for figure in earlier if not _difference(figure, now)), key=lambda figure: figure.day)
    first = baseline
    if _difference(baseline, now) is Gap.OTHER_SOURCE:
        first = next(iter(alike), baseline)
    if first.day.month == now.day.month:
        return first
    same_month = (figure for figure in alike if figure.day.month == now.day.month)
    return next((figure for figure in same_month if _months(figure.day, now.day) >= YEAR_MONTHS), first)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * YEAR_MONTHS + last.month - first.month


def _difference(base: Figure, now: Figure) -> Gap | None:
    """Why the two are not alike, if they are not."""
    if base.wording != now.wording:
        return Gap.OTHER_WORDING
    if base.unit != now.unit:
        return Gap.OTHER_UNIT
    return Gap.OTHER_SOURCE if base.source is not now.source else None


def _verdict(better: Better, base: Decimal, now: Decimal) -> Verdict:
    gain = now - base if better is Better.MORE else base - now
    if abs(gain) <= abs(base) * STEADY:
        return Verdict.SAME
    return Verdict.BETTER if gain > 0 else Verdict.WORSE


def assess(progress: Sequence[Progress], *, operation: Operation = Operation.RUNNING, quiet: bool = False) -> Standings:
    """What the indicators add up to.

    In this order: went quiet → quiet; no longer operating → at risk; out of season or nothing to compare → mixed; more
    than half of the known indicators worse by over a tenth → at risk; just half → mixed; fewer than half of all
    indicators known → mixed, for nobody is on track by one good figure; else on track.
    """
    verdicts = [one.verdict for one in progress if one.verdict is not Verdict.UNKNOWN]
    worse = verdicts.count(Verdict.WORSE)
    course, reason = _course(len(verdicts), len(progress), worse, operation, quiet)
    return Standings(course, reason, len(verdicts), len(progress), worse)


def _course(known: int, of: int, worse: int, operation: Operation, quiet: bool) -> tuple[Course, CourseReason]:
    rules = (
        (quiet, Course.QUIET, CourseReason.WENT_QUIET),
        (operation is Operation.CLOSED, Course.AT_RISK, CourseReason.CLOSED),
        (operation is Operation.PAUSED, Course.MIXED, CourseReason.PAUSED),
        (known == 0, Course.MIXED, CourseReason.NOTHING_TO_COMPARE),
        (worse * 2 > known, Course.AT_RISK, CourseReason.MOST_WORSE),
        (worse * 2 == known, Course.MIXED, CourseReason.HALF_WORSE),
        (known * 2 < of, Course.MIXED, CourseReason.FEW_KNOWN),
    )
    matched = next(((course, reason) for holds, course, reason in rules if holds), None)
    return matched or (Course.ON_TRACK, CourseReason.MOST_HOLD)
