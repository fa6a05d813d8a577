"""What became of an announcement: its counts, why it failed with whom, and its rows by numbers.

Each function asks anew for her role and her area. None: there is no such announcement where she works.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.staff.announcement import Announcement, Change, Counts, Fate
from bot.packs import Pack
from bot.services.work import Connection


@dataclass(frozen=True, slots=True)
class Report:
    """An announcement with its counts. `failed`, `withdrawn`: how many for which reason; `changed`: what became of the
    last change (edited, taken back) with how many; `leaves_at`: when the next of it leaves, where it waits for the
    morning, a day that is no blackout or its own moment; None: now, or nothing leaves.
    """

    announcement: Announcement
    counts: Counts
    failed: Mapping[str, int]
    withdrawn: Mapping[str, int]
    changed: Mapping[Change, int]
    leaves_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One of the audience, by numbers alone; `person_id` None: she was erased since."""

    person_id: int | None
    fate: Fate
    reason: str | None
    language: str | None
    at: datetime | None
    tries: int
    changed: Change | None


def look(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Report | None:
    """One announcement that goes where she works, or that she has composed. Raises NotAllowed."""
    raise NotImplementedError


def recent(connection: Connection, person_id: int | None, pack: Pack, most: int = 10) -> Sequence[Announcement]:
    """The newest that go where she works, or that she has composed, drafts of others aside. Raises NotAllowed."""
    raise NotImplementedError


def to_approve(connection: Connection, person_id: int | None, pack: Pack) -> Sequence[Announcement]:
    """Those that wait for a second one of the staff and that she may approve, the oldest first. Raises NotAllowed."""
    raise NotImplementedError


def rows(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Iterator[Row] | None:
    """What a table of it holds, in the order in which it was sent; a few are read at a time. Raises NotAllowed."""
    raise NotImplementedError
