"""One leads a group from now on, and the time of who led it before ends: one unit of work, with a receipt for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.message import Message
from bot.i18n import N_, Catalogues, Text, Value
from bot.packs import Pack, places
from bot.services.groups import telling
from bot.services.people import working
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.groups import Group
from bot.store.people import audit, people, roles
from bot.store.people.audit import Deed

FOR_OLD = N_("🤝 From {day} on {name} leads the group {group}.\nYou lead it no longer. Thank you for what you did.")
FOR_NEW = N_("🤝 From {day} on you lead the group {group}, in the place of {name}.\n/group shows it.")
FIRST = N_("🤝 From {day} on you lead the group {group}.\n/group shows it.")
FOR_STAFF = N_("🤝 {group}: from {day} on {name} leads it, in the place of {before}.")
FIRST_FOR_STAFF = N_("🤝 {group}: from {day} on {name} leads it.")


@dataclass(frozen=True, slots=True)
class Successor:
    """Who is to lead which group, until the last day of which term; `replaces`: the role that ends then."""

    person_id: int
    group_id: int
    replaces: int | None
    term_until: date | None


def succeed(
    connection: Connection, pack: Pack, catalogues: Catalogues, one: Successor, now: datetime, *, first_too: bool
) -> None:
    """She leads it. `first_too`: there is a receipt also where she comes in nobody's place."""
    reach = Reach(Role.LEADER, group_id=one.group_id)
    old = roles.find(connection, one.replaces) if one.replaces is not None else None
    working.give(connection, one.person_id, reach, one.term_until, now)
    if old is not None:
        roles.end(connection, [old.id], now)
    detail = {"from": old.person_id if old is not None else None, "to": one.person_id}
    deed = Deed(f"person {one.person_id}", "change leader", f"group {one.group_id}", detail, one.group_id)
    audit.record(connection, deed, now)
    if old is not None or first_too:
        _receipts(connection, pack, catalogues, one, old.person_id if old is not None else None, now)


def _receipts(
    connection: Connection, pack: Pack, catalogues: Catalogues, one: Successor, old: int | None, now: datetime
) -> None:
    """For who led before, who leads now, and the officers of the area: they may know each other's names."""
    group = groups.find(connection, one.group_id)
    if group is None:
        return
    told = staff_of(connection, pack, group)
    name = people.name_of(connection, one.person_id)
    known: dict[str, Value] = {"group": group.name, "day": now.astimezone(ZoneInfo(pack.programme.timezone)).date()}
    if old is None:
        texts = dict.fromkeys(told, Text(FIRST_FOR_STAFF, {**known, "name": name}))
        texts[one.person_id] = Text(FIRST, known)
    else:
        before = people.name_of(connection, old)
        texts = dict.fromkeys(told, Text(FOR_STAFF, {**known, "name": name, "before": before}))
        texts[one.person_id] = Text(FOR_NEW, {**known, "name": before})
        texts[old] = Text(FOR_OLD, {**known, "name": name})
    _send(connection, catalogues, texts, now)


def _send(connection: Connection, catalogues: Catalogues, texts: Mapping[int, Text], now: datetime) -> None:
    telling.send(connection, catalogues, {who: Message(text) for who, text in texts.items()}, now)


def staff_of(connection: Connection, pack: Pack, group: Group) -> list[int]:
    """The officers in whose areas the group is; where there is none, the admins."""
    here = [one for one in roles.all_held(connection) if one.programme == pack.programme.code]
    officers = {one.person_id for one in here if one.reach.role is Role.OFFICER and _is_in(pack, group, one.reach.area)}
    return sorted(officers or {one.person_id for one in here if one.reach.role is Role.ADMIN})


def _is_in(pack: Pack, group: Group, area: str | None) -> bool:
    return area is None or (group.area is not None and group.area in places.within(pack, area))
