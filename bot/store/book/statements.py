"""Statements as rows: issued once, looked up by their code, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.engine import Row

from bot.store.engine.engine import insert_for
from bot.store.schema import group_about, membership, person, producer, statement, vouch


@dataclass(frozen=True, slots=True)
class Issued:
    """One statement. `about` and `figures`: JSON as the service writes it; `digest`: of both."""

    code: str
    asked: str
    producer_id: int
    person_id: int
    programme: str
    languages: tuple[str, ...]
    first: date
    last: date
    issued_on: date
    issued_at: datetime
    about: Mapping[str, Any]
    figures: Mapping[str, Any]
    digest: str
    revoked_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Whose:
    """A person and her business as they were registered. `registered`: what has no column of its own."""

    name: str | None
    programme: str
    area: str | None
    product: str | None
    registered: Mapping[str, str]
    group: str | None = None
    confirmed_at: datetime | None = None
    vouched_by: str = ""


def whose(connection: Connection, person_id: int, producer_id: int) -> Whose:
    """Who is on a statement."""
    name = connection.scalar(select(person.c.name).where(person.c.id == person_id))
    row = connection.execute(select(producer).where(producer.c.id == producer_id)).one()
    group, by_leader = _group_of(connection, producer_id)
    by_staff = connection.scalar(
        select(vouch.c.at)
        .where(vouch.c.producer_id == producer_id, vouch.c.word == "known", vouch.c.undone_at.is_(None))
        .order_by(vouch.c.id)
    )
    by = "staff" if by_staff is not None else "leader" if by_leader is not None else ""
    known = row.confirmed_at and (by_staff or by_leader or row.confirmed_at)
    return Whose(name, row.programme, row.area, row.product, row.registered or {}, group, known, by)


def _group_of(connection: Connection, producer_id: int) -> tuple[str | None, datetime | None]:
    """The group that she is a member of now, and when its leader said so."""
    now = (membership.c.member_id == producer_id, membership.c.until.is_(None), membership.c.confirmed_at.is_not(None))
    here = select(group_about.c.name, membership.c.confirmed_at).join_from(
        membership, group_about, group_about.c.group_id == membership.c.group_id
    )
    found = connection.execute(here.where(*now).order_by(membership.c.id.desc())).first()
    return (None, None) if found is None else (found.name, found.confirmed_at)


def add(connection: Connection, issued: Issued) -> int | None:
    """Write one down and give its number; None: the question that it answers has one already."""
    values = {name: getattr(issued, name) for name in Issued.__dataclass_fields__ if name not in ("id", "languages")}
    values["languages"] = " ".join(issued.languages)
    written = insert_for(connection.dialect)(statement).values(values)
    once = written.on_conflict_do_nothing(index_elements=["person_id", "asked"]).returning(statement.c.id)
    number: int | None = connection.scalar(once)
    return number


def by_code(connection: Connection, code: str) -> Issued | None:
    """The statement of a code, taken back or not."""
    return _one(connection, statement.c.code == code)


def of_person(connection: Connection, person_id: int, most: int) -> list[Issued]:
    """Her newest ones that she has not taken back, the newest first."""
    hers = (statement.c.person_id == person_id, statement.c.revoked_at.is_(None))
    rows = connection.execute(select(statement).where(*hers).order_by(statement.c.id.desc()).limit(most))
    return [_issued(row) for row in rows]


def find(connection: Connection, person_id: int, number: int) -> Issued | None:
    """One of hers by its number."""
    return _one(connection, (statement.c.person_id == person_id) & (statement.c.id == number))


def revoke(connection: Connection, number: int, now: datetime) -> bool:
    """She has taken it back; False: it was already."""
    open_one = (statement.c.id == number, statement.c.revoked_at.is_(None))
    return connection.execute(update(statement).where(*open_one).values(revoked_at=now)).rowcount == 1


def forget_old(connection: Connection, programme: str | None, before: datetime) -> int:
    """Erase what was issued in a programme before a moment; gives how many."""
    old = (statement.c.programme == programme, statement.c.issued_at < before)
    return connection.execute(delete(statement).where(*old)).rowcount


def forget_of(connection: Connection, person_id: int) -> None:
    """Erase all of hers: there is nothing to verify any more."""
    connection.execute(delete(statement).where(statement.c.person_id == person_id))


def _one(connection: Connection, condition: ColumnElement[bool]) -> Issued | None:
    row = connection.execute(select(statement).where(condition)).one_or_none()
    return None if row is None else _issued(row)


def _issued(row: Row[Any]) -> Issued:
    values = {name: getattr(row, name) for name in Issued.__dataclass_fields__}
    return Issued(**{**values, "languages": tuple(row.languages.split())})
