"""A group gets a new leader by a one-time link: in the place of who leads it, or where nobody does. Where the programme
says so, key holders confirm it first.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.people.roles import Reach, Role
from bot.domain.wire.contact import Contact
from bot.i18n import Catalogues
from bot.packs import Pack
from bot.services import roles as rules
from bot.services.groups.leaders import key_holding, succession
from bot.services.groups.leaders.succession import Successor
from bot.services.people import invitations, working
from bot.services.work import Connection
from bot.store.people import invitations as links
from bot.store.people import roles
from bot.store.people.invitations import Invitation
from bot.store.people.roles import Held


class FewKeyHolders(Exception):
    """Too few hold a key of the group: nobody could confirm that somebody else leads it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody has agreed to be; `waits`: until key holders have said so too."""

    reach: Reach
    waits: bool = False


def held(connection: Connection, person_id: int | None, group_id: int) -> Held:
    """The role by which she leads this very group. Raises NotAllowed."""
    rules.require_leader(connection, person_id, group_id)
    hers = roles.of(connection, person_id or 0)
    return next(one for one in hers if one.reach == Reach(Role.LEADER, group_id=group_id))


def hand_over(connection: Connection, person_id: int | None, pack: Pack, group_id: int, now: datetime) -> Invitation:
    """The link for who leads after her; one that she made before is good no more. Raises NotAllowed, FewKeyHolders."""
    hers = held(connection, person_id, group_id)
    if not key_holding.are_enough(connection, pack, group_id):
        raise FewKeyHolders
    return link(connection, pack, group_id, hers.id, f"person {person_id}", now)


def take_back(connection: Connection, person_id: int | None, group_id: int, now: datetime) -> bool:
    """The link for who leads after her is good no more; False: there was none. Raises NotAllowed."""
    return links.end_replacing(connection, held(connection, person_id, group_id).id, now)


def link(
    connection: Connection, pack: Pack, group_id: int, replaces: int | None, actor: str, now: datetime
) -> Invitation:
    """A one-time link to lead a group, in the place of the role with this number, or beside whoever leads it."""
    if replaces is not None:
        links.end_replacing(connection, replaces, now)
    wish = invitations.Wish(Role.LEADER, group=group_id, replaces=replaces)
    return invitations.create(connection, pack, wish, actor, now)


def take_up(
    connection: Connection,
    contact: Contact,
    pack: Pack,
    catalogues: Catalogues,
    code: str,
    now: datetime,
    name: str = "",
) -> Taken:
    """She has agreed to work, as whatever the link says; who is new has said her `name`. Raises LinkUsed."""
    accepted = working.accept(connection, contact, pack.programme, code, now, name)
    person, reach = accepted.person, accepted.reach
    if reach.role is Role.LEADER and reach.group_id is not None:
        one = Successor(person.id, reach.group_id, accepted.replaces, accepted.term_until)
        if key_holding.ask(connection, pack, catalogues, one, now):
            return Taken(reach, waits=True)
        succession.succeed(connection, pack, catalogues, one, now, first_too=False)
    else:
        working.give(connection, person.id, reach, None, now)
    person.roles |= {reach.role}
    return Taken(reach)
