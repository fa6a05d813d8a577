"""The lots of members who agreed aloud: who was drawn in which month, and what each said when she was asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, exists, false, func, insert, select, true, update

from bot.domain.groups.lot import Candidate
from bot.domain.people.roles import Role
from bot.store.people import roles
from bot.store.schema import (
    chat_person,
    consent,
    consent_told,
    follow_up,
    group_about,
    lot,
    membership,
    person,
    producer,
    role,
    speaks_for,
)

# What staff are to look at: she did not agree.
NOT_AGREED = "not_agreed"


class Said(StrEnum):
    """What came of asking her."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Somebody whom the lot has drawn: who she is, in which group, where. `said` None: she is still to be asked."""

    id: int
    said: Said | None
    member_id: int
    person_id: int
    name: str
    phone: str | None
    group_id: int
    group: str
    area: str | None


def desks(connection: Connection, programme: str) -> list[str | None]:
    """The areas of a programme's officers now, each once; None: all of it."""
    here = (role.c.role == Role.OFFICER, roles.now_in(), person.c.programme == programme)
    return list(connection.scalars(select(role.c.area).distinct().join_from(role, person).where(*here)))


def _in(programme: str, areas: Collection[str] | None) -> list[ColumnElement[bool]]:
    """Of groups of a programme, or of some areas of it."""
    here = [producer.c.programme == programme]
    return here if areas is None else [*here, producer.c.area.in_(sorted(areas))]


def how_many(connection: Connection, programme: str, areas: Collection[str] | None, month: date) -> int:
    """How many were drawn in a month."""
    groups = select(func.count()).join_from(lot, producer, producer.c.id == lot.c.group_id)
    return connection.scalar(groups.where(lot.c.month == month, *_in(programme, areas))) or 0


def _speaker() -> ScalarSelect[int]:
    """Who has answered for the member for longest."""
    hers = speaks_for.alias("speaks_for_drawn")
    oldest = select(hers.c.person_id).where(hers.c.producer_id == membership.c.member_id)
    return oldest.order_by(hers.c.since, hers.c.person_id).limit(1).scalar_subquery()


_HAS_CHAT = exists().where(chat_person.c.person_id == person.c.id)


def candidates(
    connection: Connection, programme: str, areas: Collection[str] | None, month: date, since: datetime
) -> list[Candidate]:
    """The members of groups there without a phone of whom another wrote down that they agreed, and who are in no lot of
    this month; `since`: what counts as drawn lately.

    Numbers alone are read: one odd day in a row of hers keeps nobody from being drawn.
    """
    lately = and_(lot.c.member_id == membership.c.member_id, lot.c.drawn_at > since)
    told = exists().where(
        consent_told.c.consent_id == consent.c.id, consent.c.person_id == person.c.id, consent.c.agreed
    )
    reached = exists().where(lately, lot.c.said.is_not(None), lot.c.said != Said.NOT_REACHED)
    columns = (
        membership.c.member_id,
        membership.c.group_id,
        and_(membership.c.confirmed_at.is_not(None), person.c.name.is_not(None)),
        true(),
        false(),
        select(func.max(lot.c.id)).where(lately).scalar_subquery(),
        reached,
    )
    statement = (
        select(*columns)
        .join_from(membership, producer, producer.c.id == membership.c.group_id)
        .join(person, person.c.id == _speaker())
        .where(membership.c.until.is_(None), told, ~_HAS_CHAT, *_in(programme, areas))
        .where(~exists().where(lot.c.member_id == membership.c.member_id, lot.c.month == month))
    )
    return [Candidate(*row) for row in connection.execute(statement)]


def put(connection: Connection, month: date, drawn: Sequence[Candidate], now: datetime) -> None:
    """These were drawn."""
    rows = [{"group_id": one.group_id, "member_id": one.member_id, "month": month, "drawn_at": now} for one in drawn]
    if rows:
        connection.execute(insert(lot), rows)


_IS_IN = exists().where(
    membership.c.group_id == lot.c.group_id,
    membership.c.member_id == lot.c.member_id,
    membership.c.until.is_(None),
    membership.c.confirmed_at.is_not(None),
)
_SPEAKS = (
    select(speaks_for.c.person_id)
    .where(speaks_for.c.producer_id == lot.c.member_id)
    .order_by(speaks_for.c.since, speaks_for.c.person_id)
    .limit(1)
    .scalar_subquery()
)
_DRAWN = (
    select(
        lot.c.id,
        lot.c.said,
        lot.c.member_id,
        person.c.id.label("person_id"),
        person.c.name,
        person.c.phone,
        lot.c.group_id,
        group_about.c.name.label("group_name"),
        producer.c.area,
    )
    .join_from(lot, producer, producer.c.id == lot.c.group_id)
    .join(group_about, group_about.c.group_id == lot.c.group_id)
    .join(person, person.c.id == _SPEAKS)
    .where(person.c.name.is_not(None), ~_HAS_CHAT)
    .order_by(lot.c.said.is_not(None), group_about.c.name, person.c.name, lot.c.id)
)


def waiting(connection: Connection, programme: str, areas: Collection[str] | None, since: datetime) -> list[Drawn]:
    """Those who are still to be asked, of whom was drawn since a moment and is a member without a phone all the same;
    and behind them those who did not agree, as long as anything is kept of them.
    """
    open_ = and_(lot.c.said.is_(None), lot.c.drawn_at > since, _IS_IN)
    rows = connection.execute(_DRAWN.where((lot.c.said == Said.NOT_AGREED) | open_, *_in(programme, areas)))
    return [
        Drawn(
            row.id,
            Said(row.said) if row.said else None,
            row.member_id,
            row.person_id,
            row.name,
            row.phone,
            row.group_id,
            row.group_name,
            row.area,
        )
        for row in rows
    ]


def say(connection: Connection, number: int, said: Said, by: int, now: datetime) -> bool:
    """What she said, once; False: she has said so before."""
    here = update(lot).where(lot.c.id == number, lot.c.said.is_(None))
    return connection.execute(here.values(said=said, said_at=now, person_id=by)).rowcount == 1


def counts(connection: Connection, group_id: int) -> tuple[int, int]:
    """How many of a group were asked and reached, and how many of them had agreed."""
    reached = select(lot.c.said, func.count()).where(lot.c.group_id == group_id, lot.c.said.is_not(None))
    found = {row[0]: row[1] for row in connection.execute(reached.group_by(lot.c.said))}
    agreed = found.get(Said.AGREED, 0)
    return agreed + found.get(Said.NOT_AGREED, 0), agreed


def follow_up_on(connection: Connection, member_id: int, now: datetime) -> None:
    """Staff are to look at her for this reason, and for none that was open before: nothing else is asked of her."""
    hers = (follow_up.c.producer_id == member_id, follow_up.c.done_at.is_(None))
    connection.execute(update(follow_up).where(*hers).values(done_at=now))
    connection.execute(insert(follow_up).values(producer_id=member_id, reason=NOT_AGREED, created_at=now))
