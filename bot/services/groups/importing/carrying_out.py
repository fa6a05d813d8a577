"""A roster is taken up: its new groups, members, leaders' links and opening figures, in one unit of work."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.domain.people.roles import Role
from bot.packs import Pack
from bot.services.groups import making, parts
from bot.services.groups.importing.here import Here
from bot.services.groups.importing.plan import LEADER, Plan
from bot.services.groups.importing.roster import NUMBER, Row
from bot.services.groups.importing.values import written
from bot.services.groups.members import adding
from bot.services.groups.members.adding import How, NewMember, Told
from bot.services.people import invitations
from bot.services.people.invitations import PREFIX, Wish
from bot.services.work import Connection
from bot.store.groups import openings, rosters
from bot.store.groups.groups import Group
from bot.store.groups.openings import IMPORT, Opening
from bot.store.people import audit
from bot.store.people.audit import Deed

# How far it is, of how many rows.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Link:
    """A leader's link: for whom, of which group, what follows `?start=`, and until when it is good."""

    name: str
    group: str
    payload: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a group: its number, whether it is new, and how many new members it has."""

    number: int
    called: str
    is_new: bool
    members: int


@dataclass(frozen=True, slots=True)
class Made:
    """What was made. `links`: those that nobody has used yet, older ones of the same roster too; `run_out`: leaders
    whose link ended unused, each with her group's number.
    """

    groups: Sequence[Taken]
    figures: int
    links: Sequence[Link]
    run_out: Sequence[tuple[str, int]] = ()


def carry_out(connection: Connection, pack: Pack, plan: Plan, actor: str, now: datetime, progress: Progress) -> Made:
    """Make what a plan without problems has."""
    work = _Work(connection, pack, actor, now, progress, plan.members)
    taken = [work.group(one) for one in plan.here]
    work.parts(plan.here, taken)
    work.keep([*plan.openings])
    counts = {"groups": plan.groups, "members": plan.members, "figures": plan.figures}
    if not plan.is_empty:
        audit.record(connection, Deed(actor, "import", pack.programme.code, counts), now)
    return Made(taken, work.figures, work.links, work.run_out)


class _Work:
    """A roster being taken up."""

    def __init__(
        self, connection: Connection, pack: Pack, actor: str, now: datetime, progress: Progress, total: int
    ) -> None:
        self._connection, self._pack, self._actor, self._now = connection, pack, actor, now
        self._progress, self._total, self._done = progress, total, 0
        self.figures = 0
        self.links: list[Link] = []
        self.run_out: list[tuple[str, int]] = []

    def group(self, one: Here) -> Taken:
        """A group with its new members; those whose cards have a number come first, so that no other gets it."""
        number = one.group.id if one.group is not None else self._new_group(one)
        for row in sorted(one.new, key=lambda row: NUMBER not in row.given):
            self._member(number, one.called, row)
        for row, known in one.kept:
            link = one.links.get(known.member_id) if row.given.get(LEADER) else None
            if link is not None and not link.used and link.until > self._now:
                self.links.append(Link(row.member, one.called, PREFIX + link.code, link.until))
            elif link is not None and not link.used:
                self.run_out.append((row.member, number))
        return Taken(number, one.called, one.group is None, len(one.new))

    def parts(self, here: Sequence[Here], taken: Sequence[Taken]) -> None:
        """New groups that are part of others, once all are there."""
        for one, made in zip(here, taken, strict=True):
            if one.whole is not None:
                whole = one.whole.id if isinstance(one.whole, Group) else _number(one.whole, here, taken)
                parts.put(self._connection, self._pack, made.number, whole, self._actor, self._now)

    def _new_group(self, one: Here) -> int:
        assert one.row is not None
        given = one.row.given
        wish = making.Wish(
            one.called, given["area"], given.get("product"), given["inception"], given.get("meeting_day"),
            given.get("lender"), one.advisor,
        )  # fmt: skip
        today = local_day(self._now, ZoneInfo(self._pack.programme.timezone))
        number = making.add(self._connection, self._pack, wish, self._actor, today, self._now)
        self.keep(list(_openings(one.row, number)))
        return number

    def _member(self, group: int, called: str, row: Row) -> None:
        given = row.given
        about = {key: given.get(key) for key in ("gender", "age_band", "product", "number", "phone", "guardian")}
        new = NewMember(row.member, **about)
        told = Told(given["told_on"], How(given["told_how"]), given["told_before"])
        number = adding.add(self._connection, self._pack, group, new, told, self._actor, self._now)
        self.keep(list(_openings(row, number)))
        if given.get(LEADER):
            self._lead(group, called, row.member, number)
        self._done += 1
        self._progress(self._done, self._total)

    def _lead(self, group: int, called: str, name: str, member: int) -> None:
        wish = Wish(Role.LEADER, group=group)
        made = invitations.create(self._connection, self._pack, wish, self._actor, self._now)
        rosters.link_is_for(self._connection, made.code, member)
        self.links.append(Link(name, called, invitations.payload(made), made.expires_at))

    def keep(self, found: Sequence[Opening]) -> None:
        """Opening figures, each producer's with a line in the audit log."""
        openings.add(self._connection, found, IMPORT, self._now)
        self.figures += len(found)
        for number in dict.fromkeys(one.producer_id for one in found):
            names = [one.figure for one in found if one.producer_id == number]
            deed = Deed(self._actor, "keep opening figures", f"producer {number}", {"figures": names}, number)
            audit.record(self._connection, deed, self._now)


def _number(wanted: Here, here: Sequence[Here], taken: Sequence[Taken]) -> int:
    return next(made.number for one, made in zip(here, taken, strict=True) if one is wanted)


def _openings(row: Row, number: int) -> Iterator[Opening]:
    return (Opening(number, name, written(value), day) for name, value, day in row.figures())
