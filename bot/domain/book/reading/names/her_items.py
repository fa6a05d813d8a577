"""Her own items and customers, found by how their names are typed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from bot.domain.book.reading.line import Known, KnownItem
from bot.domain.book.reading.words.misspelt import near, perhaps
from bot.i18n.language_hooks import every_singulars
from bot.i18n.reading.common_words import fold

T = TypeVar("T")


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

    def item(self, text: str, *, strange: bool = True) -> KnownItem | None:
        """The same word, its plural, or of a `strange` one (in no list) a misspelling that can be nothing else."""
        if text in self.items:
            return self.items[text]
        for singulars in every_singulars():
            for form in singulars(text):
                if form in self.items:
                    return self.items[form]
        if not strange:
            return None
        return next((item for name, item in self.items_by_letter.get(text[:1], ()) if near(text, name)), None)

    def like(self, text: str) -> KnownItem | None:
        """An item with a name that this one may be: soup for soap."""
        return next((item for name, item in self.items_by_letter.get(text[:1], ()) if perhaps(text, name)), None)

    def person(self, text: str) -> str:
        """The customer of this name, spelt as it is: Sarita is not Sita. "" for nobody."""
        return self.people.get(text, "")


@lru_cache(maxsize=32)
def hers(known: Known) -> Hers:
    items = {folded_name(item.name): item for item in reversed(known.items)}
    people = {folded_name(name): name for name in reversed((*known.people, *known.loans))}
    return Hers(
        items,
        people,
        frozenset(word for name in (*items, *people) for word in name.split()),
        _by_letter([(folded_name(item.name), item) for item in known.items]),
    )


def _by_letter(named: Sequence[tuple[str, T]]) -> Mapping[str, Sequence[tuple[str, T]]]:
    found: dict[str, list[tuple[str, T]]] = defaultdict(list)
    for name, value in named:
        found[name[:1]].append((name, value))
    return found
