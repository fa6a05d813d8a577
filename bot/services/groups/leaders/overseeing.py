"""What staff do about the groups of their areas: look at them and their leaders; suspend one, end one, invite the next.

Each function asks anew whether the group is in an area where she works.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.people.roles import Role
from bot.domain.wire.message import Message
from bot.i18n import N_, Catalogues, Text
from bot.packs import Pack
from bot.services import roles as rules
from bot.services.groups import telling
from bot.services.groups.leaders import changing
from bot.services.people import working
from bot.services.people.working import Ending
from bot.services.roles import Act, NotAllowed
from bot.services.work import Connection
from bot.store.groups import changes, groups
from bot.store.groups.groups import Group
from bot.store.people import audit, people, roles
from bot.store.people import invitations as links
from bot.store.people.audit import Deed
from bot.store.people.invitations import Invitation
from bot.store.people.roles import Held

__all__ = [
    "Group",
    "Leader",
    "end",
    "invite",
    "leaders",
    "listed",
    "one",
    "one_to_set_up",
    "resume",
    "suspend",
    "to_set_up",
]

SUSPENDED = N_("⏸ Your group {group} is closed to you for now.\nProgramme staff can open it again. Nothing is lost.")
RESUMED = N_("▶️ Your group {group} is open to you again: /group")


@dataclass(frozen=True, slots=True)
class Leader:
    """Who leads a group, by the number of her role: since when, until the last day of which term, and whether she is
    suspended.
    """

    role_id: int
    name: str
    since: datetime
    term_until: date | None
    suspended: bool


def listed(connection: Connection, person_id: int | None, pack: Pack) -> Sequence[Group]:
    """The groups where she works, those that nobody leads first. Raises NotAllowed."""
    within = rules.reach(connection, person_id, pack)
    return sorted(groups.listed(connection, pack.programme.code, within), key=lambda group: bool(group.leaders))


def to_set_up(connection: Connection, person_id: int | None, pack: Pack) -> Sequence[Group]:
    """The groups where she may set up, and that nobody has led yet: all that a trainer sees. Raises NotAllowed."""
    within = rules.reach(connection, person_id, pack, Act.SET_UP)
    found = groups.listed(connection, pack.programme.code, within)
    return [group for group in found if not roles.was_led(connection, group.id)]


def one(connection: Connection, person_id: int | None, pack: Pack, group_id: int) -> Group:
    """A group where she works. Raises NotAllowed."""
    found = _find(connection, pack, group_id)
    rules.require_area(connection, person_id, pack, found.area)
    return found


def one_to_set_up(connection: Connection, person_id: int | None, pack: Pack, group_id: int) -> Group:
    """A group where she works, or sets up while nobody has led it. Raises NotAllowed."""
    found = _find(connection, pack, group_id)
    was_led = roles.was_led(connection, group_id)
    rules.require_area(connection, person_id, pack, found.area, Act.ALL if was_led else Act.SET_UP)
    return found


def _find(connection: Connection, pack: Pack, group_id: int) -> Group:
    found = groups.find(connection, group_id)
    if found is None or found.programme != pack.programme.code:
        raise NotAllowed(f"{pack.programme.code} has no group {group_id}")
    return found


def leaders(connection: Connection, person_id: int | None, pack: Pack, group_id: int) -> Sequence[Leader]:
    """Who leads it, suspended ones too, the first of them first. Raises NotAllowed."""
    one(connection, person_id, pack, group_id)
    return [
        Leader(held.id, people.name_of(connection, held.person_id), held.since, held.term_until, held.suspended)
        for held in roles.in_group(connection, group_id)
        if held.reach.role is Role.LEADER
    ]


def _held(connection: Connection, person_id: int | None, pack: Pack, group_id: int, role_id: int) -> Held | None:
    """Her role in this group; None: it has ended."""
    one(connection, person_id, pack, group_id)
    found = (held for held in roles.in_group(connection, group_id) if held.id == role_id)
    return next((held for held in found if held.reach.role is Role.LEADER), None)


def suspend(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    group_id: int,
    role_id: int,
    catalogues: Catalogues,
    now: datetime,
) -> bool:
    """Her phone is lost: at once she may nothing as this group's leader, and whoever is to follow her by a link of
    hers does not; she is told. False: she was suspended, or leads it no longer. Raises NotAllowed.
    """
    held = _held(connection, person_id, pack, group_id, role_id)
    if held is None or not roles.suspend(connection, role_id, now):
        return False
    links.end_replacing(connection, role_id, now)
    changes.withdraw(connection, role_id, now)
    _note(connection, person_id, "suspend leader", held, group_id, now)
    _tell(connection, held, group_id, SUSPENDED, catalogues, now)
    return True


def resume(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    group_id: int,
    role_id: int,
    catalogues: Catalogues,
    now: datetime,
) -> bool:
    """She leads it again, as before; she is told. False: she was not suspended. Raises NotAllowed."""
    held = _held(connection, person_id, pack, group_id, role_id)
    if held is None or not roles.suspend(connection, role_id, None):
        return False
    _note(connection, person_id, "resume leader", held, group_id, now)
    _tell(connection, held, group_id, RESUMED, catalogues, now)
    return True


def end(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    group_id: int,
    role_id: int,
    catalogues: Catalogues,
    now: datetime,
) -> bool:
    """She leads it no longer, and is told. False: it has ended before. Raises NotAllowed."""
    held = _held(connection, person_id, pack, group_id, role_id)
    if held is None:
        return False
    wish = Ending(held.person_id, Role.LEADER, f"person {person_id}", group_id=group_id)
    working.end(connection, wish, catalogues, now)
    return True


def invite(
    connection: Connection, person_id: int | None, pack: Pack, group_id: int, replaces: int | None, now: datetime
) -> Invitation | None:
    """The link to lead it: in the place of who has this role, or beside whoever leads it. None: she leads it no longer.
    Raises NotAllowed.
    """
    one_to_set_up(connection, person_id, pack, group_id)
    if replaces is not None and _held(connection, person_id, pack, group_id, replaces) is None:
        return None
    return changing.link(connection, pack, group_id, replaces, f"person {person_id}", now)


def _note(connection: Connection, person_id: int | None, action: str, held: Held, group_id: int, now: datetime) -> None:
    deed = Deed(f"person {person_id}", action, f"person {held.person_id}", {"role": held.reach.role}, group_id)
    audit.record(connection, deed, now)


def _tell(
    connection: Connection, held: Held, group_id: int, message: str, catalogues: Catalogues, now: datetime
) -> None:
    group = groups.find(connection, group_id)
    text = Text(message, {"group": group.name if group is not None else ""})
    telling.send(connection, catalogues, {held.person_id: Message(text)}, now)
