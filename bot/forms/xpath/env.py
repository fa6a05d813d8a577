"""What an expression sees while it runs: the answers as they count now, and where in the form it stands."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.forms.xpath.choice_tables import Row
from bot.forms.xpath.values import Value


@dataclass(frozen=True, slots=True)
class Context:
    """What a session takes from outside, so that the same answers always give the same form.

    today, now: where the person is. start: when the session began (default: now). seed: any text that tells sessions
    apart, for random(), randomize and uuid(). fallbacks: languages to try after the session's own. device: a name for
    the device without the person's identity.
    """

    today: date
    now: datetime
    start: datetime | None = None
    seed: str = ""
    fallbacks: tuple[str, ...] = ()
    device: str = ""


@dataclass(slots=True)
class Env:
    """The place and the values for one run.

    values: what each relevant node holds (blanks left out), by path. hidden: paths that are not relevant, with all
    below them. counts: how many entries each repeat has. bases: the entries of repeats that enclose the place,
    outermost first. here: the place's own path. row, position: the row or entry that a filter looks at. root: the place
    that the whole expression belongs to. holes: a text shows the name of what is not answered yet, in its place.
    """

    values: Mapping[str, str]
    hidden: AbstractSet[str]
    counts: Mapping[str, int]
    context: Context
    languages: Sequence[str]
    bases: tuple[str, ...] = ()
    here: str = ""
    row: Row | None = None
    position: int = 1
    outer: "Env | None" = None
    holes: bool = False
    root: "Env" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.root = self if self.outer is None else self.outer.root

    def inner(self) -> "Env":
        """A place for filters to move in, seen from here."""
        return Env(
            self.values, self.hidden, self.counts, self.context, self.languages, self.bases, self.here, None, 1, self
        )


Run = Callable[[Env], Value]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression made ready.

    reads: paths (without entry numbers) whose change can change the result; wide: those of them that are read in more
    than the own entry of a repeat. sticky: the result stays once it is there
    (`once()`, or the expression reads its own node), so it is kept with the answers.
    """

    source: str
    run: Run = field(repr=False, compare=False)
    reads: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    sticky: bool = False


def bases_of(path: str) -> tuple[str, ...]:
    """The entries that enclose a path: /data/a[2]/b[1]/c → (/data/a[2], /data/a[2]/b[1]); the path itself counts if it
    is one.
    """
    if "[" not in path:
        return ()
    return tuple(path[: at + 1] for at, letter in enumerate(path) if letter == "]")


def template(path: str) -> str:
    """A path without its entry numbers: /data/a[2]/b → /data/a/b."""
    if "[" not in path:
        return path
    return "".join(part.partition("]")[2] if at else part for at, part in enumerate(path.split("[")))
