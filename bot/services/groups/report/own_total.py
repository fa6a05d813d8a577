"""A member shows her leader what came in in a month of her book: that one sum, until she takes it back.

It is counted anew from the book whenever it is looked at, and goes into no figure of the group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.services import roles
from bot.services.book import entries as book
from bot.services.book.entries import Owner
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.members import members
from bot.store.groups.report import shown_months
from bot.store.groups.report.shown_months import Month
from bot.store.people import audit, people
from bot.store.people.audit import Deed

__all__ = ["Month", "Offer", "Total", "offers", "seen", "show", "take_back"]


@dataclass(frozen=True, slots=True)
class Total:
    """What came in in a month of a book, in the smallest unit of the currency; `shown`: whether her leader sees it."""

    month: Month
    minor: int
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """A group of hers, who leads it now, and what she can show of these months."""

    group_id: int
    name: str
    leaders: tuple[str, ...]
    totals: tuple[Total, ...]


def offers(connection: Connection, owner: Owner, months: Sequence[Month]) -> list[Offer]:
    """For each group that she is in; earlier months that she shows come behind these. Practice is shown to nobody."""
    found = []
    for number in [] if owner.practice else members.groups_of(connection, owner.producer_id):
        group = groups.find(connection, number)
        leaders = tuple(people.name_of(connection, one) for one in groups.leaders(connection, number))
        shown = shown_months.of(connection, owner.producer_id, number)
        known = {one.first for one in shown}
        listed = [*months, *(one for one in shown if one.first not in {month.first for month in months})]
        totals = tuple(Total(one, _came(connection, owner, one), one.first in known) for one in listed)
        found.append(Offer(number, group.name if group else "", leaders, totals))
    return found


def show(connection: Connection, owner: Owner, group_id: int, month: Month, now: datetime) -> bool:
    """She shows a month's sum to who leads that group. False: she is not in it, only practises, or shows it already."""
    if owner.practice or group_id not in members.groups_of(connection, owner.producer_id):
        return False
    done = shown_months.put(connection, owner.producer_id, group_id, month, now)
    return done and _note(connection, owner, "show month", group_id, month.first, now)


def take_back(connection: Connection, owner: Owner, group_id: int, first: date, now: datetime) -> bool:
    """She shows it no longer. False: she did not."""
    done = shown_months.take_back(connection, owner.producer_id, group_id, first)
    return done and _note(connection, owner, "take month back", group_id, first, now)


def seen(connection: Connection, leader: int | None, group_id: int, member_id: int, currency: str) -> list[Total]:
    """What a member shows to who leads her group, while she is in it. Raises NotAllowed."""
    roles.require_leader(connection, leader, group_id)
    if group_id not in members.groups_of(connection, member_id):
        return []
    person_id, _ = members.who_answers(connection, member_id)
    owner = Owner(member_id, person_id or 0, False, currency)
    return [Total(one, _came(connection, owner, one)) for one in shown_months.of(connection, member_id, group_id)]


def _came(connection: Connection, owner: Owner, month: Month) -> int:
    return sum(book.sums(connection, owner, month.first, month.last).came.values())


def _note(connection: Connection, owner: Owner, action: str, group_id: int, first: date, now: datetime) -> bool:
    deed = Deed(
        f"person {owner.person_id}", action, f"producer {owner.producer_id}", {"of": first.isoformat()}, group_id
    )
    audit.record(connection, deed, now)
    return True
