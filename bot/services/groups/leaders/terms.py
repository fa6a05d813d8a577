"""A leader's term is over: she leads no longer, by day, and she and the staff of her area are told."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.wire.message import Message
from bot.i18n import N_, Text
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.groups import telling
from bot.services.groups.leaders import succession
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.people import audit, people, roles
from bot.store.people.audit import Deed

OVER = N_("📅 Your term as leader of {group} is over.\nYou lead it no longer. Thank you for what you did.")
FOR_STAFF = N_("📅 {group}: the term of {name} is over. For the next leader: /groups")
TERMS = "Terms: role"


def end_over(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """End what is over in every programme where it is day; gives how many."""
    ended = 0
    for code, pack in loaded.packs.items():
        local, nudges = now.astimezone(ZoneInfo(pack.programme.timezone)), pack.programme.nudges
        if nudges.earliest <= local.hour < nudges.latest:
            over = roles.past_term(connection, code, local.date())
            end = partial(_end, loaded=loaded, pack=pack, now=now)
            ended += sum(left_out.each(connection, TERMS, left_out.others(TERMS, over, len(over)), end))
    return ended


def _end(connection: Connection, over: Sequence[int], loaded: LoadedPacks, pack: Pack, now: datetime) -> int:
    ended = 0
    for number in over:
        held = roles.find(connection, number)
        group = groups.find(connection, held.reach.group_id) if held and held.reach.group_id is not None else None
        if held is None or group is None:
            continue
        roles.end(connection, [number], now)
        deed = Deed("clock", "end term", f"person {held.person_id}", {"role": held.reach.role}, group.id)
        audit.record(connection, deed, now)
        name = people.name_of(connection, held.person_id)
        for_staff = Message(Text(FOR_STAFF, {"group": group.name, "name": name}))
        told = dict.fromkeys(succession.staff_of(connection, pack, group), for_staff)
        told[held.person_id] = Message(Text(OVER, {"group": group.name}))
        telling.send(connection, loaded.catalogues, told, now)
        ended += 1
    return ended
