"""What is done with an announcement that was composed: approved, held up, gone on with, ended, sent again, changed.

Each function asks anew for her role and her area, and writes the audit log. None or False: there is no such
announcement (any more) where she works, or it stands where that can no longer be done, as a stale button asks.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.staff.announcement import CHANGED_WITHIN, Announcement, State, Words
from bot.packs import Pack
from bot.services.staff.announcing import noted
from bot.services.staff.announcing.composing import check
from bot.services.work import Connection
from bot.store.staff.announcing import addressees, changing
from bot.store.staff.announcing import announcements as rows


def _to_approve(connection: Connection, person_id: int | None, pack: Pack, number: int) -> Announcement | None:
    """One that waits for her word, never her own. Raises NotAllowed."""
    found = noted.hers(connection, person_id, pack, number)
    if found is None or found.state is not State.TO_APPROVE or found.author == person_id:
        return None
    return found


def approve(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """It may leave: said by another of the staff than its author, whose area covers all of it. Raises NotAllowed."""
    if _to_approve(connection, person_id, pack, number) is None:
        return False
    rows.change(connection, number, state=State.PLANNED, approved_by=person_id)
    noted.note(connection, person_id, "approve announcement", number, now)
    return True


def refuse(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """It does not leave, as another of the staff says: it is stopped. Raises NotAllowed."""
    if _to_approve(connection, person_id, pack, number) is None:
        return False
    rows.change(connection, number, state=State.STOPPED, ended_at=now)
    noted.note(connection, person_id, "refuse announcement", number, now)
    return True


def pause(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Announcement | None:
    """Nothing of it leaves until somebody goes on; what is in flight arrives. Raises NotAllowed."""
    found = noted.hers(connection, person_id, pack, number)
    if found is None or not found.state.can_pause:
        return None
    addressees.put_back(connection, addressees.of(number))
    return _become(connection, person_id, found, State.PAUSED, "pause announcement", now)


def go_on(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Announcement | None:
    """It goes on where it was held up. Raises NotAllowed."""
    found = noted.hers(connection, person_id, pack, number)
    if found is None or found.state is not State.PAUSED:
        return None
    return _become(connection, person_id, found, found.held_up_in, "go on with announcement", now)


def stop(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Announcement | None:
    """Nothing of it leaves any more, ever; who waits for it goes on being counted as waiting. Raises NotAllowed."""
    found = noted.hers(connection, person_id, pack, number)
    if found is None or found.state is State.DRAFT or found.state.is_over:
        return None
    addressees.put_back(connection, addressees.of(number))
    rows.change(connection, number, ended_at=now)
    return _become(connection, person_id, found, State.STOPPED, "stop announcement", now)


def _become(
    connection: Connection, person_id: int | None, one: Announcement, state: State, action: str, now: datetime
) -> Announcement:
    rows.change(connection, one.id, state=state)
    noted.note(connection, person_id, action, one.id, now)
    return replace(one, state=state)


def again(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> int | None:
    """It is sent again to those with whom it failed, not to who is blocked or unsure; how many. Raises NotAllowed."""
    found = noted.hers(connection, person_id, pack, number)
    if found is None or found.taken_back_at is not None or found.left_at is None or found.state is State.STOPPED:
        return None
    many = addressees.again(connection, number)
    if many and found.state is State.DONE:
        rows.change(connection, number, state=State.UNDER_WAY, ended_at=None)
    noted.note(connection, person_id, "send announcement again", number, now, people=many)
    return many


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
    these are. Its file stays. Raises NotAllowed, and TooLong.
    """
    found = noted.hers(connection, person_id, pack, number)
    if found is None or found.state is State.DRAFT or found.taken_back_at is not None or language not in found.words:
        return None
    old = found.words[language]
    new = replace(old, text=words.text, edition=old.edition + 1)
    check(new)
    rows.say(connection, number, language, new)
    many = changing.count_older(connection, number, now - CHANGED_WITHIN)
    # who has it on its way gets the newest words as soon as it has arrived
    rows.change(connection, number, changing=True)
    noted.note(connection, person_id, "edit announcement", number, now, language=language, people=many)
    return many


def take_back(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> int | None:
    """It is stopped, and goes off the screens of those who have it for less than 48 hours: how many these are. Raises
    NotAllowed.
    """
    found = noted.hers(connection, person_id, pack, number)
    if found is None or found.state is State.DRAFT or found.taken_back_at is not None or found.left_at is None:
        return None
    addressees.put_back(connection, addressees.of(number))
    many = changing.count_had(connection, number, now - CHANGED_WITHIN)
    state = found.state if found.state.is_over else State.STOPPED
    ended = found.ended_at or now
    rows.change(connection, number, state=state, taken_back_at=now, ended_at=ended, changing=True)
    noted.note(connection, person_id, "take announcement back", number, now, people=many)
    return many
