"""Key holders of a group: members with a phone who say whether a change of its leader counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.programme import KEY_HOLDERS
from bot.domain.wire.button_data import Meaning
from bot.domain.wire.message import Button, Message
from bot.i18n import N_, Catalogues, Text
from bot.packs import Pack
from bot.services import roles as rules
from bot.services.groups import telling
from bot.services.groups.leaders import succession
from bot.services.groups.leaders.succession import Successor
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.groups import changes, groups
from bot.store.groups.changes import Change, Outcome
from bot.store.groups.members import members
from bot.store.people import audit, people, roles
from bot.store.people.audit import Deed

# Buttons under what key holders are asked: handlers/groups/leaders/keys.py.
PREFIX, YES, NO = "key", "y", "n"
ASKED = N_("🔑 {name} is to lead the group {group} from now on.\nIs that so?")
AGREE, DISAGREE = N_("✅ Yes, that is so"), N_("✖️ No, that is not so")
REFUSED = N_("🔑 The key holders of {group} have said no.\nIts leader stays as before.")
HOLDS = N_("🔑 You hold a key of the group {group}: before somebody else leads it, you are asked.")


@dataclass(frozen=True, slots=True)
class Holder:
    """A member who can be asked; `holds`: she is."""

    person_id: int
    name: str
    holds: bool


def are_enough(connection: Connection, pack: Pack, group_id: int) -> bool:
    """Whether as many hold a key as have to agree; where the programme asks nobody, nobody is needed."""
    return len(changes.holders(connection, group_id)) >= pack.programme.groups.key_holders


def choices(connection: Connection, person_id: int | None, group_id: int) -> Sequence[Holder]:
    """Confirmed members with a phone, those who hold a key first. Raises NotAllowed."""
    rules.require_leader(connection, person_id, group_id)
    return [one for one in candidates(connection, group_id) if one.person_id != person_id]


def candidates(connection: Connection, group_id: int) -> Sequence[Holder]:
    """Confirmed members with a phone, and whoever holds a key though she is reached no more; those with one first."""
    hold = changes.holders(connection, group_id)
    here = {one.person_id: one.name for one in members.of(connection, group_id) if one.confirmed and one.person_id}
    reached = {*recipients.addresses(connection, list(here)), *hold}
    found = [Holder(who, name, who in hold) for who, name in here.items() if who in reached]
    return sorted(found, key=lambda one: not one.holds)


def turn(
    connection: Connection,
    person_id: int | None,
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
    found = choices(connection, person_id, group_id)
    one = next((one for one in found if one.person_id == member and one.holds is not on), None)
    return one is not None and change(connection, person_id, group_id, one, catalogues, now)


def change(
    connection: Connection, person_id: int | None, group_id: int, one: Holder, catalogues: Catalogues, now: datetime
) -> bool:
    """Who holds a key holds none any more; who holds none gets one and is told so. False: all keys are given."""
    if not one.holds and len(changes.holders(connection, group_id)) >= KEY_HOLDERS:
        return False
    if one.holds:
        changes.end_holder(connection, one.person_id, now, group_id)
    else:
        changes.add_holder(connection, group_id, one.person_id, now)
        group = groups.find(connection, group_id)
        text = Text(HOLDS, {"group": group.name if group is not None else ""})
        telling.send(connection, catalogues, {one.person_id: Message(text)}, now)
    action = "take key" if one.holds else "give key"
    audit.record(connection, Deed(f"person {person_id}", action, f"person {one.person_id}", {}, group_id), now)
    return True


def ask(connection: Connection, pack: Pack, catalogues: Catalogues, one: Successor, now: datetime) -> bool:
    """Ask the key holders whether she leads the group; False: nobody is asked, it counts at once.

    Where nobody holds a key, only an officer can have made the link.
    """
    asked = _asked(connection, one.group_id, one.person_id)
    if not pack.programme.groups.key_holders or not asked:
        return False
    change = changes.begin(connection, one.group_id, one.person_id, one.replaces, one.term_until, now)
    group = groups.find(connection, one.group_id)
    name = people.name_of(connection, one.person_id)
    text = Text(ASKED, {"name": name, "group": group.name if group is not None else ""})
    buttons = [
        [Button(Text(label), Meaning.of(PREFIX, said, change.id))] for label, said in ((AGREE, YES), (DISAGREE, NO))
    ]
    telling.send(connection, catalogues, dict.fromkeys(asked, Message(text, buttons)), now)
    return True


def _asked(connection: Connection, group_id: int, new: int) -> list[int]:
    """Those who hold a key, but for whom it is about."""
    return [who for who in changes.holders(connection, group_id) if who != new]


def say(
    connection: Connection,
    pack: Pack,
    catalogues: Catalogues,
    person_id: int | None,
    number: int,
    now: datetime,
    *,
    agreed: bool,
) -> bool:
    """What a key holder says of a change, once; False: it is settled, she has said so, or it is not hers to say."""
    change = changes.find(connection, number)
    if change is None or person_id is None:
        return False
    asked = _asked(connection, change.group_id, change.person_id)
    if person_id not in asked or not changes.say(connection, number, person_id, now, agreed=agreed):
        return False
    deed = Deed(f"person {person_id}", "agree" if agreed else "refuse", f"leader change {number}", {}, change.group_id)
    audit.record(connection, deed, now)
    words = changes.words(connection, number)
    needed = min(pack.programme.groups.key_holders, len(asked))
    if sum(words.get(who, False) for who in asked) >= needed:
        _count(connection, pack, catalogues, change, now)
    elif sum(words.get(who, True) for who in asked) < needed:
        _refuse(connection, catalogues, change, now)
    return True


def _count(connection: Connection, pack: Pack, catalogues: Catalogues, change: Change, now: datetime) -> None:
    """Enough have agreed: she leads, unless whom she follows leads it no longer."""
    if change.replaces is not None and roles.find(connection, change.replaces) is None:
        changes.settle(connection, change.id, Outcome.WITHDRAWN, now)
        return
    changes.settle(connection, change.id, Outcome.CONFIRMED, now)
    one = Successor(change.person_id, change.group_id, change.replaces, change.term_until)
    succession.succeed(connection, pack, catalogues, one, now, first_too=True)


def _refuse(connection: Connection, catalogues: Catalogues, change: Change, now: datetime) -> None:
    """So many have said no that it cannot count any more."""
    changes.settle(connection, change.id, Outcome.REFUSED, now)
    group = groups.find(connection, change.group_id)
    old = roles.find(connection, change.replaces) if change.replaces is not None else None
    text = Text(REFUSED, {"group": group.name if group is not None else ""})
    told = {change.person_id, *([old.person_id] if old is not None else [])}
    telling.send(connection, catalogues, dict.fromkeys(told, Message(text)), now)
