"""Who has answered what an announcement asks, and how many have said what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, union

from bot.domain.staff.announced import Counts
from bot.store.engine.engine import insert_for
from bot.store.people.merges import standing_person
from bot.store.people.roles import now_in
from bot.store.schema import announcement_answer, announcement_to, chat_person, producer, role, speaks_for
from bot.store.staff.announced.had import has_come


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody has answered: the place of a choice, or the form that she has sent."""

    choice: int | None
    submission_id: int | None


def put(connection: Connection, number: int, person_id: int, said: Answer, now: datetime) -> None:
    """Her answer from now on, in the place of the one before."""
    values = {"choice": said.choice, "submission_id": said.submission_id, "at": now}
    new = insert_for(connection.dialect)(announcement_answer)
    new = new.values(announcement_id=number, person_id=person_id, **values)
    connection.execute(new.on_conflict_do_update(index_elements=["announcement_id", "person_id"], set_=values))


def find(connection: Connection, number: int, person_id: int) -> Answer | None:
    """What she has answered; None: nothing yet."""
    given = select(announcement_answer.c.choice, announcement_answer.c.submission_id)
    here = (announcement_answer.c.announcement_id == number, announcement_answer.c.person_id == person_id)
    row = connection.execute(given.where(*here)).one_or_none()
    return None if row is None else Answer(*row)


def of(connection: Connection, number: int, people: Collection[int]) -> dict[int, int | None]:
    """What these people have answered, by person: the place of a choice."""
    here = (announcement_answer.c.announcement_id == number, announcement_answer.c.person_id.in_(people))
    rows = connection.execute(select(announcement_answer.c.person_id, announcement_answer.c.choice).where(*here))
    return {person_id: choice for person_id, choice in rows}


def who_can(connection: Connection, people: Collection[int]) -> set[int]:
    """Those of these people on whose phones a form can be sent: somebody who uses it answers for a business."""
    own, other = chat_person.alias(), chat_person.alias()
    same = and_(own.c.bot == other.c.bot, own.c.chat == other.c.chat)
    beside = select(own.c.person_id).join_from(own, other, same)
    beside = beside.join(speaks_for, speaks_for.c.person_id == other.c.person_id)
    hers = select(speaks_for.c.person_id).where(speaks_for.c.person_id.in_(people))
    return set(connection.scalars(union(hers, beside.where(own.c.person_id.in_(people)))))


def came_to(connection: Connection, number: int, bot: int, chat: int) -> bool:
    """Whether an announcement was sent to this chat."""
    here = (announcement_to.c.announcement_id == number, announcement_to.c.bot == bot, announcement_to.c.chat == chat)
    return connection.scalar(select(announcement_to.c.id).where(*here)) is not None


def drop_of(connection: Connection, person_id: int) -> None:
    """All that she has answered."""
    connection.execute(delete(announcement_answer).where(announcement_answer.c.person_id == person_id))


def counted(
    connection: Connection, number: int, places: int, within: Collection[str] | None, *, form: bool = False
) -> Counts:
    """How many were asked and have said what: those to whom it came and those who have answered, on a phone that
    several use; of who lives or works in these areas; None: of everybody. `form`: only who makes a product is asked.
    """
    here = (announcement_to.c.announcement_id == number, announcement_to.c.person_id.is_not(None))
    came = select(announcement_to.c.person_id).where(*here, has_come(announcement_to))
    also = select(announcement_answer.c.person_id).where(announcement_answer.c.announcement_id == number)
    those = union(came, also).subquery()
    given = announcement_answer.c
    hers = (given.announcement_id == number) & (given.person_id == those.c.person_id)
    seen = [standing_person(those.c.person_id), *([] if within is None else [_is_in(those.c.person_id, within)])]
    if form:
        seen.append(or_(given.id.is_not(None), those.c.person_id.in_(select(speaks_for.c.person_id))))
    whole = select(given.id.is_not(None), given.choice, func.count()).select_from(
        those.outerjoin(announcement_answer, hers)
    )
    rows = connection.execute(whole.where(*seen).group_by(given.id.is_not(None), given.choice)).all()
    answered = {choice: n for has, choice, n in rows if has}
    each = tuple(answered.get(place, 0) for place in range(places))
    return Counts(sum(row[2] for row in rows), sum(answered.values()), each)


def _is_in(person_id: ColumnElement[int], within: Collection[str]) -> ColumnElement[bool]:
    """Whether she answers for a business there, leads a group there, or works there."""
    business, group = producer.alias(), producer.alias()
    makes = select(speaks_for.c.person_id).join_from(speaks_for, business, business.c.id == speaks_for.c.producer_id)
    works = select(role.c.person_id).outerjoin_from(role, group, group.c.id == role.c.group_id).where(now_in())
    return or_(
        person_id.in_(makes.where(business.c.area.in_(within))),
        person_id.in_(works.where(or_(role.c.area.in_(within), group.c.area.in_(within)))),
    )
