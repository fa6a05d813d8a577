"""Who may do what: the roles that somebody has now."""

from collections.abc import Mapping, Set
from enum import StrEnum

from bot.domain.people.roles import SET_UP, STAFF, Role
from bot.packs import Pack, places
from bot.services.work import Connection
from bot.store.people import acting_for, roles


class Act(StrEnum):
    """What staff do, as far as duties tell it apart."""

    ALL = "all"
    SET_UP = "set_up"


# Which roles may what in their areas, those of a duty among them. What is not here nobody with a duty alone may: a
# trainer sets groups up and sees nothing afterwards, a lender and a judge have nothing to do yet.
MAY: Mapping[Act, Set[Role]] = {Act.ALL: STAFF, Act.SET_UP: SET_UP}


class NotAllowed(Exception):
    """Somebody does what she has no role for, past the records that would have refused it."""


def may(connection: Connection, person_id: int | None, wanted: Set[Role]) -> bool:
    """Whether she has one of the wanted roles now; where none is wanted, everybody may."""
    if not wanted:
        return True
    if person_id is None:
        return False
    if any(one.reach.role in wanted for one in roles.of(connection, person_id)):
        return True
    return Role.MEMBER in wanted and acting_for.producer_of(connection, person_id) is not None


def require(connection: Connection, person_id: int | None, wanted: Set[Role]) -> None:
    """Raise NotAllowed unless she may: what a service asks for itself, whatever door was used."""
    if not may(connection, person_id, wanted):
        raise NotAllowed(f"person {person_id} is none of: {', '.join(sorted(wanted))}")


def leads(connection: Connection, person_id: int | None, group_id: int) -> bool:
    """Whether she leads this very group now."""
    held = roles.of(connection, person_id) if person_id is not None else []
    return any(one.reach.role is Role.LEADER and one.reach.group_id == group_id for one in held)


def require_leader(connection: Connection, person_id: int | None, group_id: int) -> None:
    """Raise NotAllowed unless she leads this very group now."""
    if not leads(connection, person_id, group_id):
        raise NotAllowed(f"person {person_id} does not lead group {group_id}")


def is_suspended(connection: Connection, person_id: int | None, wanted: Set[Role], group_id: int | None = None) -> bool:
    """Whether she has one of the wanted roles and it is laid aside, in this group if one is named."""
    held = roles.kept(connection, person_id) if person_id is not None else []
    here = [one for one in held if one.suspended and one.reach.role in wanted]
    return any(group_id in (None, one.reach.group_id) for one in here)


def areas(connection: Connection, person_id: int | None, act: Act = Act.ALL) -> list[str | None]:
    """Where a member of staff works; None: in the whole programme, and that is all then. Empty: she is none."""
    held = roles.of(connection, person_id) if person_id is not None else []
    hers = [one.reach.area if one.reach.role.in_area else None for one in held if one.reach.role in MAY[act]]
    return [None] if None in hers else list(dict.fromkeys(hers))


def reach(connection: Connection, person_id: int | None, pack: Pack, act: Act = Act.ALL) -> frozenset[str] | None:
    """The codes of the areas in which a member of staff may do this, with all below them; None: the whole programme.
    Raises NotAllowed.
    """
    require(connection, person_id, MAY[act])
    hers = areas(connection, person_id, act)
    return None if None in hers else frozenset(code for area in hers if area for code in places.within(pack, area))


def require_area(
    connection: Connection, person_id: int | None, pack: Pack, area: str | None, act: Act = Act.ALL
) -> None:
    """Raise NotAllowed unless she may do this as staff in this area now; None: in the whole programme."""
    within = reach(connection, person_id, pack, act)
    if within is not None and area not in within:
        raise NotAllowed(f"person {person_id} does not work in {area or 'the whole programme'}")
