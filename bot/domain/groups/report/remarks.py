"""What stands between brackets and says nothing of anybody's figure: Malee 1180 (her child was sick)."""

from collections.abc import Sequence

from bot.domain.groups.report.atoms import Atom
from bot.domain.groups.report.entry import FIGURES, SAYINGS
from bot.domain.groups.report.vocabulary import Kind

# Whatever of these stands in brackets is about somebody; of the others, about the figure before the brackets.
TELLS = frozenset({Kind.NAME, Kind.NUMERAL, Kind.DASH, Kind.OTHERS, Kind.TOTAL})
OF_FIGURE = frozenset({Kind.ASKS, Kind.UNSURE, Kind.CORRECTS, Kind.EACH, Kind.CURRENCY, Kind.COLUMN})
SMALL = frozenset({Kind.AROUND, Kind.TITLE, Kind.AND, Kind.SIGN})


def without_remarks(atoms: Sequence[Atom]) -> tuple[list[Atom], list[str]]:
    """A line without its remarks, and those as typed."""
    kept: list[Atom] = []
    remarks: list[str] = []
    place = 0
    while place < len(atoms):
        inside = _bracket(atoms, place)
        alone = not place and len(inside) + 2 == len(atoms)
        if inside and (says_nothing(inside) if alone else _has_figure(kept) and _is_remark(inside)):
            remarks.append(_typed(inside))
            place += len(inside) + 2
        else:
            kept.append(atoms[place])
            place += 1
    return kept, remarks


def _typed(atoms: Sequence[Atom]) -> str:
    """With spaces where they were."""
    before = [None, *(atom.end for atom in atoms[:-1])]
    return "".join(
        atom.text if end in (None, atom.start) else f" {atom.text}" for atom, end in zip(atoms, before, strict=True)
    )


def _bracket(atoms: Sequence[Atom], place: int) -> Sequence[Atom]:
    """What stands between the bracket that opens here and the one that closes it."""
    if atoms[place].text != "(":
        return ()
    end = next((at for at in range(place, len(atoms)) if atoms[at].text == ")"), place)
    return atoms[place + 1 : end]


def _has_figure(before: Sequence[Atom]) -> bool:
    """Whether who was named last has a figure."""
    last = max((at for at, atom in enumerate(before) if atom.kind is Kind.NAME), default=0)
    return any(atom.kind in FIGURES for atom in before[last:])


def says_nothing(atoms: Sequence[Atom]) -> bool:
    """Whether these, alone on a line and in brackets, are nobody's name or figure."""
    return not any(atom.kind in TELLS for atom in atoms)


def _is_remark(inside: Sequence[Atom]) -> bool:
    """A strange word, or one that says she was not there among others; such a word alone speaks against the figure."""
    kinds = {atom.kind for atom in inside}
    return (
        says_nothing(inside)
        and not kinds & OF_FIGURE
        and (Kind.STRANGE in kinds or (bool(kinds & SAYINGS) and bool(kinds - SAYINGS - SMALL)))
    )
