"""The one list of what waits for staff: whatever its kind, the oldest first, ten a page, in the areas where she works.

A kind is a record of KINDS: where its rows come from, and whom a line names. How a line reads and what opens it stands
in handlers/staff/kinds.py, by the same name.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.packs import Pack
from bot.services import roles
from bot.services.staff.announcing import report
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.staff import follow_ups, sources, waiting
from bot.store.staff.announcing import listing as announcements
from bot.store.staff.announcing.listing import KIND as SECOND_YES
from bot.store.staff.asking import waits as questions
from bot.store.staff.asking.waits import KIND as QUESTION
from bot.store.staff.checking import queue as figures
from bot.store.staff.checking.queue import KIND as FIGURE
from bot.store.staff.follow_ups import FOLLOW_UP
from bot.store.staff.sources import LEADERLESS, TWICE, UNCONFIRMED
from bot.store.staff.vouching import lost
from bot.store.staff.vouching.lost import KIND as ACCOUNT_LOST
from bot.store.staff.waiting import Item, Reader, Source

__all__ = [
    "ACCOUNT_LOST",
    "FIGURE",
    "FOLLOW_UP",
    "KINDS",
    "LEADERLESS",
    "QUESTION",
    "SECOND_YES",
    "SIZE",
    "TWICE",
    "UNCONFIRMED",
    "Item",
    "Kind",
    "Line",
    "Named",
    "Page",
    "look",
    "reader",
]

SIZE = 10


@dataclass(frozen=True, slots=True)
class Named:
    """Whom or what a line is about; None: nobody's name is known. `reason`: a code, where the kind has several."""

    name: str | None
    reason: str = ""


def _nobody(_connection: Connection, _numbers: Sequence[int]) -> Mapping[int, Named]:
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what waits. `is_count`: it has one row at the most, whose number says how many there are."""

    name: str
    source: Source
    names: Callable[[Connection, Sequence[int]], Mapping[int, Named]] = _nobody
    is_count: bool = False


def _of_follow_ups(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Named]:
    known = follow_ups.known(connection, numbers)
    return {number: Named(one.name, one.reason) for number, one in known.items()}


def _of_groups(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Named]:
    found = (groups.find(connection, number) for number in numbers)
    return {group.id: Named(group.name) for group in found if group is not None}


def _of_questions(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Named]:
    return {number: Named(name) for number, name in questions.askers(connection, numbers).items()}


def _of_announcements(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Named]:
    return {number: Named(name) for number, name in announcements.authors(connection, numbers).items()}


# In the order in which they are counted on top.
KINDS = (
    Kind(UNCONFIRMED, sources.unconfirmed, is_count=True),
    Kind(ACCOUNT_LOST, lost.waits, _of_follow_ups),
    Kind(QUESTION, questions.waits, _of_questions),
    Kind(SECOND_YES, announcements.waits, _of_announcements),
    Kind(FIGURE, figures.waits, _of_follow_ups),
    Kind(FOLLOW_UP, follow_ups.waits, _of_follow_ups),
    Kind(LEADERLESS, sources.leaderless, _of_groups),
    Kind(TWICE, sources.twice, is_count=True),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list."""

    item: Item
    named: Named


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 0 on, how many lines there are in all, how many wait by kind, and where she works."""

    number: int
    total: int
    counts: Mapping[str, int]
    areas: Sequence[str | None]
    shown: Sequence[Line]

    @property
    def is_last(self) -> bool:
        return (self.number + 1) * SIZE >= self.total


def reader(connection: Connection, person_id: int | None, pack: Pack) -> Reader:
    """Who reads, and how far she works now. Raises NotAllowed."""
    within = roles.reach(connection, person_id, pack)
    if person_id is None:
        raise roles.NotAllowed("nobody reads")
    return Reader(person_id, pack.programme.code, within)


def look(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    now: datetime,
    number: int = 0,
    kinds: Collection[str] = (),
) -> Page:
    """A page of what waits for her, never of what is about herself; one that is not there is the last one. `kinds`:
    only of these; empty: of all. Raises NotAllowed.
    """
    who = reader(connection, person_id, pack)
    wanted = {one.name: one for one in KINDS if not kinds or one.name in kinds}
    if SECOND_YES in wanted:
        # by the rule by which she is asked, and by which her yes counts
        approves = frozenset(one.id for one in report.to_approve(connection, person_id, pack))
        who = replace(who, approves=approves)
    by_kind = [one.source for one in wanted.values()]
    counted = waiting.counts(connection, by_kind, who, now)
    total = sum(one.rows for one in counted.values())
    number = max(0, min(number, (total - 1) // SIZE))
    items = waiting.page(connection, by_kind, who, now, number * SIZE, SIZE)
    names = {
        kind.name: kind.names(connection, [one.ref for one in items if one.kind == kind.name])
        for kind in wanted.values()
        if any(one.kind == kind.name for one in items)
    }
    shown = [Line(one, names[one.kind].get(one.ref, Named(None))) for one in items]
    counts = {
        name: counted[name].numbers if kind.is_count else counted[name].rows
        for name, kind in wanted.items()
        if name in counted
    }
    return Page(number, total, counts, roles.areas(connection, person_id), shown)
