"""Who matches an audience: the condition on a person, as a part of a statement about her."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, func, or_, select

from bot.domain.evaluation.calendar import SlotState, Why
from bot.domain.people.roles import Role, held_as
from bot.domain.staff.audience import Audience, Stage
from bot.store.groups.members.members import Left
from bot.store.people.merges import standing
from bot.store.people.roles import now_in
from bot.store.schema import chat_person, group_about, membership, pause, producer, role, slot, speaks_for

# Whoever of a group has died, or makes nothing any more, answers for a business no longer.
_GONE = (Left.DIED, Left.CLOSED)
_ANSWERED = (SlotState.ANSWERED, SlotState.LATE)
_UNANSWERED = (SlotState.WAITING, SlotState.OPEN, SlotState.MISSED)
BASELINE = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """An audience as it is looked for. `areas`: the codes of its areas with all below them, no further than who sends
    works; None: neither limits it. `today`: the day where the programme is, in its `zone`.
    """

    audience: Audience
    programme: str
    areas: frozenset[str] | None
    today: date
    zone: ZoneInfo

    def midnight(self, day: date) -> datetime:
        """The moment at which a day begins there."""
        return datetime.combine(day, time(), tzinfo=self.zone).astimezone(UTC)


def matches(wanted: Wanted, who: FromClause) -> ColumnElement[bool]:
    """Whether somebody, a row of `person` under some name, is in the audience: also who cannot be reached. Who was
    erased or merged into another never is.
    """
    audience = wanted.audience
    hers = [who.c.programme == wanted.programme, who.c.name.is_not(None)]
    if audience.languages:
        hers.append(who.c.language.in_(sorted(audience.languages)))
    if audience.not_spoken_since:
        heard = chat_person.alias()
        since = wanted.midnight(audience.not_spoken_since)
        hers.append(~exists().where(heard.c.person_id == who.c.id, heard.c.seen_at >= since))
    return and_(*hers, or_(*_ways(wanted, who)))


def _ways(wanted: Wanted, who: FromClause) -> Iterator[ColumnElement[bool]]:
    """What somebody can be in a programme: each by itself has to fit all that is asked of a business."""
    roles = wanted.audience.roles
    if not roles or Role.MEMBER in roles:
        yield _speaking(wanted, who).exists()
    if not roles or roles != {Role.MEMBER}:
        yield _working(wanted, who).exists()


def _speaking(wanted: Wanted, who: FromClause) -> Select[tuple[int]]:
    """A producer for whom she answers."""
    hers, made = speaks_for.alias(), producer.alias()
    found = select(made.c.id).join_from(hers, made, made.c.id == hers.c.producer_id)
    found = found.where(hers.c.person_id == who.c.id, standing(made.c.id), ~_gone(made))
    if (since := wanted.audience.joined_since) is not None:
        found = found.where(made.c.joined >= since)
    if groups := wanted.audience.groups:
        now = membership.alias()
        here = (now.c.member_id == made.c.id, now.c.until.is_(None), now.c.confirmed_at.is_not(None))
        found = found.where(exists().where(*here, _in_one_of(now.c.group_id, groups)))
    return found.where(*_of_business(wanted, made, made.c.area))


def _working(wanted: Wanted, who: FromClause) -> Select[tuple[int]]:
    """A role that she has now: in a group, in an area or in the whole programme."""
    held, led = role.alias(), producer.alias()
    found = select(held.c.id).select_from(held.outerjoin(led, led.c.id == held.c.group_id))
    found = found.where(held.c.person_id == who.c.id, now_in(held))
    if roles := wanted.audience.roles:
        found = found.where(held.c.role.in_(sorted(held_as(roles))))
    if (since := wanted.audience.joined_since) is not None:
        found = found.where(held.c.since >= wanted.midnight(since))
    if groups := wanted.audience.groups:
        found = found.where(_in_one_of(held.c.group_id, groups))
    return found.where(*_of_business(wanted, led, func.coalesce(held.c.area, led.c.area)))


def _of_business(wanted: Wanted, made: FromClause, area: ColumnElement[str]) -> Iterator[ColumnElement[bool]]:
    """What is asked of a producer, be it a household or a group; who works in an area has none, and no stage."""
    audience = wanted.audience
    if wanted.areas is not None:
        yield area.in_(sorted(wanted.areas))
    if audience.products:
        yield made.c.product.in_(sorted(audience.products))
    if audience.stages:
        yield or_(*(_at_stage(made, one) for one in sorted(audience.stages)))
    if audience.late is not None:
        late = _late(made, wanted)
        yield late if audience.late else and_(_slots(made).exists(), ~late)


def _in_one_of(group_id: ColumnElement[int], groups: Collection[int]) -> ColumnElement[bool]:
    """Whether it is one of these groups, or a part of one."""
    part = group_about.alias()
    among = sorted(groups)
    return or_(group_id.in_(among), exists().where(part.c.group_id == group_id, part.c.part_of.in_(among)))


def _gone(made: FromClause) -> ColumnElement[bool]:
    """Whether the newest that is known of a member is that she has died, or makes nothing any more."""
    ended, later = membership.alias(), membership.alias()
    since = or_(later.c.until.is_(None), later.c.until > ended.c.until)
    newer = exists().where(later.c.member_id == ended.c.member_id, since)
    return exists().where(ended.c.member_id == made.c.id, ended.c.why.in_(_GONE), ~newer)


def _slots(made: FromClause, *where: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(slot.c.id).where(slot.c.producer_id == made.c.id, *where)


def _at_stage(made: FromClause, stage: Stage) -> ColumnElement[bool]:
    """By its calendar; who has none is at no stage. What comes after the first year has a reason why it is then."""
    baseline = slot.c.number == BASELINE
    if stage is Stage.NO_BASELINE:
        return _slots(made, baseline, slot.c.state.not_in(_ANSWERED)).exists()
    begun = _slots(made, baseline, slot.c.state.in_(_ANSWERED)).exists()
    after = _slots(made, slot.c.interval_reason.is_not(None)).exists()
    return and_(begun, after if stage is Stage.AFTER else ~after)


def _late(made: FromClause, wanted: Wanted) -> ColumnElement[bool]:
    """Whether the last check-in whose day is over has no answer; who pauses, or paused then, is not late."""
    last, newer, pausing = slot.alias(), slot.alias(), pause.alias()
    past = (newer.c.due < wanted.today, newer.c.state != SlotState.BEFORE_JOINING, newer.c.number > last.c.number)
    unanswered = (last.c.state.in_(_UNANSWERED), last.c.why.is_distinct_from(Why.PAUSED))
    return and_(
        exists().where(
            last.c.producer_id == made.c.id,
            last.c.due < wanted.today,
            *unanswered,
            ~exists().where(newer.c.producer_id == last.c.producer_id, *past),
        ),
        ~exists().where(
            pausing.c.producer_id == made.c.id, pausing.c.ended_at.is_(None), pausing.c.until > wanted.today
        ),
    )
