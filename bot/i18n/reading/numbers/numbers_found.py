"""The quantities that a line holds: each with what it can mean, and a scale that is said once for two of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from bot.i18n.language_data import language_table
from bot.i18n.languages import languages
from bot.i18n.reading.common_words import fold
from bot.i18n.reading.numbers.number_words import Kind
from bot.i18n.reading.numbers.quantities import Piece


@dataclass(slots=True)
class Group:
    """One quantity: what it can mean, and whether it was said in hundredths: satang, paisa."""

    values: tuple[Decimal, ...]
    minor: bool = False
    scale: Decimal | None = None  # that its words or letters end with, or begin with where the noun stands first
    noun_first: bool = False


@dataclass(slots=True)
class Found:
    """What a line holds: its quantities, the currencies it names, and whether the whole line was understood."""

    groups: list[Group] = field(default_factory=list)
    currencies: list[str] = field(default_factory=list)
    ranged: bool = False
    negative: bool = False
    left_over: bool = False
    shared: bool = False  # one scale was said for both

    @property
    def sure(self) -> bool:
        return len(self.groups) == 1 and not self.ranged and not self.left_over


def share(found: Found) -> None:
    """Two or three thousand, thousands two or three: a scale that is said once is that of both."""
    if len(found.groups) != 2 or not all(group.values for group in found.groups):
        return
    first, second = found.groups
    whole, part = (first, second) if first.noun_first else (second, first)
    if whole.scale is None or part.scale is not None or part.minor:
        return
    larger, smaller = whole.values[0] / whole.scale, part.values[0]
    if first.noun_first:
        larger, smaller = smaller, larger
    # two three hundred: in their order and near each other, where no word of range stands between
    near = smaller <= 2 * larger if found.ranged else smaller < larger <= 2 * smaller
    if near:
        part.values = tuple(value * whole.scale for value in part.values)
        found.shared = True


def group_of(values: Sequence[Decimal], pieces: Sequence[Piece]) -> Group:
    first, last = pieces[0], pieces[-1]
    noun_first = first.kind is Kind.SCALE_BEFORE or (first.kind is Kind.SCALE and len(pieces) > 1)
    ends = last if last.kind is Kind.SCALE else None
    scale = first.value if noun_first else ends.value if ends else None
    if scale is None and any(piece.kind in (Kind.SCALE, Kind.SCALE_BEFORE) for piece in pieces):
        scale = Decimal(1)  # it has one of its own
    return Group(tuple(dict.fromkeys(values)), scale=scale, noun_first=noun_first)


def is_vague(pieces: Sequence[Piece]) -> bool:
    """Hundreds, and not how many."""
    return len(pieces) == 1 and pieces[0].text in vague_scales()


@cache
def vague_scales() -> frozenset[str]:
    return frozenset(fold(word) for code in languages() for word in language_table(code)["numbers"]["vague"])
