"""An entry: who is named, by what words, and what stands beside her."""

from dataclasses import dataclass, field
from enum import Enum, auto

from bot.domain.groups.report.atoms import Atom
from bot.domain.groups.report.vocabulary import DENIES_AFTER, DENIES_BEFORE, Kind

FIGURES = frozenset({Kind.NUMERAL, Kind.SPOKEN})
SAYINGS = frozenset({Kind.ABSENT, Kind.NOTHING})
# What says something of who is named; a unit alone does not.
TELLING = FIGURES | SAYINGS | {Kind.DASH}
PEOPLE = frozenset({Kind.NAME, Kind.STRANGE})


def denies(atom: Atom) -> bool:
    """Whether it says of the figure beside it that it does not count: not 800."""
    return atom.kind is Kind.CORRECTS and atom.value in (DENIES_AFTER, DENIES_BEFORE)


class Join(Enum):
    """What stands between an entry and the one before it."""

    LINE = auto()
    COMMA = auto()
    AND = auto()
    NOTHING = auto()


class About(Enum):
    """Whom an entry is about."""

    MEMBER = auto()
    OTHERS = auto()  # all who are not named
    TOTAL = auto()  # nobody


@dataclass(slots=True)
class Entry:
    """`who`: the atoms of one name, strange words in it too; none where only a card's number was typed.

    `lead`: numerals before the name, or what a word says is a card's number; `corrects`: a word says that this counts.
    `open`: the line where it is not said whose figures these are. `columns`: those of the head line above, in order.
    """

    about: About = About.MEMBER
    who: list[Atom] = field(default_factory=list)
    lead: list[Atom] = field(default_factory=list)
    values: list[Atom] = field(default_factory=list)
    join: Join = Join.LINE
    corrects: bool = False
    open: str = ""
    columns: tuple[str, ...] = ()

    @property
    def names(self) -> list[Atom]:
        return [atom for atom in self.who if atom.kind is Kind.NAME]

    @property
    def strange(self) -> list[Atom]:
        return [atom for atom in self.who if atom.kind is Kind.STRANGE]

    @property
    def is_bare(self) -> bool:
        return not any(atom.kind in TELLING for atom in self.values)

    @property
    def figures(self) -> list[Atom]:
        return [atom for atom in self.values if atom.kind in FIGURES]

    def has(self, *kinds: Kind) -> bool:
        return any(atom.kind in kinds for atom in self.values)

    @property
    def counts(self) -> bool:
        """Whether it stands in the place of what was said before."""
        return self.corrects or any(map(denies, self.values))

    @property
    def number(self) -> Atom | None:
        """The one numeral before the name, or that of a card."""
        numerals = [atom for atom in self.lead if atom.kind in FIGURES]
        return numerals[0] if len(numerals) == 1 and numerals[0].text.isdigit() else None

    @property
    def name(self) -> str:
        return " ".join(atom.text for atom in self.who or self.lead)

    @property
    def typed(self) -> str:
        """What says this entry alone, or with those whose figures may be meant."""
        after = bool(self.lead) and self.lead[0].kind is not Kind.NUMERAL
        said = [*self.who, *self.lead, *self.values] if after else [*self.lead, *self.who, *self.values]
        return self.open or " ".join(atom.text for atom in said)
