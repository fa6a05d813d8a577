"""Who of the staff advises a group: she says so herself, or an operator does. Whose work has ended advises none."""

from datetime import datetime

from bot.packs import Pack
from bot.services import roles as rules
from bot.services.groups.leaders import overseeing
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.people import audit, people, roles
from bot.store.people.audit import Deed


def can(connection: Connection, person_id: int, pack: Pack, area: str | None) -> bool:
    """Whether somebody works as staff of this programme where the group is."""
    if all(held.programme != pack.programme.code for held in roles.of(connection, person_id)):
        return False
    try:
        rules.require_area(connection, person_id, pack, area)
    except rules.NotAllowed:
        return False
    return True


def name(connection: Connection, person_id: int | None, pack: Pack, group_id: int) -> str | None:
    """What the advisor of a group is called; None: it has none now. Raises NotAllowed."""
    found = overseeing.one(connection, person_id, pack, group_id).advisor
    return None if found is None else people.name_of(connection, found)


def turn(connection: Connection, person_id: int | None, pack: Pack, group_id: int, now: datetime, *, on: bool) -> bool:
    """From now on she advises the group, in the place of who did; or no longer. False: so it was. Raises NotAllowed."""
    hers = overseeing.one(connection, person_id, pack, group_id).advisor == person_id
    if hers is on:
        return False
    groups.advise(connection, group_id, person_id if on else None)
    deed = "advise group" if on else "advise group no more"
    audit.record(connection, Deed(f"person {person_id}", deed, f"group {group_id}", {}, group_id), now)
    return True
