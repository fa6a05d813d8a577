"""What is done with an announcement that was composed: approved, held up, gone on with, ended, sent again, changed.

Each function asks anew for her role and her area, and writes the audit log. None or False: there is no such
announcement (any more) where she works, or it stands where that can no longer be done, as a stale button asks.
"""

from datetime import datetime

from bot.domain.staff.announcement import Announcement, Words
from bot.packs import Pack
from bot.services.work import Connection


def approve(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """It may leave: said by another of the staff than its author, whose area covers all of it. Raises NotAllowed."""
    raise NotImplementedError


def refuse(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """It does not leave, as another of the staff says: it is stopped. Raises NotAllowed."""
    raise NotImplementedError


def pause(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Announcement | None:
    """Nothing of it leaves until somebody goes on; what is in flight arrives. Raises NotAllowed."""
    raise NotImplementedError


def go_on(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Announcement | None:
    """It goes on where it was held up. Raises NotAllowed."""
    raise NotImplementedError


def stop(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Announcement | None:
    """Nothing of it leaves any more, ever; who waits for it goes on being counted as waiting. Raises NotAllowed."""
    raise NotImplementedError


def again(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> int | None:
    """It is sent again to those with whom it failed, not to who is blocked or unsure; how many. Raises NotAllowed."""
    raise NotImplementedError


def edit(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    language: str,
    words: Words,
    now: datetime,
) -> int | None:
    """It says something else in a language from now on, also with those who have it for less than 48 hours: how many
    these are. Its file stays. Raises NotAllowed.
    """
    raise NotImplementedError


def take_back(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> int | None:
    """It is stopped, and goes off the screens of those who have it for less than 48 hours: how many these are. Raises
    NotAllowed.
    """
    raise NotImplementedError
