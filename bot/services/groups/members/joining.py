"""A group's join link: one for many members, until it ends, is made anew, or is taken back."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services import roles
from bot.services.people.invitations import GROUP
from bot.services.work import Connection
from bot.store.groups import links

VALID_FOR = timedelta(days=90)
BYTES_OF_CODE = 16


@dataclass(frozen=True, slots=True)
class Link:
    """What follows `?start=` in the address, and until when it is good."""

    payload: str
    until: datetime


def link(connection: Connection, person_id: int | None, group_id: int, now: datetime) -> Link:
    """The group's link that is good now, or a new one. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    good = links.current(connection, group_id, now)
    if good is None:
        good = links.Kept(secrets.token_urlsafe(BYTES_OF_CODE), now + VALID_FOR)
        links.add(connection, group_id, good, now)
    return Link(GROUP + good.code, good.until)


def known(connection: Connection, person_id: int | None, group_id: int, now: datetime) -> Link | None:
    """The group's link that is good now; None: it was taken back, or has ended. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    found = links.current(connection, group_id, now)
    return None if found is None else Link(GROUP + found.code, found.until)


def take_back(connection: Connection, person_id: int | None, group_id: int, now: datetime) -> None:
    """No link of the group is good any more. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    links.end(connection, group_id, now)
