"""Follow-ups that wait, with whom each is about: a part of the list that an officer works through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    String,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.domain.people.roles import Role
from bot.store.evaluation.follow_ups import FOR_STAFF_ALONE, OF_FIGURES, about_absence, words_of
from bot.store.people.merges import standing
from bot.store.people.relinking import ACCOUNT_LOST
from bot.store.schema import (
    follow_up,
    group_about,
    person,
    producer,
    report,
    report_row,
    role,
    slot,
    speaks_for,
    submission,
)
from bot.store.staff.waiting import NOW, Reader

FOLLOW_UP = "follow_up"
# Lists of their own have these.
ELSEWHERE = (ACCOUNT_LOST, *OF_FIGURES)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to look at. `name` and `phone` are of whom the programme asks about this producer, or `name` is the
    group's own; None: not known, or erased. `area` and `product` are codes of the pack. `done`: since when nobody is to
    look at it; `again`: it is not on the list before then.
    """

    id: int
    reason: str
    since: datetime
    producer_id: int
    area: str | None
    product: str | None
    name: str | None
    phone: str | None
    detail: dict[str, Any] | None
    done: datetime | None
    again: datetime | None
    programme: str
    is_group: bool

    @property
    def words(self) -> str:
        """What she has written of it; empty: nothing."""
        return words_of(self.detail)


def _of_speaker(column: ColumnElement[str]) -> ScalarSelect[str]:
    """What is known of who has answered for the producer for longest."""
    statement = (
        select(column)
        .join_from(person, speaks_for, speaks_for.c.person_id == person.c.id)
        .where(speaks_for.c.producer_id == producer.c.id)
        .order_by(speaks_for.c.since, person.c.id)
        .limit(1)
    )
    return statement.scalar_subquery()


_JOINED = follow_up.join(producer, producer.c.id == follow_up.c.producer_id).outerjoin(
    group_about, group_about.c.group_id == producer.c.id
)
_KNOWN = select(
    follow_up.c.id,
    follow_up.c.reason,
    follow_up.c.created_at,
    producer.c.id,
    producer.c.area,
    producer.c.product,
    func.coalesce(_of_speaker(person.c.name), group_about.c.name),
    _of_speaker(person.c.phone),
    follow_up.c.detail,
    follow_up.c.done_at,
    follow_up.c.again_at,
    producer.c.programme,
    group_about.c.group_id.is_not(None),
).select_from(_JOINED)


def waits(reader: Reader) -> Select[Any]:
    """Those on the list of who reads it, but for what has a list of its own."""
    return listed(FOLLOW_UP, reader, follow_up.c.reason.not_in(ELSEWHERE))


def listed(kind: str, reader: Reader, which: ColumnElement[bool]) -> Select[Any]:
    """Follow-ups as one kind of what waits: nobody has ended them, their day has come, and it is not of herself."""
    columns = (
        literal_column(f"'{kind}'", String).label("kind"),
        follow_up.c.id.label("ref"),
        follow_up.c.created_at.label("since"),
    )
    here = [which, follow_up.c.done_at.is_(None), or_(follow_up.c.again_at.is_(None), follow_up.c.again_at <= NOW)]
    statement = select(*columns).join_from(follow_up, producer, producer.c.id == follow_up.c.producer_id)
    return statement.where(*here, *of_reader(reader))


def of_reader(reader: Reader) -> list[ColumnElement[bool]]:
    """The producer is where she works and none of hers, and the matter is not one against her."""
    here = [producer.c.programme == reader.programme, not_her_own(reader.person_id), ~_against(reader.person_id)]
    return here if reader.areas is None else [*here, producer.c.area.in_(sorted(reader.areas))]


def not_her_own(person_id: int) -> ColumnElement[bool]:
    """Neither does she answer for the producer, nor is it a group that she leads, also while she is suspended."""
    own = select(speaks_for.c.producer_id).where(speaks_for.c.person_id == person_id)
    return producer.c.id.not_in(own) & producer.c.id.not_in(_led_by(person_id))


def _led_by(person_id: int | None) -> Select[Any]:
    return select(role.c.group_id).where(
        role.c.person_id == person_id, role.c.role == Role.LEADER, role.c.until.is_(None), role.c.group_id.is_not(None)
    )


def _against(reader: int | None) -> ColumnElement[bool]:
    """What a member has said to staff alone of what the reader herself has reported, or of a group that she leads,
    also while she is suspended: it is for others of the staff.
    """
    hers = (
        exists()
        .select_from(report_row.join(report, report.c.id == report_row.c.report_id))
        .where(or_(report_row.c.submission_id == follow_up.c.submission_id, about_absence()))
        .where(or_(report_row.c.person_id == reader, report.c.group_id.in_(_led_by(reader))))
    )
    return follow_up.c.reason.in_(FOR_STAFF_ALONE) & hers


def known(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Waiting]:
    """These follow-ups, by number, with whom each is about."""
    return {row.id: Waiting(*row) for row in connection.execute(_KNOWN.where(follow_up.c.id.in_(numbers)))}


def find(connection: Connection, number: int, reader: Reader) -> Waiting | None:
    """One follow-up, ended or not, of those that she may see; on PostgreSQL nobody else changes it meanwhile."""
    mine = _KNOWN.where(follow_up.c.id == number, *of_reader(reader)).with_for_update(of=follow_up)
    row = connection.execute(mine).one_or_none()
    return None if row is None else Waiting(*row)


@dataclass(frozen=True, slots=True)
class Whose:
    """A producer of whom the name is known; None: nobody's, or erased."""

    name: str | None


def name_of(connection: Connection, producer_id: int, reader: Reader) -> Whose | None:
    """Whose a producer is; None: there is none of this number where she works, or it is her own."""
    here = [producer.c.id == producer_id, producer.c.programme == reader.programme, not_her_own(reader.person_id)]
    here += [] if reader.areas is None else [producer.c.area.in_(sorted(reader.areas))]
    named = select(func.coalesce(_of_speaker(person.c.name), group_about.c.name)).select_from(
        producer.outerjoin(group_about, group_about.c.group_id == producer.c.id)
    )
    row = connection.execute(named.where(*here)).one_or_none()
    return None if row is None else Whose(row[0])


def heard(connection: Connection, producer_id: int) -> datetime | None:
    """When a form was sent for a producer last; None: never."""
    hers = select(submission.c.sent_at).where(submission.c.producer_id == producer_id)
    return connection.scalar(hers.order_by(submission.c.sent_at.desc()).limit(1))


def put_off(connection: Connection, number: int, until: datetime | None) -> None:
    """It is not on the list before then."""
    connection.execute(update(follow_up).where(follow_up.c.id == number).values(again_at=until))


def end(connection: Connection, number: int, now: datetime | None) -> None:
    """Nobody is to look at it any more; None: somebody is, after all."""
    connection.execute(update(follow_up).where(follow_up.c.id == number).values(done_at=now, again_at=None))


def has_settled(connection: Connection, number: int) -> bool:
    """Whether what it was about has been answered meanwhile, or nobody is left to be asked: erased, or merged."""
    asked = select(slot.c.id).join_from(follow_up, slot, slot.c.id == follow_up.c.slot_id)
    answered = asked.where(follow_up.c.id == number, slot.c.answered_at.is_not(None))
    if connection.scalar(answered) is not None:
        return True
    named = select(func.coalesce(_of_speaker(person.c.name), group_about.c.name)).select_from(_JOINED)
    return connection.scalar(named.where(follow_up.c.id == number, standing(producer.c.id))) is None
