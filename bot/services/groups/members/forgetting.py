"""A member without a phone wants to be forgotten: her leader passes that on, it is done at once, and staff are told."""

from datetime import datetime

from bot.domain.wire.message import Message
from bot.i18n import N_, Text
from bot.services import roles
from bot.services.groups import telling
from bot.services.groups.leaders import succession
from bot.services.groups.members import membership
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import erasure
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.people import audit, people
from bot.store.people.audit import Deed

FOR_STAFF = N_("🗑 A member of {group} wanted to be forgotten, and is. {leader} passed it on.")


def forget(
    connection: Connection, loaded: LoadedPacks, leader: int | None, group_id: int, member_id: int, now: datetime
) -> bool:
    """Erase her everywhere, as by /forget. False: she has a phone and says it herself, or is forgotten. Raises
    NotAllowed.
    """
    roles.require_leader(connection, leader, group_id)
    found, group = membership.page(connection, leader, group_id, member_id), groups.find(connection, group_id)
    if leader is None or group is None or found is None or found.has_chat or found.person_id is None:
        return False
    erasure.erase_person(connection, found.person_id, now)
    audit.record(connection, Deed(f"person {leader}", "forget member", f"producer {member_id}", {}, group_id), now)
    text = Text(FOR_STAFF, {"group": group.name, "leader": people.name_of(connection, leader)})
    staff = succession.staff_of(connection, loaded.pack(group.programme), group)
    telling.send(connection, loaded.catalogues, dict.fromkeys(staff, Message(text)), now)
    return True
