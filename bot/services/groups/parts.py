"""A group is part of another: two levels, of one programme. An operator says so, or an officer where she works."""

from collections.abc import Sequence
from datetime import datetime

from bot.packs import Pack
from bot.problems import AskedWrongly
from bot.services.groups.leaders import overseeing
from bot.services.groups.leaders.overseeing import Group
from bot.services.work import Connection
from bot.store.groups import groups, parts
from bot.store.people import audit
from bot.store.people.audit import Deed

__all__ = ["CannotBePart", "Group", "by_staff", "choices", "everybody", "put", "whole_of", "why_not"]


class CannotBePart(AskedWrongly):
    """The one group cannot be part of the other; the message is one sentence with what to do."""


def put(connection: Connection, pack: Pack, group_id: int, whole: int | None, actor: str, now: datetime) -> bool:
    """A group is part of another from now on, None: of none; with a line in the audit log. False: it was so already.
    Raises CannotBePart.
    """
    known = _known(connection, pack, group_id, whole)
    if known[group_id].part_of == whole:
        return False
    refused = why_not(known[group_id], known[whole], groups.parts(connection, group_id)) if whole is not None else ""
    if refused:
        raise CannotBePart(refused)
    parts.put(connection, group_id, whole)
    action, of = ("begin part", whole) if whole is not None else ("end part", known[group_id].part_of)
    audit.record(connection, Deed(actor, action, f"group {group_id}", {"of": of}, group_id), now)
    return True


def why_not(group: Group, whole: Group, its: Sequence[Group]) -> str:
    """Why a group that has these parts cannot be part of another; empty: it can."""
    if group.id == whole.id:
        return f"{group.name} cannot be part of itself; choose another group."
    if whole.part_of is not None:
        return f"{whole.name} is part of a group itself, {whole.part_of}, and a part has no parts; choose that one."
    if its:
        return f"{group.name} has parts, and a part has no parts; end those first: ovop group part {its[0].id} --none"
    return ""


def by_staff(
    connection: Connection, person_id: int | None, pack: Pack, group_id: int, whole: int | None, now: datetime
) -> bool:
    """The same by an officer, who works where both groups are, and where it was part of until now. Raises NotAllowed,
    CannotBePart.
    """
    parts.hold(connection, [one for one in (group_id, whole) if one is not None])
    group = overseeing.one(connection, person_id, pack, group_id)
    for other in (whole, group.part_of):
        if other is not None:
            overseeing.one(connection, person_id, pack, other)
    return put(connection, pack, group_id, whole, f"person {person_id}", now)


def choices(connection: Connection, person_id: int | None, pack: Pack, group_id: int) -> list[Group]:
    """Of which groups an officer can make it a part: none where it is one, or has parts. What has parts already comes
    first, then what is in the same area. Raises NotAllowed.
    """
    group = overseeing.one(connection, person_id, pack, group_id)
    its = groups.parts(connection, group_id)
    if group.part_of is not None:
        return []
    wholes = {one.part_of for one in groups.listed(connection, pack.programme.code)}
    found = [one for one in overseeing.listed(connection, person_id, pack) if not why_not(group, one, its)]
    return sorted(found, key=lambda one: (one.id not in wholes, one.area != group.area, one.name))


def whole_of(connection: Connection, group: Group) -> Group | None:
    """The group that one is part of."""
    return None if group.part_of is None else groups.find(connection, group.part_of)


def everybody(connection: Connection, group_id: int) -> tuple[int, int]:
    """How many parts a group has, and how many are members of it and of them now, each once."""
    return len(groups.parts(connection, group_id)), len(parts.everybody(connection, group_id))


def _known(connection: Connection, pack: Pack, *wanted: int | None) -> dict[int | None, Group]:
    """These groups as they are, which nobody else changes meanwhile. Raises CannotBePart."""
    numbers = [one for one in wanted if one is not None]
    parts.hold(connection, numbers)
    found: dict[int | None, Group] = {}
    for number in numbers:
        one = groups.find(connection, number)
        if one is None or one.programme != pack.programme.code:
            raise CannotBePart(f"{pack.programme.code} has no group {number}; look it up with: ovop group list")
        found[number] = one
    return found
