"""The table of a statement: a row for each month, columns by category, as many as can be read side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.book import Direction
from bot.domain.book.ledger.labels import DIRECTIONS, category_label
from bot.domain.book.statement import Figures
from bot.i18n import N_, currency_decimals
from bot.render.statement import Column, MonthRow, Words
from bot.services.book.statement_totals import BESIDE, CHANGE, COUNTED, ELSEWHERE, LEFT
from bot.services.book.statement_words import Voice

# So many signs stand side by side and can still be read; six columns of amounts are always there.
ROOM, ALWAYS = 138, 6
# More categories of one direction than these nobody compares; what is left over is "other".
MOST_CATEGORIES = 4
# From so much on, in whole units, small change is left out.
MUCH = 1_000_000

ALL = N_("In all")
DAYS, CHANGED = N_("Days with an entry"), N_("Corrected")
EMPTY = N_("Coloured: nothing was written down in that month.")
WHY_COUNTED = N_("Counted: the box held so much more or less than the book said.")
WHOLE = N_("The table leaves out small change; the sums above are exact.")


@dataclass(frozen=True, slots=True)
class MonthsTable:
    columns: tuple[Column, ...]
    months: tuple[MonthRow, ...]
    total: MonthRow
    legend: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Amounts:
    """A column: one amount for each row. `adds_up`: whether its foot is the sum; else it is the last one."""

    column: Column
    amounts: Sequence[int]
    money: bool = True
    adds_up: bool = True

    @property
    def foot(self) -> int:
        return sum(self.amounts) if self.adds_up else self.amounts[-1]


def months_table(figures: Figures, voice: Voice) -> MonthsTable:
    """The whole table in the page's languages."""
    decimals = _decimals(figures)

    def shown(one: _Amounts, value: int) -> Words:
        return voice.amount(value, decimals) if one.money else voice.show(value)

    columns = list(_columns(figures, voice, decimals))
    rows = tuple(
        MonthRow(
            voice.month(month.period),
            tuple(shown(one, one.amounts[place]) for one in columns),
            empty=not month.entries,
        )
        for place, month in enumerate(figures.months)
    )
    total = MonthRow(voice.say(ALL), tuple(shown(one, one.foot) for one in columns))
    return MonthsTable(tuple(one.column for one in columns), rows, total, tuple(_legend(figures, voice, decimals)))


def _columns(figures: Figures, voice: Voice, decimals: int) -> Iterator[_Amounts]:
    months = figures.months
    came, went = [month.sums.came for month in months], [month.sums.went for month in months]
    beside, elsewhere = [month.sums.from_outside for month in months], [month.sums.elsewhere for month in months]
    room = ROOM // (_longest(figures, voice, decimals) + 2) - ALWAYS - any(beside) - any(elsewhere)
    ins = max(1, min(len(_by_size(came)), room // 2, MOST_CATEGORIES))
    yield from _categories(voice, DIRECTIONS[Direction.IN], came, ins)
    yield from _categories(voice, DIRECTIONS[Direction.OUT], went, max(1, min(room - ins, MOST_CATEGORIES)))

    def column(message: str, *, strong: bool = False) -> Column:
        return Column((), voice.say(message), strong)

    yield _Amounts(column(DIRECTIONS[Direction.TAKEN_HOME]), [month.sums.home for month in months])
    for message, amounts in ((BESIDE, beside), (ELSEWHERE, elsewhere)):
        if any(amounts):
            yield _Amounts(column(message), amounts)
    if any(month.sums.counted for month in months):
        yield _Amounts(column(COUNTED), [month.sums.counted for month in months])
    yield _Amounts(column(CHANGE, strong=True), [month.net for month in months])
    yield _Amounts(column(LEFT, strong=True), [month.balance for month in months], adds_up=False)
    yield _Amounts(column(DAYS), [month.days for month in months], money=False)
    if any(month.changed for month in months):
        yield _Amounts(column(CHANGED), [month.changed for month in months], money=False)


def _categories(voice: Voice, message: str, months: Sequence[Mapping[str, int]], most: int) -> Iterator[_Amounts]:
    """The largest categories, the others as one, and all of them; one alone needs no sum."""
    group = voice.say(message)
    names = _by_size(months)
    shown = names if len(names) <= most else names[: most - 1]
    for name in shown:
        amounts = [month.get(name, 0) for month in months]
        yield _Amounts(Column(group, voice.say(category_label(name))), amounts)
    if shown and len(shown) < len(names):
        rest = [sum(minor for name, minor in month.items() if name not in shown) for month in months]
        yield _Amounts(Column(group, voice.say(category_label(""))), rest)
    if len(names) != 1:
        yield _Amounts(Column(group, voice.say(ALL), strong=True), [sum(month.values()) for month in months])


def _by_size(months: Sequence[Mapping[str, int]]) -> list[str]:
    sums: dict[str, int] = {}
    for month in months:
        for name, minor in month.items():
            sums[name] = sums.get(name, 0) + minor
    return sorted(sums, key=lambda name: (-sums[name], name))


def _legend(figures: Figures, voice: Voice, decimals: int) -> Iterator[Words]:
    if any(not month.entries for month in figures.months):
        yield voice.say(EMPTY)
    if any(month.sums.counted for month in figures.months):
        yield voice.say(WHY_COUNTED)
    if not decimals and _has_change(figures):
        yield voice.say(WHOLE)


def _longest(figures: Figures, voice: Voice, decimals: int) -> int:
    """How many signs the longest amount has, in whichever language."""
    beside = (figures.sums.from_outside, figures.elsewhere)
    amounts = (figures.came, figures.went, *beside, *(month.balance for month in figures.months))
    return max(len(words) for amount in amounts for words in voice.amount(amount, decimals))


def _amounts(figures: Figures) -> Iterator[int]:
    yield from (figures.opening, figures.came, figures.went, figures.home)
    for month in figures.months:
        yield from (*month.sums.came.values(), *month.sums.went.values(), month.sums.home, month.net, month.balance)
        yield from (month.sums.from_outside, month.sums.elsewhere)


def _has_change(figures: Figures) -> bool:
    whole = 10 ** currency_decimals(figures.currency)
    return any(amount % whole for amount in _amounts(figures))


def _decimals(figures: Figures) -> int:
    """Of the table's amounts: none where there is no small change, or where it is a trifle."""
    decimals = currency_decimals(figures.currency)
    much = max(abs(amount) for amount in _amounts(figures)) >= MUCH * 10**decimals
    return 0 if much or not _has_change(figures) else decimals
