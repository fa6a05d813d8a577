"""What a leader sees and does: her groups, how each member stands in the month that is talked about, and who is new.

A leader acts in her own groups only; each function asks that anew.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.evaluation.nudges import Reach
from bot.domain.groups.month import Standing, counting, month_shown, standing
from bot.domain.programme import Programme
from bot.services import roles
from bot.services.people import consents, vouching
from bot.services.work import Connection
from bot.store.evaluation import recipients
from bot.store.groups import groups
from bot.store.groups.groups import Group
from bot.store.groups.members import members
from bot.store.groups.members.members import Left, Member
from bot.store.groups.report import reports
from bot.store.people import audit
from bot.store.people.audit import Deed

__all__ = ["Group", "Member", "Place", "Reach", "Seen", "confirm", "look", "mine", "newcomers", "refuse"]


@dataclass(frozen=True, slots=True)
class Place:
    """A member in the list. `standing` None: she has not agreed yet that her leader sees it, nor anything else here.

    `due`: the day of the check-in that counts; `reach`: whether she may be written to, None: she has no phone;
    `says_silence`: whether she has agreed that her leader sees that she said stop or blocked the bot;
    `reported_by`: the leader who has answered for her, where she has not answered herself.
    """

    member: Member
    standing: Standing | None
    due: date | None = None
    reach: Reach | None = None
    reported_by: int | None = None
    says_silence: bool = True

    @property
    def shown(self) -> Reach | None:
        """Of whether she may be written to what her leader sees."""
        return self.reach if self.reach is None or self.says_silence else Reach.ACTIVE

    @property
    def is_open(self) -> bool:
        """Whether something waits for her answer, and she can be reminded of it."""
        return self.standing in (Standing.LATE, Standing.DUE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A group in a month (first and last day): members most urgent first, those who are not confirmed left out.

    `in_report`: how many of them the leaders' report of that month names, whatever was asked of them in it.
    `parts`: with how many parts of it everybody is counted here (with_parts.py).
    """

    group: Group
    month: tuple[date, date]
    places: Sequence[Place]
    in_report: int = 0
    parts: int = 0

    def count(self, *wanted: Standing) -> int:
        """How many members stand so."""
        return sum(one.standing in wanted for one in self.places)

    def reported(self, by: int | None = None) -> int:
        """How many were answered for by a leader, or by this one."""
        who = [one.reported_by for one in self.places if one.standing is Standing.ANSWERED and one.reported_by]
        return len(who) if by is None else who.count(by)


def mine(connection: Connection, person_id: int | None) -> list[Group]:
    """The groups that she leads now."""
    return [] if person_id is None else groups.led_by(connection, person_id)


def look(connection: Connection, person_id: int | None, group_id: int, programme: Programme, today: date) -> Seen:
    """How the members stand. Who has agreed only to a text that says nothing of a leader shows her nothing. Raises
    NotAllowed.
    """
    roles.require_leader(connection, person_id, group_id)
    return stand(connection, group_id, programme, today)


def stand(connection: Connection, group_id: int, programme: Programme, today: date) -> Seen:
    """The same, for who was asked already whether she leads it."""
    group = groups.find(connection, group_id)
    if group is None:
        raise LookupError(f"there is no group {group_id}")
    month = month_shown(today, programme.calendar)
    here = [one for one in members.of(connection, group_id) if one.confirmed]
    agreed = consents.agreed_versions(connection, [one.member_id for one in here])
    seen_by_her = {one: programme.consent.names_leader(version) for one, version in agreed.items()}
    shown = [one for one in here if seen_by_her[one.member_id]]
    planned, late = members.calendars(connection, group_id, month, today), programme.schedule.late_after_days
    by_leaders = reports.answered_by_leaders(connection, group_id, month)
    reached = reach(connection, [one.member_id for one in shown])
    places = [Place(one, None) for one in here if not seen_by_her[one.member_id]]
    for one in shown:
        hers = planned.get(one.member_id, ())
        counted = counting(hers, month)
        due = counted.due if counted is not None else None
        reported = by_leaders.get((one.member_id, counted.number)) if counted is not None else None
        told = programme.consent.names_silence(agreed[one.member_id])
        places.append(Place(one, standing(hers, month, today, late), due, reached[one.member_id], reported, told))
    order = list(Standing)
    places.sort(key=lambda one: order.index(one.standing) if one.standing else len(order))
    named = reports.named(connection, group_id, month[0])
    return Seen(group, month, places, sum(one.member_id in named for one in here))


def reach(connection: Connection, producers: Collection[int]) -> dict[int, Reach | None]:
    """Whether who is asked for each producer may be written to; None: she has no phone, or nobody is asked."""
    speakers = recipients.speakers(connection, producers)
    people = recipients.addresses(connection, set(speakers.values()))
    found = {one: people.get(speakers[one]) if one in speakers else None for one in producers}
    return {one: Reach(address.state.value) if address is not None else None for one, address in found.items()}


def newcomers(connection: Connection, person_id: int | None, group_id: int) -> list[Member]:
    """Who came by the group's link, and of whom she has not said yet whether she is one of them. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    return [one for one in members.of(connection, group_id) if not one.confirmed]


def confirm(connection: Connection, person_id: int | None, group_id: int, member_id: int, now: datetime) -> bool:
    """She is one of them: she is in the group, and vouched for. False: that was said before. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    speaker = next((one.person_id for one in members.of(connection, group_id) if one.member_id == member_id), None)
    if not members.confirm(connection, group_id, member_id, now):
        return False
    actor = f"person {person_id}"
    if speaker is not None:
        vouching.confirm(connection, [speaker], actor, now)
    audit.record(connection, Deed(actor, "confirm member", f"producer {member_id}", {}, group_id), now)
    return True


def refuse(connection: Connection, person_id: int | None, group_id: int, member_id: int, now: datetime) -> bool:
    """She is none of them: she stays in the programme as she was, alone. False: that was settled. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    waiting = any(one.member_id == member_id and not one.confirmed for one in members.of(connection, group_id))
    if not waiting or not members.leave(connection, group_id, member_id, Left.REFUSED, now):
        return False
    deed = Deed(f"person {person_id}", "refuse member", f"producer {member_id}", {}, group_id)
    audit.record(connection, deed, now)
    return True
