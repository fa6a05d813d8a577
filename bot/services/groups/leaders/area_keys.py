"""An officer names the key holders of a group of her area: also where its leader is gone, and nobody in it can.

Each function asks anew whether the group is in an area where she works.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.people.roles import Role
from bot.i18n import Catalogues
from bot.packs import Pack
from bot.services.groups.leaders import key_holding, overseeing
from bot.services.groups.leaders.key_holding import Holder
from bot.services.work import Connection
from bot.store.people import roles


def choices(connection: Connection, person_id: int | None, pack: Pack, group_id: int) -> Sequence[Holder]:
    """Who holds a key, and who can: neither she herself nor whom a change would be about, who lead it. Nobody, where
    the programme asks no key holders. Raises NotAllowed.
    """
    overseeing.one(connection, person_id, pack, group_id)
    if not pack.programme.groups.key_holders:
        return []
    lead = {one.person_id for one in roles.in_group(connection, group_id) if one.reach.role is Role.LEADER}
    found = key_holding.candidates(connection, group_id)
    return [one for one in found if one.holds or one.person_id not in {person_id, *lead}]


def turn(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    group_id: int,
    member: int,
    catalogues: Catalogues,
    now: datetime,
    *,
    on: bool,
) -> bool:
    """A member gets a key, and is told so, or (not `on`) has none any more; False: it is so already, she cannot, or all
    keys are given. Raises NotAllowed.
    """
    found = choices(connection, person_id, pack, group_id)
    one = next((one for one in found if one.person_id == member and one.holds is not on), None)
    return one is not None and key_holding.change(connection, person_id, group_id, one, catalogues, now)
