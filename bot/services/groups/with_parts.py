"""What the leader of a group sees of its parts: counts alone, everybody once. She leads none of them, and acts in none.

A part's own leader sees its members; what parts have sold and owe is added up here for nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.groups.month import Standing
from bot.domain.programme import Programme
from bot.services.groups import leading
from bot.services.groups.leading import Place, Seen
from bot.services.work import Connection
from bot.store.groups import groups

__all__ = ["Counts", "Part", "Whole", "counted", "look"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members, and how many of those who may be counted so have answered or are late."""

    members: int
    answered: int
    late: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a group, by its name."""

    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Whole:
    """A group in a month (first and last day), its parts, and all of it: who is in several is one."""

    name: str
    month: tuple[date, date]
    parts: Sequence[Part]
    counts: Counts


def look(connection: Connection, person_id: int | None, group_id: int, programme: Programme, today: date) -> Whole:
    """The parts of a group that she leads. Raises NotAllowed."""
    seen = leading.look(connection, person_id, group_id, programme, today)
    its = _parts(connection, group_id, programme, today)
    found = [Part(one.group.name, _counts(one.places)) for one in its]
    return Whole(seen.group.name, seen.month, found, _counts(_once(seen, its)))


def counted(connection: Connection, seen: Seen, programme: Programme, today: date) -> Seen:
    """A group as it was seen, with everybody of its parts, each once and without a name: to be counted."""
    its = _parts(connection, seen.group.id, programme, today)
    return replace(seen, places=_once(seen, its), parts=len(its))


def _parts(connection: Connection, group_id: int, programme: Programme, today: date) -> list[Seen]:
    return [leading.stand(connection, one.id, programme, today) for one in groups.parts(connection, group_id)]


def _once(seen: Seen, its: Iterable[Seen]) -> list[Place]:
    """How somebody stands is the same in each group that she is in."""
    found = {one.member.member_id: one for one in seen.places}
    for one in (place for part in its for place in part.places):
        found.setdefault(one.member.member_id, replace(one, member=replace(one.member, name="")))
    return list(found.values())


def _counts(places: Sequence[Place]) -> Counts:
    stand = [one.standing for one in places]
    return Counts(len(stand), stand.count(Standing.ANSWERED), stand.count(Standing.LATE))
