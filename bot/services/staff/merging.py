"""Who was written down twice: staff see two side by side, say that they are one or not, and can undo it for 30 days.

Each function asks anew whether both are in an area where she works.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.people import duplicates
from bot.domain.people.roles import STAFF
from bot.i18n import Catalogues
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services import roles
from bot.services.roles import NotAllowed
from bot.services.staff import after_merge, merge_told
from bot.services.work import Connection
from bot.store.people import alike, audit, comparing, merges, merging, to_compare
from bot.store.people.alike import Side
from bot.store.people.audit import Deed
from bot.store.people.merges import CAN_BE_UNDONE, Merge

__all__ = [
    "CAN_BE_UNDONE",
    "Merge",
    "Side",
    "can_be_one",
    "compare",
    "different",
    "done",
    "look",
    "merge",
    "pair_at",
    "pairs",
    "place_of",
    "recent",
    "undo",
]

Pair = tuple[Side, Side]

COMPARING = "Comparing who may stand twice: producer"
# So many who have changed are compared in one piece of work, and so many pieces are done at a tap.
AT_ONCE, AT_A_TAP = 50, 3


def pairs(connection: Connection, person_id: int | None, pack: Pack) -> list[tuple[int, int]]:
    """Who may be one, by their numbers, the most likely first; not those of whom somebody said that they are two.
    Raises NotAllowed.
    """
    return comparing.pairs(connection, _where(connection, person_id, pack))


def pair_at(
    connection: Connection, person_id: int | None, pack: Pack, place: int
) -> tuple[int, tuple[int, int] | None]:
    """How many pairs there are, and the one at a place; None: none is there. Raises NotAllowed."""
    where = _where(connection, person_id, pack)
    found = comparing.pairs(connection, where, place, 1)
    return comparing.count(connection, where), found[0] if found else None


def place_of(connection: Connection, person_id: int | None, pack: Pack, first: int, second: int) -> int | None:
    """The place of two among all pairs; None: they are none (any more). Raises NotAllowed."""
    return comparing.place(connection, _where(connection, person_id, pack), (first, second))


def _where(connection: Connection, person_id: int | None, pack: Pack) -> comparing.Where:
    """Where she works. Who has changed a moment ago is compared first, but never many at a tap."""
    within = roles.reach(connection, person_id, pack)
    for _ in range(AT_A_TAP):
        if not compare(connection, LeftOut()):
            break
    return comparing.Where(pack.programme.code, within)


def compare(connection: Connection, left_out: LeftOut) -> bool:
    """Compare some of those who have changed with whom they can be compared: one short piece of work; whether there was
    any.
    """
    waiting = left_out.others(COMPARING, comparing.due(connection, 1 + len(left_out)), 1)
    for first in waiting:
        left_out.each(connection, COMPARING, comparing.due_with(connection, first, AT_ONCE), compare_with_all)
    return bool(waiting)


def compare_with_all(connection: Connection, numbers: Collection[int]) -> None:
    """Compare these, who are of one programme, with all with whom they can be compared."""
    # first, so that who changes meanwhile is marked anew
    to_compare.forget(connection, numbers)
    people = comparing.beside(connection, numbers)
    near = {number for pair in duplicates.find(people, numbers) for number in (pair.first, pair.second)}
    if near:
        known = comparing.who_they_are(connection, [one for one in people if one.producer_id in near])
        comparing.put(connection, duplicates.find(known, numbers), known, numbers)


def look(connection: Connection, person_id: int | None, pack: Pack, first: int, second: int) -> Pair | None:
    """Two, side by side; None: one of them is nobody any more, or was merged. Raises NotAllowed."""
    roles.require(connection, person_id, STAFF)
    one, other = (alike.side(connection, number) for number in sorted((first, second)))
    if one is None or other is None or first == second:
        return None
    for side in (one, other):
        _require(connection, person_id, pack, side)
    return one, other


def _require(connection: Connection, person_id: int | None, pack: Pack, side: Side) -> None:
    if side.programme != pack.programme.code:
        raise NotAllowed(f"{pack.programme.code} has no producer {side.producer_id}")
    roles.require_area(connection, person_id, pack, side.area)


def can_be_one(one: Side, other: Side) -> bool:
    """Whether they can be merged: two who both write are two, and who works here, or shares a business, is not
    merged away.
    """
    away = other if _kept_person(one, other) is one else one
    return one.alone and other.alone and not (one.has_chat and other.has_chat) and not away.works and not away.has_chat


def merge(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    first: int,
    second: int,
    catalogues: Catalogues,
    now: datetime,
) -> int | None:
    """They are one from now on, and are told. Kept is the place in a group, else who was written down first; she who
    has a phone speaks for it. Gives the merge's number; None: they cannot be one, or nobody was asked whether they are.
    Raises NotAllowed.
    """
    found = look(connection, person_id, pack, first, second)
    if found is None or not can_be_one(*found) or person_id is None:
        return None
    if place_of(connection, person_id, pack, min(first, second), max(first, second)) is None:
        return None
    kept, other = sorted(found, key=lambda side: (side.group is None, side.producer_id))
    who = _kept_person(kept, other)
    whom = other if who is kept else kept
    one = Merge(0, kept.producer_id, other.producer_id, who.person_id, whom.person_id, now)
    one = replace(one, id=merges.add(connection, one, person_id))
    groups = merge_told.groups_of(connection, one)
    merging.carry_out(connection, one, now)
    compare_with_all(connection, (one.kept_id, one.other_id))
    _note(connection, person_id, "merge", one, now)
    merge_told.merged(connection, pack.programme, one, groups, catalogues, now)
    return one.id


def _kept_person(one: Side, other: Side) -> Side:
    """Who has a chat, else who works here, else the first of the two."""
    return max((one, other), key=lambda side: (side.has_chat, side.works))


def different(
    connection: Connection, person_id: int | None, pack: Pack, first: int, second: int, now: datetime
) -> bool:
    """They are two, and are shown to nobody again. False: one of them is nobody any more. Raises NotAllowed."""
    found = look(connection, person_id, pack, first, second)
    if found is None or person_id is None:
        return False
    merges.differ(connection, first, second, person_id, now)
    about = {"other": max(first, second)}
    deed = Deed(f"person {person_id}", "not the same", f"producer {min(first, second)}", about)
    audit.record(connection, deed, now)
    return True


def recent(connection: Connection, person_id: int | None, pack: Pack, now: datetime) -> Sequence[tuple[Merge, Side]]:
    """What can be undone where she works, with who is kept; the newest first. Raises NotAllowed."""
    within = roles.reach(connection, person_id, pack)
    here = [one for one in merges.recent(connection, now) if _is_in(connection, pack, within, one)]
    found = [(one, alike.side(connection, one.kept_id)) for one in here]
    return [(one, side) for one, side in found if side is not None]


def done(
    connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime
) -> tuple[Merge, Side, int] | None:
    """One of these, and how many reports went over to who is kept. Raises NotAllowed."""
    found = [pair for pair in recent(connection, person_id, pack, now) if pair[0].id == number]
    return (*found[0], merging.reports(connection, number)) if found else None


def undo(
    connection: Connection, person_id: int | None, pack: Pack, number: int, catalogues: Catalogues, now: datetime
) -> Pair | None:
    """They are two again, each with what was theirs, and are told; what she wrote since goes with her, what others said
    of the kept one stays there. None: its days are over, it was undone, or one of them was erased. Raises NotAllowed.
    """
    within = roles.reach(connection, person_id, pack)
    one = merges.find(connection, number, now)
    if one is None:
        return None
    if not _is_in(connection, pack, within, one):
        raise NotAllowed(f"person {person_id} does not work where merge {number} was made")
    merging.later_versions(connection, one)
    merges.put_back(connection, one.id)
    after_merge.follow_her(connection, one, pack, now)
    merges.undone(connection, one.id, now)
    compare_with_all(connection, (one.kept_id, one.other_id))
    _note(connection, person_id, "undo merge", one, now)
    merge_told.undone(connection, pack.programme, one, catalogues, now)
    return look(connection, person_id, pack, one.kept_id, one.other_id)


def _is_in(connection: Connection, pack: Pack, within: Collection[str] | None, one: Merge) -> bool:
    """Whether both are of this programme, and in these areas; None: in any of them."""
    places = alike.places(connection, (one.kept_id, one.other_id))
    return all(code == pack.programme.code and (within is None or area in within) for code, area in places)


def _note(connection: Connection, person_id: int | None, action: str, one: Merge, now: datetime) -> None:
    deed = Deed(f"person {person_id}", action, f"producer {one.other_id}", {"merge": one.id}, one.kept_id)
    audit.record(connection, deed, now)
