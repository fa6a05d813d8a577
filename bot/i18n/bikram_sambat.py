"""Bikram Sambat, the calendar of Nepal: published years by their table, all others computed and so not sure."""

import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

from bot.i18n.sun_signs import month_begins

Lengths = tuple[int, ...]
"""The days of the twelve months of a year, Baisakh first."""

MONTHS, SHORTEST, LONGEST = 12, 29, 32
YEAR_LENGTHS = (365, 366)
AHEAD = 57
"""A year of Bikram Sambat begins in the April of the Gregorian year that is so much smaller."""
LAST_YEAR = 9_999 + AHEAD - 1


class Unfit(ValueError):
    """A year that cannot be added, and why."""

    def __init__(self, why: str, year: int) -> None:
        super().__init__(why)
        self.year = year


@dataclass(frozen=True, slots=True)
class _Published:
    """`begins`: the first day (as `date` counts) of each month of each year; `end`: the day after all of them."""

    lengths: Mapping[int, Lengths]
    disputed: frozenset[int]
    begins: Mapping[int, tuple[int, ...]]
    end: int


def day_of(year: int, month: int, day: int) -> date | None:
    """That day, or None when there is none of that number."""
    if not AHEAD < year <= LAST_YEAR or not 1 <= month <= MONTHS:
        return None
    begins = _begins(year)
    found = begins[month - 1] + day - 1
    return date.fromordinal(found) if day >= 1 and found < begins[month] else None


def written(day: date) -> tuple[int, int, int]:
    """Year, month and day of the month."""
    ordinal, year = day.toordinal(), day.year + AHEAD
    if ordinal < _begins(year)[0]:
        year -= 1
    begins = _begins(year)
    month = bisect_right(begins, ordinal)
    return year, month, ordinal - begins[month - 1] + 1


def is_sure(year: int) -> bool:
    """Whether that year was published, and all tables say the same of it."""
    return year in _published.lengths and year not in _published.disputed


def last_sure_day() -> date:
    """The last day of the last published year."""
    return date.fromordinal(_published.end - 1)


def with_years(years: Mapping[int, Sequence[int]]) -> Mapping[int, Lengths]:
    """All published years with these: the days of their months. What is known already may be said again.

    Raises Unfit for a year that does not follow on, cannot be, or is known otherwise.
    """
    known = dict(_published.lengths)
    for year in sorted(years):
        lengths = tuple(years[year])
        if year in known and known[year] != lengths:
            raise Unfit(f"is known already, with other months: {', '.join(map(str, known[year]))}", year)
        if year not in known and year != max(known) + 1:
            raise Unfit(f"does not follow {max(known)}, the last year that is known", year)
        _require_possible(year, lengths)
        known[year] = lengths
    return known


def publish(years: Mapping[int, Sequence[int]]) -> None:
    """Know these years too, from now on and for whomever this process serves. Raises Unfit, and adds nothing."""
    global _published
    known = with_years(years)
    if len(known) > len(_published.lengths):
        _published = _with_begins(known, _published.disputed, _published.begins[min(known)][0])
        _begins.cache_clear()


def _require_possible(year: int, lengths: Lengths) -> None:
    if len(lengths) != MONTHS or not all(SHORTEST <= days <= LONGEST for days in lengths):
        raise Unfit(f"has to be the days of twelve months, {SHORTEST} to {LONGEST} each, Baisakh first", year)
    if sum(lengths) not in YEAR_LENGTHS:
        raise Unfit(f"has {sum(lengths)} days together; a year has 365 or 366", year)


@lru_cache(maxsize=512)
def _begins(year: int) -> tuple[int, ...]:
    """The first day of each month, and of the next year. A computed year beside a published one gives way to it."""
    if year in _published.begins:
        return _published.begins[year]
    begins = [month_begins(year, month) for month in range(1, MONTHS + 1)]
    if year - 1 in _published.begins:
        begins[0] = _published.end
    after = _published.begins[year + 1][0] if year + 1 in _published.begins else month_begins(year + 1, 1)
    return (*begins, after)


def _with_begins(lengths: Mapping[int, Lengths], disputed: frozenset[int], first: int) -> _Published:
    begins = {}
    for year in sorted(lengths):
        begins[year] = tuple(accumulate(lengths[year], initial=first))
        first = begins[year][-1]
    return _Published(lengths, disputed, begins, first)


def _read() -> _Published:
    table = tomllib.loads((files("bot.i18n") / "bikram_sambat.toml").read_text(encoding="utf-8"))
    lengths = {int(year): tuple(days) for year, days in table["years"].items()}
    return _with_begins(lengths, frozenset(table["disputed"]), table["first_day"].toordinal())


_published = _read()
