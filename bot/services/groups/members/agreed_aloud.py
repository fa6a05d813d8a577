"""An officer asks whom the lot has drawn whether she agreed, and writes down what she said; who did not is let go.

Each function asks anew whether the group is in an area where she works.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.evaluation.calendar import Facts
from bot.domain.people.roles import Role
from bot.domain.wire.message import Message
from bot.i18n import N_, Catalogues, Text
from bot.packs import Pack
from bot.services import roles as rules
from bot.services.evaluation import calendar as evaluation
from bot.services.groups import telling
from bot.services.groups.leaders import overseeing
from bot.services.people import erasure
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.members import cards, lots, members
from bot.store.groups.members.lots import Drawn, Said
from bot.store.groups.members.members import Left
from bot.store.people import audit, consents, people, roles
from bot.store.people.audit import Deed
from bot.store.people.consents import Told

__all__ = ["PREFIX", "Asked", "Said", "erase", "figures", "listed", "say"]

# Buttons about whom the lot has drawn: handlers/groups/members/lot.py.
PREFIX, LIST = "lot", "l"
# Whom nobody has asked by then is no longer listed; the next lots may draw her again.
OPEN_FOR = timedelta(days=62)
FOR_LEADER = N_(
    "✖️ {name} says to staff: I did not agree.\nNothing is asked of her any more, and she is in {group} no longer."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the lot has drawn, and what is written of her yes."""

    drawn: Drawn
    told: Told


def listed(connection: Connection, person_id: int | None, pack: Pack, now: datetime) -> Sequence[Asked]:
    """Whom she is to ask, and who did not agree and is not erased. Not of a group that she leads herself, nor whose yes
    she wrote down herself: others ask those. Raises NotAllowed.
    """
    within = rules.reach(connection, person_id, pack)
    found = []
    for one in lots.waiting(connection, pack.programme.code, within, now - OPEN_FOR):
        told = consents.told_of(connection, one.person_id)
        held = roles.in_group(connection, one.group_id)
        leads = any(role.person_id == person_id and role.reach.role is Role.LEADER for role in held)
        if told is not None and told.by != person_id and not leads:
            found.append(Asked(one, told))
    return found


def _one(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> Drawn | None:
    here = listed(connection, person_id, pack, now)
    return next((one.drawn for one in here if one.drawn.id == number), None)


def say(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    number: int,
    said: Said,
    catalogues: Catalogues,
    now: datetime,
) -> bool:
    """What she said is kept, with the day and who asked; if she did not agree, all that is hers stops at once. False:
    it is kept already, or she is not to be asked. Raises NotAllowed.
    """
    one = _one(connection, person_id, pack, number, now)
    if one is None or person_id is None or not lots.say(connection, number, said, person_id, now):
        return False
    _note(connection, person_id, "ask by lot", one, now, said=said)
    if said is Said.NOT_AGREED:
        _stop(connection, pack, one, catalogues, now)
    return True


def _stop(connection: Connection, pack: Pack, one: Drawn, catalogues: Catalogues, now: datetime) -> None:
    """Nobody reports for her or answers for her any more, she is asked nothing, and her leaders see her no more: her
    consent is refused, her calendar and her memberships end. Leaders hear it, and staff are to look at her.
    """
    version = str(pack.programme.consent.version)
    refused = {"person_id": one.person_id, "version": version, "language": pack.programme.languages[0]}
    people.add_consent(connection, {**refused, "how": consents.TOLD, "given_at": now, "agreed": False})
    people.change_person(connection, one.person_id, consent_version=None)
    hers = people.producers_of(connection, one.person_id)
    evaluation.end_all(connection, hers, Facts(stopped=True))
    cards.drop_of(connection, hers)
    for group_id in members.groups_of(connection, one.member_id):
        members.leave(connection, group_id, one.member_id, Left.REFUSED, now)
        group = groups.find(connection, group_id)
        told = Message(Text(FOR_LEADER, {"name": one.name, "group": group.name if group else ""}))
        telling.send(connection, catalogues, dict.fromkeys(groups.leaders(connection, group_id), told), now)
    lots.follow_up_on(connection, one.member_id, now)


def erase(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> bool:
    """Who did not agree is erased everywhere, as by /forget. False: she is not one of those, or is erased. Raises
    NotAllowed.
    """
    one = _one(connection, person_id, pack, number, now)
    if one is None or one.said is not Said.NOT_AGREED:
        return False
    erasure.erase_person(connection, one.person_id, now)
    _note(connection, person_id, "forget member", one, now)
    return True


def figures(connection: Connection, person_id: int | None, pack: Pack, group_id: int) -> tuple[int, int]:
    """How many of a group were asked by lot and reached, and how many of them had agreed. Raises NotAllowed."""
    overseeing.one(connection, person_id, pack, group_id)
    return lots.counts(connection, group_id)


def _note(connection: Connection, person_id: int | None, action: str, one: Drawn, now: datetime, **detail: str) -> None:
    deed = Deed(f"person {person_id}", action, f"producer {one.member_id}", dict(detail), one.group_id)
    audit.record(connection, deed, now)
