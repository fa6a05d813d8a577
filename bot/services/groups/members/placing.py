"""Who has said that she works in a group and is in none: staff of her area have her asked, once, which one it is."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import awake_from
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Message
from bot.domain.wire.outgoing import Lane
from bot.i18n import N_, Catalogues, Text
from bot.packs import Pack, places
from bot.services import roles as rules
from bot.services.groups import telling
from bot.services.roles import NotAllowed
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.groups import Group
from bot.store.groups.members import members, unplaced
from bot.store.groups.members.unplaced import Unplaced
from bot.store.people import audit
from bot.store.people.audit import Deed

__all__ = ["PREFIX", "Unplaced", "invite", "join", "listed"]

# Buttons under what she is asked: handlers/groups/members/which_group.py.
PREFIX, THIS, NONE = "which", "y", "n"
MOST = 8
ASK = N_("You said that you work in a group. Which one is it?\nThen its leader sees your name, and when you answer.")
NO_GROUP = N_("None of these")


def listed(connection: Connection, person_id: int | None, pack: Pack) -> Sequence[Unplaced]:
    """Those where she works as staff; who has not been asked yet comes first. Raises NotAllowed."""
    return unplaced.of(connection, pack.programme.code, rules.reach(connection, person_id, pack))


def invite(
    connection: Connection, person_id: int | None, pack: Pack, producer_id: int, catalogues: Catalogues, now: datetime
) -> bool:
    """Ask her, not at night. False: she was asked before, or there is no group where she lives. Raises NotAllowed."""
    one = next((one for one in listed(connection, person_id, pack) if one.producer_id == producer_id), None)
    if one is None:
        raise NotAllowed(f"producer {producer_id} is nobody to be asked by person {person_id}")
    near = _near(connection, pack, one.area)
    if not near or not unplaced.asked(connection, producer_id, now):
        return False
    rows = [[Button(group.name, Meaning.of(PREFIX, THIS, producer_id, group.id))] for group in near[:MOST]]
    rows.append([Button(Text(NO_GROUP), Meaning.of(PREFIX, NONE, producer_id, 0))])
    at = awake_from(now, ZoneInfo(pack.programme.timezone), pack.programme.nudges)
    telling.send(connection, catalogues, {one.person_id: Message(Text(ASK), rows)}, at, Lane.NUDGE)
    audit.record(connection, Deed(f"person {person_id}", "ask for group", f"producer {producer_id}", {}), now)
    return True


def _near(connection: Connection, pack: Pack, area: str | None) -> list[Group]:
    """The groups where she lives: of her own area first, then of those around it and in it."""
    known = [one for one in groups.listed(connection, pack.programme.code) if one.area and area]
    here = [one for one in known if one.area == area]
    around = [one for one in known if one.area != area and _touch(pack, one.area or "", area or "")]
    return here + around


def _touch(pack: Pack, one: str, other: str) -> bool:
    return one in places.within(pack, other) or other in places.within(pack, one)


def join(connection: Connection, pack: Pack, producer_id: int, group_id: int, now: datetime) -> bool:
    """She says that it is this one; its leader is asked too. False: she is in one by now, or it is none of hers."""
    waiting = {one.producer_id: one for one in unplaced.of(connection, pack.programme.code, None) if one.asked}
    one = waiting.get(producer_id)
    if one is None or all(group.id != group_id for group in _near(connection, pack, one.area)):
        return False
    members.join(connection, group_id, producer_id, now)
    return True
