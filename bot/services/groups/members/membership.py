"""What becomes of a member, as her leader says it: she left, has died, returns; her name was written wrongly.

Nothing is overwritten but the name: memberships end and begin, and the audit log says when and by whom.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.evaluation.calendar import Facts
from bot.problems import AskedWrongly
from bot.services import roles
from bot.services.evaluation import calendar as evaluation
from bot.services.groups.members.adding import LONGEST_NAME
from bot.services.work import Connection
from bot.store.groups.members import members, pauses
from bot.store.groups.members.members import Known, Left, Member
from bot.store.groups.members.pauses import Pause, Reason
from bot.store.people import audit, people
from bot.store.people.audit import Deed

__all__ = ["CannotRename", "Left", "Page", "Reason", "back", "go_on", "gone", "leave", "page", "pause", "rename"]

# Who is away for longer has left; a pause can be followed by another one.
LONGEST_PAUSE = timedelta(days=366)


class CannotRename(AskedWrongly):
    """The name cannot be hers; the message is one sentence with what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """A member, or who was one. `person_id` None: nobody answers for her any more."""

    known: Known
    person_id: int | None
    has_chat: bool
    # None: she is not pausing
    pause: Pause | None = None


def page(
    connection: Connection, leader: int | None, group_id: int, member_id: int, today: date | None = None
) -> Page | None:
    """Somebody who is in the group or was; None: she never was, or is forgotten. Raises NotAllowed."""
    roles.require_leader(connection, leader, group_id)
    known = next((one for one in members.once_in(connection, group_id) if one.member_id == member_id), None)
    if known is None or known.gone is Left.REFUSED:
        return None
    pausing = pauses.current(connection, [member_id], today) if today else {}
    return Page(known, *members.who_answers(connection, member_id), pausing.get(member_id))


def gone(connection: Connection, leader: int | None, group_id: int) -> list[Known]:
    """Who was in the group and is not, by number. Raises NotAllowed."""
    roles.require_leader(connection, leader, group_id)
    return [one for one in members.once_in(connection, group_id) if one.gone not in (None, Left.REFUSED)]


def leave(connection: Connection, leader: int | None, group_id: int, member_id: int, why: Left, now: datetime) -> bool:
    """She is in the group no longer; who has died is asked nothing any more. False: she was not. Raises NotAllowed."""
    roles.require_leader(connection, leader, group_id)
    if _here(connection, group_id, member_id) is None or not members.leave(connection, group_id, member_id, why, now):
        return False
    if why is not Left.LEFT:
        evaluation.end_all(connection, [member_id], Facts(producing=False))
    _note(connection, leader, "member is gone", group_id, member_id, now, why=why)
    return True


def back(connection: Connection, leader: int | None, group_id: int, member_id: int, now: datetime) -> bool:
    """She is in it again, with the number that she had. False: she is, cannot be, or was moved to another group, in
    which she is. Raises NotAllowed.
    """
    found = page(connection, leader, group_id, member_id)
    if found is not None and found.known.gone is Left.MOVED and members.groups_of(connection, member_id):
        return False
    if found is None or found.person_id is None or not members.come_back(connection, group_id, member_id, now):
        return False
    evaluation.begun_again(connection, member_id, found.person_id, now)
    _note(connection, leader, "member is back", group_id, member_id, now)
    return True


def pause(
    connection: Connection,
    leader: int | None,
    group_id: int,
    member_id: int,
    why: Reason,
    until: date,
    now: datetime,
) -> bool:
    """She is asked nothing until a day, and what falls into that time does not count as missed. False: she is not in
    the group, or the day is past or too far off. Raises NotAllowed.
    """
    roles.require_leader(connection, leader, group_id)
    one = _here(connection, group_id, member_id)
    if one is None or not now.date() < until <= now.date() + LONGEST_PAUSE:
        return False
    pauses.begin(connection, member_id, why, until, now)
    _note(connection, leader, "member pauses", group_id, member_id, now, until=until.isoformat())
    return True


def go_on(connection: Connection, leader: int | None, group_id: int, member_id: int, now: datetime) -> bool:
    """Her pause is over before its day: what is open is reminded of again. False: there was none. Raises NotAllowed."""
    roles.require_leader(connection, leader, group_id)
    one = _here(connection, group_id, member_id)
    if one is None or not pauses.end(connection, member_id, now):
        return False
    if one.person_id is not None:
        evaluation.looked_at_again(connection, one.person_id, now)
    _note(connection, leader, "member goes on", group_id, member_id, now)
    return True


def rename(connection: Connection, leader: int | None, group_id: int, member_id: int, name: str, now: datetime) -> bool:
    """The name of a member without a phone was wrong; who has one says hers herself. Raises NotAllowed and
    CannotRename.
    """
    roles.require_leader(connection, leader, group_id)
    one = _here(connection, group_id, member_id)
    if one is None or one.has_chat or one.person_id is None:
        return False
    name = " ".join(name.split())
    if not any(letter.isalpha() for letter in name) or len(name) > LONGEST_NAME:
        raise CannotRename(f"A member needs a name, of {LONGEST_NAME} letters at the most.")
    people.change_person(connection, one.person_id, name=name)
    _note(connection, leader, "correct name", group_id, member_id, now)
    return True


def _here(connection: Connection, group_id: int, member_id: int) -> Member | None:
    """A confirmed member; who waits for that is said to be none by another button."""
    here = members.of(connection, group_id)
    return next((one for one in here if one.member_id == member_id and one.confirmed), None)


def _note(
    connection: Connection,
    leader: int | None,
    action: str,
    group_id: int,
    member_id: int,
    now: datetime,
    **detail: str,
) -> None:
    deed = Deed(f"person {leader}", action, f"producer {member_id}", dict(detail), group_id)
    audit.record(connection, deed, now)
