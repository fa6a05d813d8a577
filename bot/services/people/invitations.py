"""Invitations: staff, leaders and members join by a one-time link that expires."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.people.roles import DUTIES, Role
from bot.packs import Pack
from bot.problems import AskedWrongly
from bot.services.work import Connection
from bot.store.people import audit, invitations
from bot.store.people.audit import Deed
from bot.store.people.invitations import Invitation

VALID_FOR = timedelta(days=14)
PREFIX = "join_"
# Of a link by which many join one group.
GROUP = "group_"
# 22 characters of A-Z a-z 0-9 _ and -: with the prefix well below the 64 that a deep link may have.
BYTES_OF_CODE = 16


class CannotInvite(AskedWrongly):
    """The invitation makes no sense as asked for; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is to be invited: a role, and the area or the group that it is for. A leader may come in the place of one
    whose role has the number `replaces`; her term may end with the day `until`. An officer may have one `duty` alone.
    """

    role: Role
    area: str | None = None
    group: int | None = None
    replaces: int | None = None
    until: date | None = None
    duty: str | None = None


def create(connection: Connection, pack: Pack, wish: Wish, actor: str, now: datetime) -> Invitation:
    """A new invitation to a programme, written down with who made it. Raises CannotInvite."""
    _check(connection, pack, wish)
    made = Invitation(
        code=secrets.token_urlsafe(BYTES_OF_CODE),
        programme=pack.programme.code,
        role=wish.role if wish.duty is None else DUTIES[wish.duty],
        area=wish.area,
        group_id=wish.group,
        expires_at=now + VALID_FOR,
        replaces=wish.replaces,
        term_until=wish.until,
        duty=wish.duty,
    )
    invitations.add(connection, made, now)
    detail: dict[str, object] = {"role": wish.role, "area": wish.area, "group": wish.group}
    detail |= {"duty": wish.duty} if wish.duty is not None else {}
    audit.record(connection, Deed(actor, "invite", pack.programme.code, detail, wish.group), now)
    return made


def _check(connection: Connection, pack: Pack, wish: Wish) -> None:
    code = pack.programme.code
    if wish.area is not None and not pack.areas.where("name", wish.area):
        raise CannotInvite(f"{code} has no area “{wish.area}”; look it up in the column name of its areas.csv.")
    if wish.group is not None and not wish.role.in_group:
        raise CannotInvite(f"An invitation as {wish.role} is not for a group; leave out the group.")
    if wish.until is not None and wish.role is not Role.LEADER:
        raise CannotInvite(f"Only a leader has a term; leave out the day for {wish.role}.")
    if wish.duty is not None and wish.role is not Role.OFFICER:
        raise CannotInvite(f"Only an officer has a duty; leave it out for {wish.role}.")
    if wish.duty is not None and wish.duty not in pack.programme.duties:
        raise CannotInvite(f"{code} has no duty “{wish.duty}”; it has: {', '.join(pack.programme.duties)}.")
    if wish.role is Role.LEADER and wish.group is None:
        raise CannotInvite("A leader leads a group; say which one by its number.")
    if wish.group is not None and not invitations.is_group(connection, wish.group, code):
        raise CannotInvite(f"{code} has no group with the number {wish.group}.")


def find(connection: Connection, code: str, now: datetime) -> Invitation | None:
    """What a link is for; None when it is not good any more."""
    return invitations.find_open(connection, code, now)


def payload(made: Invitation) -> str:
    """What follows `?start=` in the link."""
    return PREFIX + made.code


def link(made: Invitation, bot_name: str) -> str:
    """The address that opens the chat with the bot and brings the invitation along."""
    return address(payload(made), bot_name)


def address(brought: str, bot_name: str) -> str:
    """The address that opens the chat with the bot and brings something along."""
    return f"https://t.me/{bot_name}?start={brought}"
