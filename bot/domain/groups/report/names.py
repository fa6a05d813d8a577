"""Whose name a word is: as it stands on the roster, as a nickname that was taught, or nearly so."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.domain.groups.report.roster import Member
from bot.i18n.reading.lexer import prepared
from bot.i18n.scripts import alike

# Letters up to which one slip is allowed, and two above; below `SHORT` only doubled and swapped ones.
ONE_SLIP, SHORT = 5, 4
LEAST = 3
PREFIX = 4  # letters that a name may be cut off after, to be asked
LIKE, MOST = 55.0, 4


@dataclass(frozen=True, slots=True)
class Near:
    """Members, by place on the roster, whose name is near; `sure`: near enough to be taken, and nobody else is."""

    members: tuple[int, ...]
    sure: bool = False


class Names:
    """The names of a roster, folded as a line is. Members are their places on it."""

    def __init__(self, roster: Sequence[Member]) -> None:
        self.roster = roster
        self.families = [prepared(member.family) for member in roster]
        self.cards = _unique_cards(roster)
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._taught: dict[str, list[int]] = defaultdict(list)
        for place, member in enumerate(roster):
            for name in member.nicknames:
                _add(self._taught, prepared(name), place)
                _add(self._holders, prepared(name), place)
            for name in (*_forms(prepared(member.given)), *_forms(self.families[place])):
                _add(self._holders, name, place)
        self._given = {name for member in roster for name in _forms(prepared(member.given))}
        self._loose = {name: name.translate(alike("mistyped")) for name in self._holders}
        self._buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for name, loose in self._loose.items():
            self._buckets[loose[:1], len(loose)].append(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._holders)

    def holders(self, name: str) -> tuple[int, ...]:
        """All who have this name, given, of the family, or taught."""
        return tuple(self._holders.get(name, ()))

    def called(self, name: str) -> tuple[int, ...]:
        """Those who are meant where it stands alone: who is called so by the leader, before all others."""
        return tuple(self._taught.get(name) or self._holders.get(name) or ())

    def is_family(self, name: str) -> bool:
        """Whether nobody has it but as a family name."""
        return name not in self._given and name not in self._taught

    def near(self, typed: str) -> Near:
        """The members whose name is a slip or two away. Another first letter is another name, and so is, in a short
        one, another letter."""
        best: dict[int, list[str]] = defaultdict(list)
        loose = typed.translate(alike("mistyped"))
        for name in self._alike(loose):
            slips = _slips(loose, self._loose[name])
            if slips:
                best[slips].append(name)
        if not best or len(typed) < LEAST:
            return Near(())
        names = [name for slips in sorted(best) for name in best[slips]]
        members = tuple(dict.fromkeys(place for name in names for place in self.called(name)))
        return Near(members, len({self.called(name) for name in names}) == 1)

    def _alike(self, loose: str) -> Iterable[str]:
        lengths = range(max(len(loose) - 2, 1), len(loose) + 3)
        return (name for length in lengths for name in self._buckets.get((loose[:1], length), ()))

    def nearest(self, typed: str) -> tuple[int, ...]:
        """Those to be offered for a name that nobody has: begun with it, or spelt alike."""
        begun = [name for name in self._holders if len(typed) >= PREFIX and name.startswith(typed)]
        scored = process.extract(typed, list(self._holders), scorer=fuzz.ratio, limit=MOST, score_cutoff=LIKE)
        names = (*begun, *(name for name, _, _ in scored))
        return tuple(dict.fromkeys(place for name in names for place in self.called(name)))[:MOST]

    def of_family(self, members: Iterable[int], begin: str) -> tuple[int, ...]:
        """Of these, those whose family name begins so: Noi K."""
        return tuple(place for place in members if begin and self.families[place].startswith(begin))


@lru_cache(maxsize=8)
def names_of(roster: tuple[Member, ...]) -> Names:
    """Made once for a roster."""
    return Names(roster)


@dataclass(frozen=True, slots=True)
class Spelt:
    """The words of a name, and each without the signs that are mistyped most: made once for many comparisons."""

    words: tuple[str, ...]
    loose: tuple[str, ...]
    known: frozenset[str]

    @classmethod
    def of(cls, name: str) -> "Spelt":
        words = tuple(prepared(name).split())
        return cls(words, tuple(word.translate(alike("mistyped")) for word in words), frozenset(words))


def may_be_one(name: str, other: str) -> bool:
    """See `are_near`."""
    return are_near(Spelt.of(name), Spelt.of(other))


def are_near(name: Spelt, other: Spelt) -> bool:
    """Whether two names may be one person's: given and family name a slip or two apart at most, or one of the two left
    out, or in the other order.
    """
    words, others = name.words, other.words
    if not words or not others:
        return False
    if len(words) == 1 or len(others) == 1:
        return _is_like(name.loose[0], other.loose[0])
    if name.known == other.known:
        return True
    return _is_like(name.loose[0], other.loose[0]) and _is_like(name.loose[-1], other.loose[-1])


def _is_like(loose: str, known: str) -> bool:
    return loose == known or (loose[:1] == known[:1] and _slips(loose, known) > 0)


def _add(found: dict[str, list[int]], name: str, place: int) -> None:
    if name and place not in found[name]:
        found[name].append(place)


def _forms(name: str) -> Iterator[str]:
    """A name, and each word of one that has several."""
    yield name
    yield from (word for word in name.split(" ") if len(word) >= LEAST)


def _unique_cards(roster: Sequence[Member]) -> Mapping[int, int]:
    numbers = [member.card for member in roster]
    return {card: place for place, card in enumerate(numbers) if card is not None and numbers.count(card) == 1}


def _slips(typed: str, name: str) -> int:
    """How many letters are lost, doubled, wrong or swapped, where that is few enough; 0: too many."""
    shorter = min(len(typed), len(name))
    allowed = 1 if shorter <= ONE_SLIP else 2
    if shorter < LEAST:
        return 0
    slips = OSA.distance(typed, name, score_cutoff=allowed)
    if slips > allowed or (shorter < SHORT and set(typed) != set(name)) or _moves_a_sign(typed, name):
        return 0
    return slips or 1  # alike but for signs that are mistyped most


def _moves_a_sign(typed: str, name: str) -> bool:
    """Whether they differ in the letter alone that a vowel's sign stands on: Ram and Rama are two people."""
    swapped = [place for place, (one, other) in enumerate(zip(typed, name, strict=False)) if one != other]
    if len(typed) != len(name) or len(swapped) != 2 or sorted(typed) != sorted(name):
        return False
    signs = [unicodedata.category(typed[place]).startswith("M") for place in swapped]
    return signs[0] != signs[1]
