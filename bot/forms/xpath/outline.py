"""The form's tree as paths, and the places in it where expressions stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.forms.xpath.choice_tables import Table


@dataclass(frozen=True, slots=True)
class Outline:
    """The form's tree as paths: children of each node in order, which are repeats, which hold numbers."""

    root: str
    children: Mapping[str, Sequence[str]]
    repeats: frozenset[str]
    numeric: frozenset[str]
    tables: Mapping[str, Table]
    files: frozenset[str] = frozenset()  # the names of tables that are not written in the form

    def repeats_of(self, path: str) -> tuple[str, ...]:
        """The repeats that enclose `path` or are it, outermost first."""
        steps = path.split("/")
        heads = ("/".join(steps[:at]) for at in range(2, len(steps) + 1))
        return tuple(head for head in heads if head in self.repeats)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression, or a filter within it, stands: a path of the form, or (`table`) a row of a table."""

    path: str
    table: bool = False
    outer: "Place | None" = None

    @property
    def root(self) -> "Place":
        return self if self.outer is None else self.outer.root
