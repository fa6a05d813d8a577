"""Four facts of a group for its leader, instead of a grade: who has answered, how many it has, what it sold, what it
owes. Each says of how many it is known, and none names anybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.domain.programme import Programme
from bot.i18n import Money
from bot.services import roles
from bot.services.groups import leading, with_parts
from bot.services.groups.leading import Group, Seen
from bot.services.groups.paper.group_picture import FEWEST_FOR_SALES, SalesOf
from bot.services.groups.report import reported
from bot.services.work import Connection
from bot.store.evaluation import submissions
from bot.store.groups import openings, parts
from bot.store.groups.openings import Opening
from bot.store.groups.report import reports

MEMBERS, LOAN_LEFT = "members", "loan_left"
# Before these, in the names of the questions that a group itself is asked.
OF_ITSELF = "group_"


@dataclass(frozen=True, slots=True)
class Beginning:
    """How many members a group had, and on which day."""

    members: int
    day: date


@dataclass(frozen=True, slots=True)
class Loan:
    """What was still owed between two days, or on one. `minor`: in minor units, None: it is known of too few to be
    shown; `known`: of how many members it is the sum, None: it is the group's own.
    """

    minor: int | None
    first: date
    last: date
    known: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a group; None: not yet. `seen`: with everybody of its parts, of whom nothing else is told here;
    `own`: those who are in the group itself.
    """

    seen: Seen
    own: Seen
    # of what the group says of itself, how many answers are being checked, and in none of these
    held: int
    beginning: Beginning | None
    sales: SalesOf | None
    loan: Loan | None


def look(connection: Connection, person_id: int | None, group_id: int, programme: Programme, today: date) -> Facts:
    """The facts as they stand today. Raises NotAllowed."""
    roles.require_leader(connection, person_id, group_id)
    seen = leading.stand(connection, group_id, programme, today)
    months = reports.months(connection, group_id)
    return Facts(
        with_parts.counted(connection, seen, programme, today),
        seen,
        _held(connection, group_id),
        _beginning(connection, seen.group, ZoneInfo(programme.timezone)),
        reported.selling_in(programme)(connection, group_id, max(months)) if months else None,
        _loan(connection, seen, programme),
    )


def _beginning(connection: Connection, group: Group, zone: ZoneInfo) -> Beginning | None:
    """What a roster said of it, else who was a member at the end of the day from which its months count, else what it
    has said of itself first.
    """
    written = openings.of(connection, [group.id]).get((group.id, MEMBERS))
    if written is not None:
        return Beginning(int(written.value), written.day)
    end = datetime.combine(group.inception + timedelta(days=1), time(), zone)
    here = parts.how_many(connection, group.id, end)
    if here:
        return Beginning(here, group.inception)
    first = next(iter(_said(connection, group.id, MEMBERS, zone)), None)
    return None if first is None else Beginning(int(first.value), first.day)


def _said(connection: Connection, group_id: int, figure: str, zone: ZoneInfo) -> list[Opening]:
    """What the group has said of itself in its own calendar, with its days, the oldest first."""
    ending = f"/{OF_ITSELF}{figure}"
    return [
        Opening(group_id, figure, value, local_day(kept.sent_at, zone))
        for kept in submissions.of_producer(connection, group_id)
        for path, value in kept.answers.items()
        if path.endswith(ending)
    ]


def _held(connection: Connection, group_id: int) -> int:
    endings = tuple(f"/{OF_ITSELF}{figure}" for figure in (MEMBERS, LOAN_LEFT))
    return sum(path.endswith(endings) for kept in submissions.of_producer(connection, group_id) for path in kept.held)


def _loan(connection: Connection, seen: Seen, programme: Programme) -> Loan | None:
    """The group's own, as it was said last, else the sum of those whose leader may know of them. What a few owe is what
    somebody owes.
    """
    group, shown = seen.group.id, [one.member.member_id for one in seen.places if one.standing is not None]
    found = openings.of(connection, [group, *shown])
    own = _newest(found.get((group, LOAN_LEFT)), _said(connection, group, LOAN_LEFT, ZoneInfo(programme.timezone)))
    if own is not None:
        return Loan(_minor([own], programme), own.day, own.day)
    theirs = [one for (_, figure), one in found.items() if figure == LOAN_LEFT]
    if not theirs:
        return None
    days = [one.day for one in theirs]
    minor = _minor(theirs, programme) if len(theirs) >= FEWEST_FOR_SALES else None
    return Loan(minor, min(days), max(days), len(theirs))


def _newest(written: Opening | None, said: Sequence[Opening]) -> Opening | None:
    """Of what a roster said and what the group says itself, the later; on one day, what it says itself."""
    known = [*([written] if written else []), *said]
    return max(reversed(known), key=lambda one: one.day, default=None)


def _minor(figures: Iterable[Opening], programme: Programme) -> int:
    whole = sum((Decimal(one.value) for one in figures), Decimal(0))
    return Money.of(whole, programme.currency).minor
