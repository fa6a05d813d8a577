"""Who is in a group: since when, whether that was confirmed, and how it ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, exists, func, insert, or_, select, update

from bot.domain.evaluation.calendar import PlannedSlot, SlotState, Why
from bot.store.evaluation.slots import UNANSWERED
from bot.store.groups import changes
from bot.store.people import to_compare
from bot.store.people.merges import standing
from bot.store.schema import chat_person, membership, pause, person, producer, slot, speaks_for


class Left(StrEnum):
    """Why somebody is in a group no longer."""

    LEFT = "left"
    MOVED = "moved"
    DIED = "died"
    CLOSED = "closed"
    REFUSED = "refused"
    # she was in it twice, under two numbers
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Member:
    """A producer in a group, and who speaks for her; `person_id` None: nobody does (any more). `consent_version`: the
    newest text that she has agreed to. `number`: on her card and on the sheet, None until she is confirmed;
    `has_chat`: whether she can be written to at all, and is not told on paper.
    """

    member_id: int
    person_id: int | None
    name: str
    product: str | None
    since: datetime
    confirmed: bool
    consent_version: str | None
    number: int | None = None
    has_chat: bool = True


def _speaker() -> ScalarSelect[int]:
    """Who has answered for the producer for longest."""
    hers = speaks_for.alias("speaks_for_member")
    oldest = select(hers.c.person_id).where(hers.c.producer_id == membership.c.member_id)
    return oldest.order_by(hers.c.since, hers.c.person_id).limit(1).scalar_subquery()


_MEMBERS = (
    select(
        membership.c.member_id,
        person.c.id,
        func.coalesce(person.c.name, ""),
        producer.c.product,
        membership.c.since,
        membership.c.confirmed_at.is_not(None),
        person.c.consent_version,
        membership.c.number,
        exists().where(chat_person.c.person_id == person.c.id),
    )
    .join_from(membership, producer, producer.c.id == membership.c.member_id)
    .outerjoin(person, person.c.id == _speaker())
    .where(membership.c.until.is_(None))
    .order_by(func.lower(person.c.name), membership.c.member_id)
)


_SLOTS = select(slot.c.producer_id, slot.c.number, slot.c.month, slot.c.due, slot.c.state).order_by(slot.c.number)


def join(
    connection: Connection,
    group_id: int,
    member_id: int,
    now: datetime,
    *,
    confirmed: bool = False,
    number: int | None = None,
) -> None:
    """She is in the group from now on; who is in it already stays as she is. `number`: the one that her card has
    already; else who is confirmed gets the next.
    """
    here = (membership.c.group_id == group_id, membership.c.member_id == member_id, membership.c.until.is_(None))
    if connection.scalar(select(membership.c.id).where(*here)) is None:
        values: dict[str, Any] = {"group_id": group_id, "member_id": member_id, "since": now}
        if confirmed:
            values |= {"confirmed_at": now, "number": number or next_number(connection, group_id)}
        connection.execute(insert(membership).values(values))
        to_compare.mark(connection, [member_id])


def next_number(connection: Connection, group_id: int) -> int:
    """The first number that nobody in the group has had: a card never comes to mean somebody else."""
    given = select(func.max(membership.c.number)).where(membership.c.group_id == group_id)
    return (connection.scalar(given) or 0) + 1


def numbers(connection: Connection, group_id: int) -> set[int]:
    """The numbers that somebody in the group has, or has had."""
    given = select(membership.c.number).where(membership.c.group_id == group_id, membership.c.number.is_not(None))
    return set(connection.scalars(given))


def of(connection: Connection, group_id: int) -> list[Member]:
    """Who is in a group now, by name."""
    return [Member(*row) for row in connection.execute(_MEMBERS.where(membership.c.group_id == group_id))]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is in a group, or was: `gone` says why she is no longer, and since when; None: she is."""

    member_id: int
    name: str
    number: int | None
    gone: Left | None = None
    until: datetime | None = None


def once_in(connection: Connection, group_id: int) -> list[Known]:
    """Everybody whose name is known who is in a group or was once, each as she stands now, by number."""
    named = (membership.c.group_id == group_id, person.c.name.is_not(None), standing(membership.c.member_id))
    statement = (
        select(membership.c.member_id, person.c.name, membership.c.number, membership.c.why, membership.c.until)
        .join_from(membership, person, person.c.id == _speaker())
        .where(*named)
        .order_by(membership.c.until.is_(None), membership.c.until, membership.c.id)
    )
    found = {
        row.member_id: Known(*row[:3], Left(row.why) if row.why else None, row.until)
        for row in connection.execute(statement)
    }
    return sorted(found.values(), key=lambda one: (one.number or 0, one.member_id))


def groups_of(connection: Connection, producer_id: int) -> list[int]:
    """The groups that she is a confirmed member of now."""
    hers = (membership.c.member_id == producer_id, membership.c.until.is_(None), membership.c.confirmed_at.is_not(None))
    return list(connection.scalars(select(membership.c.group_id).where(*hers).order_by(membership.c.id)))


def left_for(connection: Connection, producer_id: int, why: Left) -> list[int]:
    """The groups in which somebody was until she left them for this reason."""
    hers = (membership.c.member_id == producer_id, membership.c.until.is_not(None), membership.c.why == why)
    return list(connection.scalars(select(membership.c.group_id).where(*hers).distinct()))


def who_answers(connection: Connection, member_id: int) -> tuple[int | None, bool]:
    """Who answers for a producer, if anybody does, and whether she can be written to at all."""
    hers = select(speaks_for.c.person_id).where(speaks_for.c.producer_id == member_id)
    found = connection.scalar(hers.order_by(speaks_for.c.since, speaks_for.c.person_id).limit(1))
    chats = select(func.count()).where(chat_person.c.person_id == found)
    return found, found is not None and bool(connection.scalar(chats))


def calendars(
    connection: Connection, group_id: int, month: tuple[date, date], today: date
) -> dict[int, list[PlannedSlot]]:
    """The slots that are due in a month (first and last day) of everybody who is in a group now, by producer: one
    statement, however many there are. Not what falls into a pause, nor what is asked on another day.
    """
    pausing = exists().where(
        pause.c.producer_id == slot.c.producer_id, pause.c.ended_at.is_(None), pause.c.until > today
    )
    fallen = or_(func.coalesce(slot.c.why, "").in_([Why.PAUSED, Why.MOVED]), and_(UNANSWERED, pausing))
    here = select(membership.c.member_id).where(membership.c.group_id == group_id, membership.c.until.is_(None))
    found: dict[int, list[PlannedSlot]] = {}
    for row in connection.execute(_SLOTS.where(slot.c.producer_id.in_(here), slot.c.due.between(*month), ~fallen)):
        found.setdefault(row.producer_id, []).append(
            PlannedSlot(row.number, row.month, row.due, SlotState(row.state), None)
        )
    return found


def confirm(connection: Connection, group_id: int, member_id: int, now: datetime) -> bool:
    """The leader says that she is one of them; False: she is not in it, or was confirmed before. Who was in it before
    has her old number again.
    """
    waits = membership.c.confirmed_at.is_(None)
    if not _change(connection, group_id, member_id, waits, confirmed_at=now):
        return False
    number = _old_number(connection, group_id, member_id) or next_number(connection, group_id)
    return _change(connection, group_id, member_id, membership.c.number.is_(None), number=number)


def _old_number(connection: Connection, group_id: int, member_id: int) -> int | None:
    """The number that she had in the group before, which goes with her: it stands in one row of hers alone."""
    hers = (membership.c.group_id == group_id, membership.c.member_id == member_id, membership.c.number.is_not(None))
    number = connection.scalar(select(membership.c.number).where(*hers, membership.c.until.is_not(None)))
    if number is not None:
        connection.execute(update(membership).where(*hers).values(number=None))
    return number


def leave(connection: Connection, group_id: int, member_id: int, why: Left, now: datetime) -> bool:
    """She is in the group no longer, and holds no key of it; False: she was not."""
    if not _change(connection, group_id, member_id, membership.c.until.is_(None), until=now, why=why):
        return False
    speaker, _ = who_answers(connection, member_id)
    if speaker is not None:
        changes.end_holder(connection, speaker, now, group_id)
    return True


def come_back(connection: Connection, group_id: int, member_id: int, now: datetime) -> bool:
    """Who was in the group is in it again, with the number that she had; False: she never was, or is in it."""
    hers = (membership.c.group_id == group_id, membership.c.member_id == member_id, membership.c.until.is_(None))
    if connection.scalar(select(membership.c.id).where(*hers)) is not None:
        return False
    number = _old_number(connection, group_id, member_id)
    if number is None:
        return False
    join(connection, group_id, member_id, now, confirmed=True, number=number)
    return True


def leave_all(connection: Connection, producers: Collection[int], now: datetime) -> None:
    """These are in no group any more."""
    here = (membership.c.member_id.in_(producers), membership.c.until.is_(None))
    connection.execute(update(membership).where(*here).values(until=now, why=Left.LEFT))
    to_compare.mark(connection, producers)


def _change(
    connection: Connection, group_id: int, member_id: int, condition: ColumnElement[bool], **values: object
) -> bool:
    here = (membership.c.group_id == group_id, membership.c.member_id == member_id, membership.c.until.is_(None))
    if "until" in values:
        to_compare.mark(connection, [member_id])
    return connection.execute(update(membership).where(*here, condition).values(**values)).rowcount == 1
