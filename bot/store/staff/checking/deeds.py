"""What staff have done about figures, and what is held by it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.domain.staff.checking import Deed
from bot.store.schema import audit_word, figure_asked, figure_deed, figure_deed_item, follow_up, held, person
from bot.store.staff.checking.queue import Item


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody has done, with one tap: her number and name, what, why (a code, and words as long as they are
    kept), when.
    """

    id: int
    person_id: int
    name: str
    deed: Deed
    why: str
    at: datetime
    undone_at: datetime | None
    words: str = ""


def add(connection: Connection, person_id: int, deed: Deed, why: str, now: datetime) -> int:
    """Write down what is done; gives its number."""
    values = {"person_id": person_id, "deed": deed, "why": why, "at": now}
    return int(connection.execute(insert(figure_deed).values(values).returning(figure_deed.c.id)).scalar_one())


def add_item(connection: Connection, deed_id: int, one: Item, audit_id: int | None) -> None:
    """One of those that it was about, and what was held for it before."""
    before = [[kept.path, kept.deed_id, kept.is_far] for kept in one.held]
    values = {"deed_id": deed_id, "follow_up_id": one.id, "before": before, "audit_id": audit_id}
    connection.execute(insert(figure_deed_item).values(values))


def hold(connection: Connection, deed_id: int, one: Item, paths: Sequence[str], far: Collection[str]) -> None:
    """From now on these answers are in no figure."""
    here = {"follow_up_id": one.id, "submission_id": one.submission_id, "deed_id": deed_id}
    connection.execute(insert(held), [{**here, "path": path, "is_far": path in far} for path in paths])


def let_go(connection: Connection, follow_ups: Collection[int], path: str | None = None) -> None:
    """What was held for these counts again; `path`: that answer alone."""
    here = delete(held).where(held.c.follow_up_id.in_(follow_ups))
    connection.execute(here if path is None else here.where(held.c.path == path))


def end_asked(connection: Connection, follow_ups: Collection[int], now: datetime) -> None:
    """What was proposed for these is asked no longer."""
    open_ones = (figure_asked.c.follow_up_id.in_(follow_ups), figure_asked.c.ended_at.is_(None))
    connection.execute(update(figure_asked).where(*open_ones).values(ended_at=now))


def find(connection: Connection, number: int) -> Done | None:
    """What was done, with nobody's words."""
    columns = (figure_deed.c.id, figure_deed.c.person_id, person.c.name, figure_deed.c.deed, figure_deed.c.why)
    statement = select(*columns, figure_deed.c.at, figure_deed.c.undone_at).join_from(figure_deed, person)
    row = connection.execute(statement.where(figure_deed.c.id == number)).one_or_none()
    return None if row is None else _done(row)


def _done(row: Sequence[object]) -> Done:
    number, person_id, name, deed, *rest = row
    return Done(number, person_id, name or "–", Deed(str(deed)), *rest)  # type: ignore[arg-type]


def items(connection: Connection, number: int) -> list[int]:
    """The follow-ups that it was about."""
    here = select(figure_deed_item.c.follow_up_id).where(figure_deed_item.c.deed_id == number)
    return list(connection.scalars(here.order_by(figure_deed_item.c.follow_up_id)))


def newest(connection: Connection, follow_ups: Collection[int]) -> dict[int, Done]:
    """What was done last about each of these, and stands."""
    columns = (figure_deed.c.id, figure_deed.c.person_id, person.c.name, figure_deed.c.deed, figure_deed.c.why)
    rows = connection.execute(
        select(figure_deed_item.c.follow_up_id, *columns, figure_deed.c.at, figure_deed.c.undone_at, audit_word.c.words)
        .select_from(
            figure_deed_item.join(figure_deed)
            .join(person, person.c.id == figure_deed.c.person_id)
            .outerjoin(audit_word, audit_word.c.audit_id == figure_deed_item.c.audit_id)
        )
        .where(figure_deed_item.c.follow_up_id.in_(follow_ups), figure_deed.c.undone_at.is_(None))
        .order_by(figure_deed.c.id)
    )
    return {number: _done([*one[:-1], one[-1] or ""]) for number, *one in rows}


def undo(connection: Connection, number: int, now: datetime) -> None:
    """It is as if it had not been done: what was held before is held again."""
    here = (figure_deed.c.id == number, figure_deed.c.undone_at.is_(None))
    connection.execute(update(figure_deed).where(*here).values(undone_at=now))
    about = figure_deed_item.join(figure_deed)
    rows = connection.execute(
        select(figure_deed_item.c.follow_up_id, figure_deed_item.c.before)
        .select_from(about)
        .where(figure_deed.c.id == number)
    ).all()
    let_go(connection, [row.follow_up_id for row in rows])
    _hold_again(connection, {row.follow_up_id: row.before for row in rows if row.before})


def _hold_again(connection: Connection, before: dict[int, list[tuple[str, int, bool]]]) -> None:
    about = select(follow_up.c.id, follow_up.c.submission_id).where(follow_up.c.id.in_(before))
    rows = [
        {"follow_up_id": row.id, "submission_id": row.submission_id, "path": path, "deed_id": deed, "is_far": is_far}
        for row in connection.execute(about)
        for path, deed, is_far in before[row.id]
    ]
    if rows:
        connection.execute(insert(held), rows)
