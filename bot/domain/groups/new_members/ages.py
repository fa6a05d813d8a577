"""An age as it was typed: a figure, one above or below which she is, a range, or words that say too little."""

from collections.abc import Sequence

from bot.domain.groups.new_members.atoms import Atom
from bot.domain.groups.new_members.persons import OLDEST, Doubt, Wanted, bands_between
from bot.domain.groups.new_members.words import Kind
from bot.i18n.locale import Locale
from bot.i18n.reading.numbers.numbers_read import read_integer
from bot.i18n.reading.outcome import Read

YOUNGEST = 6
# "about 54" may be so many years off.
ABOUT = 3
# With more digits it is no age at all, but a phone number or a card's.
MOST_DIGITS = 4
OF_AGE = frozenset({Kind.NUMERAL, Kind.SPOKEN, Kind.YEARS, Kind.ABOVE, Kind.BELOW, Kind.ABOUT, Kind.VAGUE, Kind.RANGE})
FIGURES = frozenset({Kind.NUMERAL, Kind.SPOKEN})


def is_age(atom: Atom) -> bool:
    """Whether it may say how old somebody is."""
    return (atom.kind in OF_AGE and len(atom.text) <= MOST_DIGITS) or atom.kind in OF_AGE - {Kind.NUMERAL}


def age_of(said: Sequence[Atom], locale: Locale, known: Sequence[str]) -> str | Doubt | None:
    """The band of what was said of an age, of those that are known; None where nothing was."""
    kinds = {one.kind for one in said}
    figures = [_figure(one, locale) for one in said if one.kind in FIGURES]
    typed = " ".join(one.text for one in said)
    if not figures:
        return Doubt(Wanted.AGE, typed=typed) if Kind.VAGUE in kinds else None
    if None in figures or (Kind.VAGUE in kinds and Kind.YEARS not in kinds):
        return Doubt(Wanted.AGE, typed=typed)
    ages = [one for one in figures if one is not None]
    bands = tuple(
        dict.fromkeys(band for least, most in _spans(ages, kinds) for band in bands_between(least, most, known))
    )
    return bands[0] if len(bands) == 1 else Doubt(Wanted.AGE, bands, typed)


def exact_age(said: Sequence[Atom], locale: Locale) -> int | None:
    """The age in years where one figure says it, and no word beside it that makes it less sure."""
    figures = [one for one in said if one.kind in FIGURES]
    if len(figures) != 1 or any(one.kind not in FIGURES | {Kind.YEARS} for one in said):
        return None
    return _figure(figures[0], locale)


def _figure(one: Atom, locale: Locale) -> int | None:
    read = read_integer(one.text, locale)
    return read.value if isinstance(read, Read) and YOUNGEST <= read.value <= OLDEST else None


def _spans(ages: Sequence[int], kinds: set[Kind]) -> list[tuple[int, int]]:
    """Between which ages she may be; several, where it is not sure which figure is meant."""
    if Kind.RANGE in kinds and len(ages) > 1:
        return [(min(ages), max(ages))]
    if Kind.ABOVE in kinds:
        return [(age + 1, OLDEST) for age in ages]
    if Kind.BELOW in kinds:
        return [(0, age - 1) for age in ages]
    around = ABOUT if Kind.ABOUT in kinds else 0
    return [(age - around, age + around) for age in ages]
