"""A group is made: by an operator, or by an officer for her area."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.people.roles import Role
from bot.packs import Pack
from bot.problems import AskedWrongly
from bot.services import roles
from bot.services.groups.leaders import advising
from bot.services.people import invitations
from bot.services.roles import Act
from bot.services.work import Connection
from bot.store.groups import groups, openings
from bot.store.groups.groups import Group, New
from bot.store.groups.openings import Opening
from bot.store.people import audit
from bot.store.people.audit import Deed
from bot.store.people.invitations import Invitation

__all__ = ["CannotMake", "Group", "Opening", "Wish", "add", "by_staff", "is_taken", "known_before", "listed"]

LONGEST_NAME = 100


class CannotMake(AskedWrongly):
    """The group cannot be made as asked for; the message is one sentence with what to do."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a group is to be: codes of the pack's areas.csv and products.csv, the day that its calendar counts from, and
    the day of the month on which it meets.
    """

    name: str
    area: str | None
    product: str | None
    inception: date
    meeting_day: int | None = None
    lender: str | None = None
    advisor: int | None = None


def add(connection: Connection, pack: Pack, wish: Wish, actor: str, today: date, now: datetime) -> int:
    """A new group, with a line in the audit log; gives its number. Raises CannotMake."""
    name = " ".join(wish.name.split())
    _check(connection, pack, wish, name, today)
    code = pack.programme.code
    new = New(code, name, wish.area, wish.product, wish.inception, wish.meeting_day, wish.lender, wish.advisor)
    number = groups.add(connection, new, now)
    detail = {"area": wish.area, "product": wish.product, "inception": wish.inception.isoformat()}
    audit.record(connection, Deed(actor, "make group", f"group {number}", detail, number), now)
    return number


def by_staff(
    connection: Connection, person_id: int | None, pack: Pack, wish: Wish, today: date, now: datetime
) -> Invitation:
    """A new group in an area where she works, and the one-time link for its leader. Raises NotAllowed, CannotMake."""
    roles.require_area(connection, person_id, pack, wish.area, Act.SET_UP)
    actor = f"person {person_id}"
    number = add(connection, pack, wish, actor, today, now)
    return invitations.create(connection, pack, invitations.Wish(Role.LEADER, group=number), actor, now)


def is_taken(connection: Connection, pack: Pack, area: str | None, name: str) -> bool:
    """Whether a group there is called so."""
    return groups.named(connection, pack.programme.code, area, " ".join(name.split())) is not None


def _check(connection: Connection, pack: Pack, wish: Wish, name: str, today: date) -> None:
    code = pack.programme.code
    if not any(letter.isalpha() for letter in name) or len(name) > LONGEST_NAME:
        raise CannotMake(f"A group needs a name, of {LONGEST_NAME} letters at the most.")
    if wish.area is not None and not pack.areas.where("name", wish.area):
        raise CannotMake(f"{code} has no area “{wish.area}”; look it up in the column name of its areas.csv.")
    if wish.product is not None and not pack.products.where("name", wish.product):
        raise CannotMake(f"{code} has no product “{wish.product}”; look it up in the column name of its products.csv.")
    if wish.inception > today:
        raise CannotMake(f"A group begins today or before, not on {wish.inception:%d %B %Y}.")
    if wish.meeting_day is not None and not 1 <= wish.meeting_day <= 31:
        raise CannotMake("The meeting day is a day of the month, from 1 to 31.")
    if wish.advisor is not None and not advising.can(connection, wish.advisor, pack, wish.area):
        raise CannotMake(f"Person {wish.advisor} does not work where the group is; look it up: ovop roles --with-names")
    known = groups.named(connection, code, wish.area, name)
    if known is not None:
        raise CannotMake(f"There is a group of this name there, with the number {known.id}; choose another name.")


def known_before(connection: Connection, found: Sequence[Group]) -> Mapping[int, Sequence[Opening]]:
    """The opening figures of groups, by their numbers: to be shown apart, they are compared with nothing."""
    kept: dict[int, list[Opening]] = {one.id: [] for one in found}
    for one in openings.of(connection, list(kept)).values():
        kept[one.producer_id].append(one)
    return kept


def listed(connection: Connection, programme: str) -> list[Group]:
    """All groups of a programme, by name."""
    return groups.listed(connection, programme)
