"""Changes of leader that wait for key holders, what those said, and who they are."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from bot.store.engine.engine import insert_for
from bot.store.schema import key_holder, leader_change, leader_word


class Outcome(StrEnum):
    """How a change ended."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody is to lead a group; `replaces`: the number of the role that ends then."""

    id: int
    group_id: int
    person_id: int
    replaces: int | None
    term_until: date | None


_CHANGE = select(
    leader_change.c.id,
    leader_change.c.group_id,
    leader_change.c.person_id,
    leader_change.c.replaces,
    leader_change.c.term_until,
).where(leader_change.c.settled_at.is_(None))


def begin(
    connection: Connection, group_id: int, person_id: int, replaces: int | None, term: date | None, now: datetime
) -> Change:
    """A change waits from now on; an earlier one of the group is withdrawn by it."""
    for one in waiting(connection, group_id):
        settle(connection, one.id, Outcome.WITHDRAWN, now)
    values = {"group_id": group_id, "person_id": person_id, "replaces": replaces, "term_until": term, "asked_at": now}
    number = connection.execute(insert(leader_change).values(values).returning(leader_change.c.id)).scalar_one()
    return Change(number, group_id, person_id, replaces, term)


def find(connection: Connection, number: int) -> Change | None:
    """A change that waits, which nobody else settles until the end of the transaction; None: it is settled."""
    row = connection.execute(_CHANGE.where(leader_change.c.id == number).with_for_update()).one_or_none()
    return None if row is None else Change(*row)


def waiting(connection: Connection, group_id: int) -> list[Change]:
    """The changes of a group that wait."""
    return [Change(*row) for row in connection.execute(_CHANGE.where(leader_change.c.group_id == group_id))]


def settle(connection: Connection, number: int, outcome: Outcome, now: datetime) -> None:
    """It waits no longer."""
    here = (leader_change.c.id == number, leader_change.c.settled_at.is_(None))
    connection.execute(update(leader_change).where(*here).values(settled_at=now, outcome=outcome))


def withdraw(connection: Connection, role_id: int, now: datetime) -> None:
    """Nobody waits to follow who has this role."""
    here = (leader_change.c.replaces == role_id, leader_change.c.settled_at.is_(None))
    connection.execute(update(leader_change).where(*here).values(settled_at=now, outcome=Outcome.WITHDRAWN))


def say(connection: Connection, number: int, person_id: int, now: datetime, *, agreed: bool) -> bool:
    """What a key holder says, once; False: she has said so before."""
    values = {"change_id": number, "person_id": person_id, "agreed": agreed, "at": now}
    added = insert_for(connection.dialect)(leader_word).on_conflict_do_nothing().values(values)
    return connection.scalar(added.returning(leader_word.c.person_id)) is not None


def words(connection: Connection, number: int) -> dict[int, bool]:
    """What was said, by who said it."""
    said = select(leader_word.c.person_id, leader_word.c.agreed).where(leader_word.c.change_id == number)
    return {row.person_id: row.agreed for row in connection.execute(said)}


def holders(connection: Connection, group_id: int) -> list[int]:
    """The numbers of those who hold a key of the group now, the oldest first."""
    here = (key_holder.c.group_id == group_id, key_holder.c.until.is_(None))
    return list(connection.scalars(select(key_holder.c.person_id).where(*here).order_by(key_holder.c.id)))


def add_holder(connection: Connection, group_id: int, person_id: int, now: datetime) -> None:
    """She holds a key from now on."""
    connection.execute(insert(key_holder).values(group_id=group_id, person_id=person_id, since=now))


def part(connection: Connection, person_id: int, now: datetime) -> None:
    """Who is erased holds no key, and waits for no group any more."""
    end_holder(connection, person_id, now)
    here = (leader_change.c.person_id == person_id, leader_change.c.settled_at.is_(None))
    connection.execute(update(leader_change).where(*here).values(settled_at=now, outcome=Outcome.WITHDRAWN))


def end_holder(connection: Connection, person_id: int, now: datetime, group_id: int | None = None) -> None:
    """She holds no key of the group any more; None: of none."""
    here = [key_holder.c.person_id == person_id, key_holder.c.until.is_(None)]
    if group_id is not None:
        here.append(key_holder.c.group_id == group_id)
    connection.execute(update(key_holder).where(*here).values(until=now))
