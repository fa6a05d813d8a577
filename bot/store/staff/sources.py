"""What else waits for staff: groups without a leader, people to vouch for, and who may stand twice in the list."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, exists, func, literal, literal_column, select

from bot.domain.people.roles import Role
from bot.store.people import roles
from bot.store.schema import alike, group_about, person, producer, role, speaks_for
from bot.store.staff.waiting import Reader

LEADERLESS, UNCONFIRMED, TWICE = "leaderless", "unconfirmed", "twice"


def _kind(name: str) -> Any:
    return literal_column(f"'{name}'", String).label("kind")


def _here(reader: Reader) -> list[ColumnElement[bool]]:
    here: list[ColumnElement[bool]] = [producer.c.programme == reader.programme]
    return here if reader.areas is None else [*here, producer.c.area.in_(sorted(reader.areas))]


def leaderless(reader: Reader) -> Select[Any]:
    """Groups that nobody leads now, since the last one led them; `ref` is the group's number."""
    of_it = (role.c.group_id == producer.c.id, role.c.role == Role.LEADER)
    ended = select(func.max(func.coalesce(role.c.until, role.c.suspended_at))).where(*of_it).scalar_subquery()
    since = func.coalesce(ended, producer.c.created_at).label("since")
    statement = select(_kind(LEADERLESS), producer.c.id.label("ref"), since)
    groups = statement.join_from(group_about, producer, producer.c.id == group_about.c.group_id)
    return groups.where(*_here(reader), ~exists().where(*of_it, roles.now_in()))


def unconfirmed(reader: Reader) -> Select[Any]:
    """One row where anybody waits for somebody to vouch for her: `ref` says how many they are."""
    many, since = func.count(person.c.id.distinct()), func.min(person.c.created_at)
    statement = select(_kind(UNCONFIRMED), many.label("ref"), since.label("since"))
    speaks = producer.join(speaks_for, speaks_for.c.producer_id == producer.c.id)
    people = statement.select_from(speaks.join(person, person.c.id == speaks_for.c.person_id))
    waits = (person.c.confirmed_at.is_(None), person.c.name.is_not(None), ~person.c.practice)
    return people.where(*_here(reader), *waits, person.c.id != reader.person_id).having(many > literal(0))


def twice(reader: Reader) -> Select[Any]:
    """One row where two may be one person: `ref` says how many pairs there are."""
    first, second = producer.alias("first"), producer.alias("second")
    newer = case((first.c.created_at > second.c.created_at, first.c.created_at), else_=second.c.created_at)
    many = func.count()
    statement = select(_kind(TWICE), many.label("ref"), func.min(newer).label("since"))
    of_two = alike.join(first, first.c.id == alike.c.first_id).join(second, second.c.id == alike.c.second_id)
    pairs = statement.select_from(of_two)
    own = select(speaks_for.c.producer_id).where(speaks_for.c.person_id == reader.person_id)
    both = [alike.c.programme == reader.programme, alike.c.first_id.not_in(own), alike.c.second_id.not_in(own)]
    if reader.areas is not None:
        both += [column.in_(sorted(reader.areas)) for column in (alike.c.first_area, alike.c.second_area)]
    return pairs.where(*both).having(many > literal(0))
