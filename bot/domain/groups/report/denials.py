"""Figures of which a word says that they do not count: "900 not 800"; in some languages it stands after the figure."""

from collections.abc import Sequence

from bot.domain.groups.report.atoms import Atom
from bot.domain.groups.report.entry import FIGURES, denies
from bot.domain.groups.report.vocabulary import DENIES_BEFORE, Kind

# What belongs to a run of figures.
RUN = FIGURES | {Kind.DASH, Kind.UNIT, Kind.CURRENCY}


def without_denied(values: Sequence[Atom]) -> tuple[list[Atom], list[Atom]]:
    """What stands beside a name without the figures that are denied, and those."""
    out: set[int] = set()
    for place in [place for place, atom in enumerate(values) if denies(atom)]:
        run = _before(values, place) if values[place].value == DENIES_BEFORE else _after(values, place)
        out.update((place, *run))
    return [atom for place, atom in enumerate(values) if place not in out], [values[place] for place in sorted(out)]


def said_too(kept: Sequence[Atom], denied: Sequence[Atom]) -> bool:
    """Whether the same is denied and said."""
    return bool(denied) and _figures(kept) == _figures(denied)


def _figures(atoms: Sequence[Atom]) -> list[str]:
    return [atom.text for atom in atoms if atom.kind in FIGURES]


def _after(values: Sequence[Atom], place: int) -> range:
    """Up to what is no figure, or is parted from them: not 800 but 900."""
    end = place + 1
    while end < len(values) and values[end].kind in RUN and (end == place + 1 or not values[end].apart):
        end += 1
    return range(place + 1, end)


def _before(values: Sequence[Atom], place: int) -> range:
    begin = place
    while begin and values[begin - 1].kind in RUN and (begin == place or not values[begin].apart):
        begin -= 1
    return range(begin, place)
