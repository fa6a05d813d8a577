"""Groups: producers of that kind, with a name; who leads them and how many are in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, insert, select, update

from bot.domain.people.roles import STAFF, Role
from bot.store.people import roles
from bot.store.people.people import add_producer
from bot.store.schema import group_about, membership, producer, role

KIND = "group"


@dataclass(frozen=True, slots=True)
class New:
    """A group to be made. `meeting_day`: of the month; `area` and `product` are codes of the pack."""

    programme: str
    name: str
    area: str | None
    product: str | None
    inception: date
    meeting_day: int | None = None
    lender: str | None = None
    advisor: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it stands: `members` that are in it now; `unconfirmed`: of whom nobody has said so yet; `leaders`.
    `part_of`: the number of the group that it is part of; `advisor`: of who advises it and still works here.
    """

    id: int
    programme: str
    name: str
    area: str | None
    product: str | None
    inception: date
    meeting_day: int | None
    lender: str | None
    members: int
    unconfirmed: int
    leaders: int
    part_of: int | None = None
    advisor: int | None = None


_NOW = and_(membership.c.group_id == producer.c.id, membership.c.until.is_(None))
_MEMBERS = select(func.count()).where(_NOW, membership.c.confirmed_at.is_not(None)).scalar_subquery()
_UNCONFIRMED = select(func.count()).where(_NOW, membership.c.confirmed_at.is_(None)).scalar_subquery()
_LED = and_(role.c.group_id == producer.c.id, role.c.role == Role.LEADER, roles.now_in())
_LEADERS = select(func.count()).where(_LED).scalar_subquery()
_ADVISES = exists().where(role.c.person_id == group_about.c.advisor_id, role.c.role.in_(STAFF), roles.now_in())
_GROUP = select(
    producer.c.id,
    producer.c.programme,
    group_about.c.name,
    producer.c.area,
    producer.c.product,
    producer.c.inception,
    group_about.c.meeting_day,
    group_about.c.lender,
    _MEMBERS,
    _UNCONFIRMED,
    _LEADERS,
    group_about.c.part_of,
    case((_ADVISES, group_about.c.advisor_id), else_=None),
).join_from(group_about, producer, producer.c.id == group_about.c.group_id)


def add(connection: Connection, one: New, now: datetime) -> int:
    """A new group; gives its number."""
    values = {"programme": one.programme, "kind": KIND, "area": one.area, "product": one.product}
    days = {"inception": one.inception, "joined": one.inception, "created_at": now, "confirmed_at": now}
    number = add_producer(connection, {**values, **days, "registered": None})
    about = {"name": one.name, "meeting_day": one.meeting_day, "lender": one.lender, "advisor_id": one.advisor}
    connection.execute(insert(group_about).values(group_id=number, **about))
    return number


def advise(connection: Connection, group_id: int, person_id: int | None) -> None:
    """From now on this person advises it; None: nobody."""
    hers = update(group_about).where(group_about.c.group_id == group_id)
    connection.execute(hers.values(advisor_id=person_id))


def find(connection: Connection, number: int) -> Group | None:
    """One group; None: there is none of this number."""
    return next(iter(_read(connection, producer.c.id == number)), None)


def named(connection: Connection, programme: str, area: str | None, name: str) -> Group | None:
    """The group of this name in an area, in whatever case."""
    here = (producer.c.programme == programme, producer.c.area.is_not_distinct_from(area))
    wanted = name.casefold()
    return next((one for one in _read(connection, *here) if one.name.casefold() == wanted), None)


def listed(connection: Connection, programme: str, areas: Collection[str] | None = None) -> list[Group]:
    """The groups of a programme, or of some areas of it, by name."""
    here = [producer.c.programme == programme]
    if areas is not None:
        here.append(producer.c.area.in_(sorted(areas)))
    return _read(connection, *here)


def parts(connection: Connection, group_id: int) -> list[Group]:
    """The groups that are part of one, by name."""
    return _read(connection, group_about.c.part_of == group_id)


def led_by(connection: Connection, person_id: int) -> list[Group]:
    """The groups that somebody leads now."""
    return _read(connection, exists().where(_LED, role.c.person_id == person_id))


def leaders(connection: Connection, group_id: int) -> list[int]:
    """The numbers of those who lead a group now."""
    held = (role.c.group_id == group_id, role.c.role == Role.LEADER, roles.now_in())
    return list(connection.scalars(select(role.c.person_id).where(*held).order_by(role.c.since)))


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Group]:
    rows = connection.execute(_GROUP.where(*conditions).order_by(group_about.c.name, producer.c.id))
    return [Group(*row) for row in rows]
