"""What stands beside a name becomes figures in the order of the form: sure, or a few that it may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from bot.domain.groups.report.atoms import Atom
from bot.domain.groups.report.denials import said_too, without_denied
from bot.domain.groups.report.roster import Column, Kind, Sheet
from bot.domain.groups.report.table import Figures
from bot.domain.groups.report.vocabulary import Kind as Is
from bot.i18n import Unread
from bot.i18n.reading.numbers.numbers_read import find_quantities, without_fractions
from bot.i18n.reading.numbers.numerals import LAKH, WESTERN, meanings
from bot.i18n.writing.money import currency_decimals

# Digits before a space from which on it may also part two figures: 500 300.
WHOLE_FIGURE = 3
MOST = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as typed, with what stands beside it; none in `text`: a dash in its place.

    `unit`: the key of its unit, "" for one that has none; None: no unit is said. `label`: the column that is named.
    """

    text: str
    spoken: bool = False
    joined: bool = False
    unit: str | None = None
    currency: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """`choices`: what the figures may be, likeliest first; `sure`: there is one, and nothing speaks against it."""

    choices: tuple[Figures, ...] = ()
    sure: bool = False


def find_figures(values: Sequence[Atom], order: Sequence[int], sheet: Sheet, card: int | None) -> Found:
    """The figures of one member: one a column of `order`. `card`: her card's number, which may stand before them."""
    kept, doubtful = _counting(values)
    found: list[Figures] = []
    sure = True
    for figures in _ways(_figures(kept), len(order), card):
        each = _placed(figures, order, sheet)
        sure = sure and len(each) == 1 and not any(figure.joined and _parts_two(figure.text) for figure in figures)
        found.extend(each)
    choices = tuple(dict.fromkeys(found))
    return Found(choices[:MOST], sure and len(choices) == 1 and not doubtful)


def _counting(values: Sequence[Atom]) -> tuple[Sequence[Atom], bool]:
    """After a correction what follows it counts; whether a sign or word says that it is not known for certain."""
    values, denied = without_denied(values)
    corrected = [place for place, atom in enumerate(values) if atom.kind is Is.CORRECTS]
    if corrected and any(atom.kind in (Is.NUMERAL, Is.SPOKEN) for atom in values[corrected[-1] :]):
        values = values[corrected[-1] + 1 :]
    doubtful = any(atom.kind in (Is.ASKS, Is.UNSURE, Is.ABSENT, Is.NOTHING) for atom in values)
    kept = [atom for atom in values if atom.kind not in (Is.EACH, Is.CORRECTS)]
    return kept, doubtful or said_too(kept, denied)


def _figures(values: Sequence[Atom]) -> list[Figure]:
    """Figures with the unit, the money and the column that is said of each."""
    found: list[Figure] = []
    label = currency = ""
    unit: str | None = None
    for atom in values:
        if atom.kind in (Is.NUMERAL, Is.SPOKEN, Is.DASH):
            text = "" if atom.kind is Is.DASH else atom.text
            found.append(Figure(text, atom.kind is Is.SPOKEN, unit=unit, currency=currency, label=label))
            label, currency, unit = "", "", None
        elif atom.kind is Is.COLUMN:
            label = atom.value
        elif atom.kind is Is.CURRENCY:
            if found and found[-1].text and not found[-1].currency and found[-1].unit is None:
                found[-1] = replace(found[-1], currency=atom.value)
            else:
                currency = atom.value
        elif atom.kind is Is.UNIT and found and found[-1].unit is None:
            found[-1] = replace(found[-1], unit=atom.value)
        elif atom.kind is Is.UNIT:
            unit = atom.value
    return found


def _ways(figures: Sequence[Figure], wanted: int, card: int | None) -> Iterator[list[Figure]]:
    """The ways to take them as so many figures: dashes are figures or between them, spaces part them or join them."""
    numerals = [figure for figure in figures if figure.text]
    if len(figures) == wanted > len(numerals):
        yield list(figures)
        return
    if any(not figure.text for figure in figures[1:]) and len(numerals) > wanted:
        return  # 1000 - 1200
    for way in _joinings(numerals):
        if len(way) == wanted:
            yield way
        first = way[0].text if way else ""
        if len(way) == wanted + 1 and card is not None and first.isdigit() and int(first) == card:
            yield way[1:]


def _joinings(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Neighbours that may be one figure with spaces, taken as one and as several."""
    if not figures:
        yield []
        return
    for end in range(1, len(figures) + 1):
        run = figures[:end]
        text = " ".join(figure.text for figure in run)
        if end > 1 and not _may_join(run, text):
            continue
        one = replace(run[0], text=text, joined=True, unit=run[-1].unit, currency=run[-1].currency or run[0].currency)
        for rest in _joinings(figures[end:]):
            yield [run[0] if end == 1 else one, *rest]


def _may_join(run: Sequence[Figure], text: str) -> bool:
    bare = all(not figure.spoken and figure.unit is None and not figure.label for figure in run[1:-1])
    first = run[0].unit is None and not run[0].spoken and not run[-1].label and not run[-1].spoken
    between = any(figure.currency for figure in run[1:-1])
    plain = text.replace(" ", "x")
    return bare and first and not between and bool(WESTERN.fullmatch(plain) or LAKH.fullmatch(plain))


def _parts_two(text: str) -> bool:
    return len(text.split(" ")[0]) >= WHOLE_FIGURE


def _placed(figures: Sequence[Figure], order: Sequence[int], sheet: Sheet) -> list[Figures]:
    """Each in its column, with what each can be; none where a unit or a word speaks against it."""
    places = _places(figures, order, sheet)
    if places is None:
        return []
    row: list[tuple[Decimal | None, ...]] = [(None,)] * len(sheet.columns)
    for figure, place in zip(figures, places, strict=True):
        row[place] = _values(figure, sheet.columns[place], sheet) if figure.text else (None,)
    return [tuple(one) for one in product(*row)]


def _places(figures: Sequence[Figure], order: Sequence[int], sheet: Sheet) -> list[int] | None:
    """In the order of the form; where units or words tell another one, in that."""
    if all(_fits(figure, sheet.columns[place], sheet) for figure, place in zip(figures, order, strict=True)):
        return list(order)
    told = [[place for place in order if _tells(figure, sheet.columns[place], sheet)] for figure in figures]
    free = [place for place in order if [place] not in told]
    found = [one[0] if len(one) == 1 else free.pop(0) if free else -1 for one in told]
    fits = len(set(found)) == len(order) and -1 not in found
    return (
        found
        if fits and all(_fits(one, sheet.columns[place], sheet) for one, place in zip(figures, found, strict=True))
        else None
    )


def _tells(figure: Figure, column: Column, sheet: Sheet) -> bool:
    """Whether what stands beside a figure names this column."""
    said = bool(figure.label or figure.currency or figure.unit)
    return said and _fits(figure, column, sheet)


def _fits(figure: Figure, column: Column, sheet: Sheet) -> bool:
    if figure.label and figure.label != column.key and not _is_sold(figure, sheet):
        return False
    if figure.currency:
        return column.kind is Kind.MONEY and figure.currency == sheet.currency
    if figure.unit is None:
        return True
    if column.kind is Kind.QUANTITY:
        # each member counts in her own unit, where the column has none
        return column.unit in ("", figure.unit)
    units = {one.unit for one in sheet.columns if one.kind is Kind.QUANTITY}
    return column.kind is Kind.COUNT and (figure.unit not in units or figure.unit == column.unit)


def _is_sold(figure: Figure, sheet: Sheet) -> bool:
    """Sold 12 kg for 1050: the word of the money says no more than the verb, since a unit is said."""
    money = {column.key for column in sheet.columns if column.kind is Kind.MONEY}
    return figure.label in money and figure.unit is not None


def _values(figure: Figure, column: Column, sheet: Sheet) -> tuple[Decimal, ...]:
    """What a figure can be in a column: none, one, or several that are to be asked."""
    money = column.kind is Kind.MONEY
    decimals = currency_decimals(sheet.currency) if money else 0 if column.kind is Kind.COUNT else None
    values = _spoken(figure.text, sheet, money=money) if figure.spoken else meanings(figure.text, sheet.locale)
    if decimals == 0:
        values = tuple(without_fractions(values))
    return tuple(value for value in values if decimals is None or _has_decimals(value, decimals))


def _has_decimals(value: Decimal, most: int) -> bool:
    shifted = value.scaleb(most)
    return shifted == shifted.to_integral_value()


def _spoken(text: str, sheet: Sheet, *, money: bool) -> tuple[Decimal, ...]:
    """In words; what is not sure is none. One letter alone is sooner the beginning of a name than a thousand."""
    if len(text) == 1:
        return ()
    found = find_quantities(text, sheet.locale, sheet.currency if money else None)
    if isinstance(found, Unread) or found.ranged or found.left_over or found.negative or len(found.groups) != 1:
        return ()
    return found.groups[0].values
