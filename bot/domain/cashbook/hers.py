"""Her own items and customers, found by how their names are typed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from bot.domain.cashbook.line import Known, KnownItem
from bot.domain.cashbook.near import near, perhaps
from bot.i18n.words import fold

T = TypeVar("T")
SURELY = 4  # letters of a customer's name from which on a misspelling is understood


@lru_cache(maxsize=16384)
def folded_name(name: str) -> str:
    """The names of items and customers come again with every line."""
    return fold(name)


@dataclass(frozen=True, slots=True)
class Hers:
    """Folded names; `words`: those that her names are made of; by first letter, as that is seldom mistyped."""

    items: Mapping[str, KnownItem]
    people: Mapping[str, str]
    words: frozenset[str]
    items_by_letter: Mapping[str, Sequence[tuple[str, KnownItem]]]
    people_by_letter: Mapping[str, Sequence[tuple[str, str]]]

    def item(self, text: str) -> KnownItem | None:
        """The same word, its plural, or a misspelling that can be nothing else."""
        for form in (text, text.removesuffix("s"), text.removesuffix("es"), text.removeprefix("ma")):
            if form in self.items:
                return self.items[form]
        return next((item for name, item in self.items_by_letter.get(text[:1], ()) if near(text, name)), None)

    def like(self, text: str) -> KnownItem | None:
        """An item with a name that this one may be: soup for soap."""
        return next((item for name, item in self.items_by_letter.get(text[:1], ()) if perhaps(text, name)), None)

    def person(self, text: str) -> str:
        """The customer of this name; "" for nobody."""
        if text in self.people or len(text) <= SURELY:
            return self.people.get(text, "")
        return next((name for folded, name in self.people_by_letter.get(text[:1], ()) if near(text, folded)), "")


@lru_cache(maxsize=32)
def hers(known: Known) -> Hers:
    items = {folded_name(item.name): item for item in reversed(known.items)}
    people = {folded_name(name): name for name in reversed(known.people)}
    return Hers(
        items,
        people,
        frozenset(word for name in (*items, *people) for word in name.split()),
        _by_letter([(folded_name(item.name), item) for item in known.items]),
        _by_letter([(folded_name(name), name) for name in known.people]),
    )


def _by_letter(named: Sequence[tuple[str, T]]) -> Mapping[str, Sequence[tuple[str, T]]]:
    found: dict[str, list[tuple[str, T]]] = defaultdict(list)
    for name, value in named:
        found[name[:1]].append((name, value))
    return found
