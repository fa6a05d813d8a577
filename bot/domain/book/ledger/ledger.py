"""The ledger: entries are never changed. A correction, an undo and a count are entries of their own.

The box holds the sum of what is in force, so the order in which entries arrive does not matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.book.kinds import Direction, Place, moved_by
from bot.i18n import Money


class Source(StrEnum):
    """Where an entry comes from. Values are stored."""

    TYPED = "typed"
    TAPPED = "tapped"
    OPENING = "opening"  # what the box held when the book began
    COUNT = "count"  # the difference when the box was counted
    UNDO = "undo"  # takes back the entry that it supersedes


# The categories of what was found in the box.
OPENING, COUNTED = "opening", "count"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `amount`: minor units above zero; only an opening, or a count that agrees, may be zero.

    `id`: unique, and greater than that of an earlier entry (of rivals the greater holds).
    `supersedes`: the id of the entry that this one corrects or takes back. An undo shows the amount of what it takes
    back, and adds nothing. `place`: where its money came to or from; `due`: when the next payment of a loan is.
    """

    id: str
    day: date
    direction: Direction
    amount: int
    currency: str
    item: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    category: str = ""
    counterparty: str = ""
    source: Source = Source.TYPED
    supersedes: str | None = None
    place: Place = Place.BOX
    due: date | None = None

    def __post_init__(self) -> None:
        if self.amount < 0 or (self.amount == 0 and self.category not in (OPENING, COUNTED)):
            raise ValueError("an entry needs an amount above zero; the direction says where it goes")
        if self.source is Source.UNDO and self.supersedes is None:
            raise ValueError("an undo says what it takes back")

    @property
    def cash(self) -> int:
        """What it does to the box, in minor units."""
        return self.does_to(Place.BOX)

    def does_to(self, place: Place) -> int:
        """What it does to the money there, in minor units."""
        return 0 if self.source is Source.UNDO else moved_by(self.direction, self.place)[place] * self.amount

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class MixedCurrencies(ValueError):
    """Entries of several currencies were to be added up. A book is kept for each."""


def in_force(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that count, by day and id. An entry is out of force while one that supersedes it is in force.

    An undo in force adds nothing and is left out; an undo of an undo brings the entry back. Of rival corrections of
    one entry (two phones, offline) the one with the greatest id holds.
    """
    everything = {entry.id: entry for entry in entries}
    replacing = _replacing(everything)
    stands: dict[str, bool] = {}
    for id in everything:
        _resolve(id, replacing, stands)
    holding: dict[str, Entry] = {}
    for entry in everything.values():
        if stands[entry.id] and entry.source is not Source.UNDO:
            first = _first(entry, everything)
            if first not in holding or holding[first].id < entry.id:
                holding[first] = entry
    return sorted(holding.values(), key=lambda entry: (entry.day, entry.id))


def undos_in_force(entries: Iterable[Entry]) -> list[Entry]:
    """The undos that hold now, the newest first: undone in this order, all is as it was before them."""
    everything = {entry.id: entry for entry in entries}
    replacing = _replacing(everything)
    stands: dict[str, bool] = {}
    for id in everything:
        _resolve(id, replacing, stands)
    undos = (one for one in everything.values() if one.source is Source.UNDO and stands[one.id])
    # an undo of an undo has brought something back: that is not to be undone with the others
    held = [one for one in undos if not _is_undo(everything, one.supersedes)]
    return sorted(held, key=lambda one: one.id, reverse=True)


def _is_undo(everything: Mapping[str, Entry], id: str | None) -> bool:
    found = everything.get(id or "")
    return found is not None and found.source is Source.UNDO


def _first(entry: Entry, everything: Mapping[str, Entry]) -> str:
    """The id of the first version, whether it has arrived or not."""
    while entry.supersedes is not None and entry.supersedes in everything:
        entry = everything[entry.supersedes]
    return entry.supersedes or entry.id


def _replacing(everything: Mapping[str, Entry]) -> dict[str, list[str]]:
    """Id → the ids that supersede it. What supersedes an entry that has not arrived yet stands on its own."""
    found: dict[str, list[str]] = {}
    for entry in everything.values():
        if entry.supersedes is not None:
            found.setdefault(entry.supersedes, []).append(entry.id)
    return found


def _resolve(start: str, replacing: Mapping[str, list[str]], stands: dict[str, bool]) -> None:
    """Whether an entry stands; without recursion: a line may be corrected a thousand times."""
    path = [start]
    while path:
        current = path[-1]
        if current in stands:
            path.pop()
            continue
        waiting = next((newer for newer in replacing.get(current, ()) if newer not in stands), None)
        if waiting is None:
            stands[current] = not any(stands[newer] for newer in replacing.get(current, ()))
            path.pop()
        elif waiting in path:
            raise ValueError(f"entries supersede each other in a circle: {waiting}")
        else:
            path.append(waiting)


def history(entries: Iterable[Entry], id: str) -> list[Entry]:
    """An entry with all that corrected or took it back, the first version first; KeyError when that has not arrived."""
    everything = {entry.id: entry for entry in entries}
    replacing = _replacing(everything)
    first = everything[_first(everything[id], everything)]
    found, at = [first], 0
    while at < len(found):
        found += [everything[newer] for newer in sorted(replacing.get(found[at].id, ()))]
        at += 1
    return found


def balance(entries: Iterable[Entry]) -> int:
    """What the box holds, in minor units: the sum of what is in force. MixedCurrencies where there are several."""
    return sum(entry.cash for entry in one_currency(in_force(entries)))


def balances(entries: Iterable[Entry]) -> dict[Place, int]:
    """What lies in the box, in the bank and in the wallet, by the book."""
    standing = one_currency(in_force(entries))
    return {place: sum(entry.does_to(place) for entry in standing) for place in Place}


def one_currency(entries: Iterable[Entry]) -> list[Entry]:
    """The same entries; MixedCurrencies unless all are of one."""
    found = list(entries)
    if len({entry.currency for entry in found}) > 1:
        raise MixedCurrencies("several currencies do not add up")
    return found
