"""Who may be one person written down twice: a name that is near, and the product of an area, a group or the phone."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.domain.groups.report.names import Spelt, are_near


@dataclass(frozen=True, slots=True)
class Candidate:
    """A producer as she is compared. `groups`: those that she is in; `gender`, `age_band`: codes; None: not known."""

    producer_id: int
    name: str
    area: str | None = None
    product: str | None = None
    groups: frozenset[int] = frozenset()
    phone: str | None = None
    gender: str | None = None
    age_band: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one, the one written down first before the other. `less`: something speaks against it; `phone`:
    they have the same.
    """

    first: int
    second: int
    less: bool
    phone: bool = False

    @property
    def rank(self) -> int:
        """The most likely have the lowest: the same phone comes first, what speaks against it last."""
        return 2 * self.less + (not self.phone)


def find(people: Sequence[Candidate], of: Collection[int] | None = None) -> list[Pair]:
    """All pairs, the most likely first. `of`: those alone in which one of these is; None: of all."""
    found: dict[tuple[int, int], Pair] = {}
    names = {one.producer_id: Spelt.of(_name(one)) for one in people}
    for one, other in _near(people, names, of):
        if are_near(names[one.producer_id], names[other.producer_id]):
            numbers = one.producer_id, other.producer_id
            found[numbers] = Pair(*numbers, _speaks_against(one, other), _same(one.phone, other.phone))
    return sorted(found.values(), key=lambda pair: (pair.rank, pair.first, pair.second))


def _near(
    people: Sequence[Candidate], names: Mapping[int, Spelt], of: Collection[int] | None
) -> Iterator[tuple[Candidate, Candidate]]:
    """Those worth a look at their names: never all with all, there may be thousands."""
    blocks: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
    for one in sorted(people, key=lambda one: one.producer_id):
        for key in _keys(one, names[one.producer_id]):
            blocks[key].append(one)
    for block in blocks.values():
        yield from combinations(block, 2) if of is None else _with(block, of)


def _with(block: Sequence[Candidate], of: Collection[int]) -> Iterator[tuple[Candidate, Candidate]]:
    """The pairs of a block in which one of these is."""
    for place, one in enumerate(block):
        if one.producer_id in of:
            yield from ((other, one) for other in block[:place] if other.producer_id not in of)
            yield from ((one, other) for other in block[place + 1 :])


def _keys(one: Candidate, name: Spelt) -> Iterator[tuple[object, ...]]:
    if one.phone:
        yield ("phone", one.phone)
    # in a name that is near, one word at least begins with the same letter
    for letter in {word[0] for word in name.loose if word}:
        if one.product:
            yield ("product", one.area, one.product, letter)
        for group in one.groups:
            yield ("group", group, letter)


def _name(one: Candidate) -> str:
    return "".join(sign if sign.isalnum() or not sign.isascii() else " " for sign in one.name)


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and one != other


def _speaks_against(one: Candidate, other: Candidate) -> bool:
    """Other birth data; other numbers alone do not: people change their phones."""
    return _differ(one.gender, other.gender) or _differ(one.age_band, other.age_band)
