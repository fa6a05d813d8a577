"""The table of a statement: a column for each month with something in it, a row for each kind of money."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.domain.book import KINDS, Direction
from bot.domain.book.ledger.labels import CATEGORIES, DIRECTIONS, category_label
from bot.domain.book.ledger.ledger import OPENING
from bot.domain.book.statement import Figures, MonthFigures
from bot.i18n import N_, Money, Text, currency_decimals, format_number
from bot.render.statement import Column, Row, Words
from bot.services.book.statement_totals import COUNTED, ELSEWHERE, LEFT, SURPLUS
from bot.services.book.statement_words import NOBODY, Voice

# More categories of one direction than these nobody compares; what is left over is "other".
MOST_CATEGORIES = 4
# From so much on, in whole units, small change is left out.
MUCH = 1_000_000
# In points, at the size at which figures can still be read: what columns share, upright and across; a digit, a mark
# between digits, and the air of a column.
UPRIGHT, ACROSS, DIGIT, MARK, AIR = 415, 655, 5.2, 2.5, 5
# Up to so many months the page stands upright.
MOST_UPRIGHT = 5
THOUSAND = 1000

ALL, AVERAGE = N_("In all"), N_("Average of a month")
DAYS, CHANGED = N_("Days with an entry"), N_("Corrected")
EMPTY = N_("Nothing was written down in: {months}")
WHY_COUNTED = N_("Counted: the box held so much more or less than the book said.")
WHOLE = N_("The table leaves out small change; the sums above are exact.")
THOUSANDS = N_("The table is in thousands; the sums above are exact.")


@dataclass(frozen=True, slots=True)
class MonthsTable:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    legend: tuple[Words, ...]

    @property
    def across(self) -> bool:
        """Whether the page has to lie on its side."""
        return len(self.columns) > MOST_UPRIGHT + 2


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: one amount for each month; what `all` of them are together, where it is no sum; `adds_up`: whether an
    average means something. `within`: a part of the row above it.
    """

    label: str | Text
    amounts: Sequence[int]
    strong: bool = False
    within: bool = False
    money: bool = True
    all: int | None = None
    adds_up: bool = True


@dataclass(frozen=True, slots=True)
class _Unit:
    """How amounts are written: with so many decimals, in units or in thousands."""

    decimals: int
    divisor: int = 1


def months_table(figures: Figures, voice: Voice) -> MonthsTable:
    """The whole table in the page's languages."""
    shown = [place for place, month in enumerate(figures.months) if _has_something(month)] or [len(figures.months) - 1]
    lines = list(_lines(figures))
    several = len(figures.months) > 1
    unit = _unit(figures, voice, lines, len(shown) + (2 if several else 0))
    columns = [Column(voice.month(figures.months[place].period)) for place in shown]
    if several:
        columns += [Column(voice.say(ALL), strong=True), Column(voice.say(AVERAGE), strong=True)]
    rows = [_row(one, shown, several, unit, voice) for one in lines]
    return MonthsTable(tuple(columns), tuple(rows), tuple(_legend(figures, shown, unit, voice)))


def _has_something(month: MonthFigures) -> bool:
    return bool(month.entries or month.net or month.sums.opening)


def _row(line: _Line, shown: Sequence[int], several: bool, unit: _Unit, voice: Voice) -> Row:
    def said(value: int) -> Words:
        return (_amount(value, unit, voice) if line.money else voice.show(value)[-1],)

    cells = [said(line.amounts[place]) for place in shown]
    if several:
        whole = sum(line.amounts) if line.all is None else line.all
        cells += [said(whole), said(round(whole / len(line.amounts))) if line.adds_up else ("",)]
    return Row(voice.say(line.label), tuple(cells), line.strong, line.within)


def _lines(figures: Figures) -> Iterator[_Line]:
    """What was in the box, what came and went by kind, what is left before and after the household, the box again."""
    months = figures.months
    opened = list(accumulate((month.net for month in months), initial=figures.opening))
    yield _Line(CATEGORIES[OPENING], opened[:-1], all=figures.opening, adds_up=False)
    came, went = [month.sums.came for month in months], [month.sums.went for month in months]
    yield from _kinds(DIRECTIONS[Direction.IN], came)
    yield from _kinds(DIRECTIONS[Direction.OUT], went)
    yield _Line(SURPLUS, [month.surplus for month in months], strong=True)
    yield _Line(DIRECTIONS[Direction.TAKEN_HOME], [month.sums.home for month in months])
    for direction, kind in KINDS.items():
        if kind.is_beside and not kind.is_move and figures.beside.get(direction):
            yield _Line(DIRECTIONS[direction], [month.sums.beside.get(direction, 0) for month in months])
    for message, amounts in (
        (ELSEWHERE, [month.sums.elsewhere for month in months]),
        (COUNTED, [month.sums.counted for month in months]),
    ):
        if any(amounts):
            yield _Line(message, amounts)
    yield _Line(LEFT, [month.balance for month in months], strong=True, all=figures.closing, adds_up=False)
    yield _Line(DAYS, [month.days for month in months], money=False)
    if any(month.changed for month in months):
        yield _Line(CHANGED, [month.changed for month in months], money=False)


def _kinds(message: str, months: Sequence[Mapping[str, int]]) -> Iterator[_Line]:
    """All of a direction, and below it the largest categories, the others as one; what says no more than all is not
    said twice.
    """
    yield _Line(message, [sum(month.values()) for month in months], strong=True)
    names = _by_size(months)
    shown = names if len(names) <= MOST_CATEGORIES else names[: MOST_CATEGORIES - 1]
    for name in shown:
        yield _Line(category_label(name), [month.get(name, 0) for month in months], within=True)
    if len(shown) < len(names):
        rest = [sum(minor for name, minor in month.items() if name not in shown) for month in months]
        yield _Line(category_label(""), rest, within=True)


def _by_size(months: Sequence[Mapping[str, int]]) -> list[str]:
    sums: dict[str, int] = {}
    for month in months:
        for name, minor in month.items():
            sums[name] = sums.get(name, 0) + minor
    return sorted(sums, key=lambda name: (-sums[name], name))


def _legend(figures: Figures, shown: Sequence[int], unit: _Unit, voice: Voice) -> Iterator[Words]:
    empty = [month.period for place, month in enumerate(figures.months) if place not in shown or not month.entries]
    if empty:
        yield voice.listed(EMPTY, "months", empty)
    if any(month.sums.counted for month in figures.months):
        yield voice.say(WHY_COUNTED)
    if unit.divisor > 1:
        yield voice.say(THOUSANDS)
    elif not unit.decimals and _has_change(figures):
        yield voice.say(WHOLE)


def _amount(minor: int, unit: _Unit, voice: Voice) -> str:
    """Said once, in the digits of the last of the page's languages: nothing is a dash, and the currency is above."""
    if not minor:
        return NOBODY
    amount = Money(minor, voice.currency).amount / unit.divisor
    return format_number(amount, voice.locale(voice.languages[-1]), unit.decimals)


def _unit(figures: Figures, voice: Voice, lines: Sequence[_Line], columns: int) -> _Unit:
    """With small change, without it where there is none, or where it is a trifle or has no room; then in thousands."""
    decimals = currency_decimals(figures.currency)
    amounts = [one for line in lines if line.money for one in (*line.amounts, line.all or sum(line.amounts))]
    much = max(map(abs, amounts), default=0) >= MUCH * 10**decimals
    # with the columns of all and average
    room = (UPRIGHT if columns <= MOST_UPRIGHT + 2 else ACROSS) / columns - AIR
    units = [_Unit(0), _Unit(0, THOUSAND)]
    if not much and _has_change(figures):
        units.insert(0, _Unit(decimals))
    return next((one for one in units if all(_width(_amount(it, one, voice)) <= room for it in amounts)), units[-1])


def _width(text: str) -> float:
    return sum(MARK if char in ".,’' \u00a0\u202f" else DIGIT for char in text)


def _has_change(figures: Figures) -> bool:
    whole = 10 ** currency_decimals(figures.currency)
    return any(amount % whole for amount in _amounts(figures))


def _amounts(figures: Figures) -> Iterator[int]:
    yield from (figures.opening, figures.came, figures.went, figures.home)
    for month in figures.months:
        yield from (*month.sums.came.values(), *month.sums.went.values(), month.sums.home, month.net, month.balance)
        yield from (month.sums.from_outside, month.sums.elsewhere)
