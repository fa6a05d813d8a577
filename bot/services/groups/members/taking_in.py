"""A leader takes in several members without a phone at once: who may be one of them already, and all in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.groups.report.names import may_be_one as is_near
from bot.packs import Pack
from bot.services import roles
from bot.services.groups.members.adding import NewMember, Told, add_by_leader
from bot.services.work import Connection
from bot.store.groups.members import members
from bot.store.groups.members.members import Known

__all__ = ["Known", "Taken", "is_near", "known", "near", "take_in"]


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody who has been taken in, with her number in the group."""

    name: str
    number: int


def known(connection: Connection, person_id: int | None, group_id: int) -> list[Known]:
    """Everybody who is in the group, or was, and is known by name. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return members.once_in(connection, group_id)


def near(name: str, those: Sequence[Known]) -> list[Known]:
    """Of these the ones who may be called so."""
    return [one for one in those if is_near(name, one.name)]


def take_in(
    connection: Connection,
    pack: Pack,
    person_id: int | None,
    group_id: int,
    ones: Sequence[NewMember],
    told: Told,
    now: datetime,
) -> list[Taken]:
    """They are all in the group from now on, or none of them is. Raises NotAllowed and CannotAdd."""
    roles.require_leader(connection, person_id, group_id)
    with connection.begin_nested():
        new = {add_by_leader(connection, pack, person_id, group_id, one, told, now) for one in ones}
    here = (one for one in members.of(connection, group_id) if one.member_id in new and one.number is not None)
    return sorted((Taken(one.name, one.number or 0) for one in here), key=lambda one: one.number)
