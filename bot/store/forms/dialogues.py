"""Open dialogues: forms being answered, written at every turn."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, and_, bindparam, delete, select
from sqlalchemy.engine import Row

from bot.domain.wire.contact import Contact, Dialogue
from bot.store.engine.engine import insert_in
from bot.store.schema import dialogue


def save(connection: Connection, contacts: Iterable[Contact], now: datetime) -> None:
    """Write every dialogue touched in a batch and delete the closed ones, in three statements at most.

    Those laid aside go first: a person has one dialogue in front at most, at every moment.
    """
    closed = [number for contact in contacts for number in contact.closed]
    if closed:
        connection.execute(_DELETE, {"closed": closed})
    rows = [_values(contact, one, now) for contact in contacts for one in contact.touched.values()]
    for front in (False, True):
        _upsert(connection, [row for row in rows if row["front"] is front])


def _values(contact: Contact, one: Dialogue, now: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "bot": contact.bot,
        "chat": contact.chat,
        "person_id": one.person_id,
        "kind": one.kind,
        "front": one.front,
        "form": one.form,
        "producer_id": one.producer_id,
        "slot_id": one.slot_id,
        "state": one.state,
        "began_at": one.began_at,
        "touched_at": now,
    }


def _upsert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(_write(connection.dialect.name), rows)


_DELETE = delete(dialogue).where(dialogue.c.id.in_(bindparam("closed", expanding=True)))


@cache
def _write(dialect: str) -> Insert:
    statement = insert_in(dialect)(dialogue)
    changing = {name: statement.excluded[name] for name in ("front", "form", "state", "touched_at")}
    written: Insert = statement.on_conflict_do_update(index_elements=["id"], set_=changing)
    return written


def of_contact(connection: Connection, contact: Contact) -> list[Dialogue]:
    """All open dialogues of who is in front in a chat, the one touched last first."""
    rows = connection.execute(
        select(dialogue).where(_hers(contact)).order_by(dialogue.c.touched_at.desc(), dialogue.c.id)
    )
    return [_dialogue(row) for row in rows]


def find(connection: Connection, contact: Contact, number: int) -> Dialogue | None:
    """One open dialogue of who is in front in a chat, by its id."""
    row = connection.execute(select(dialogue).where(dialogue.c.id == number, _hers(contact))).one_or_none()
    return None if row is None else _dialogue(row)


def state_of(connection: Connection, number: int, person_id: int | None) -> dict[str, Any] | None:
    """What an open dialogue of somebody keeps, whichever of her chats it is in; None: it is done with."""
    hers = (dialogue.c.id == number, dialogue.c.person_id == person_id)
    found: dict[str, Any] | None = connection.scalar(select(dialogue.c.state).where(*hers))
    return found


def _hers(contact: Contact) -> ColumnElement[bool]:
    here = and_(dialogue.c.bot == contact.bot, dialogue.c.chat == contact.chat)
    return and_(here, dialogue.c.person_id.is_not_distinct_from(contact.person_id))


def of_others(connection: Connection, contact: Contact) -> list[Dialogue]:
    """The open dialogues of the other people who are registered in a chat."""
    here = and_(dialogue.c.bot == contact.bot, dialogue.c.chat == contact.chat, dialogue.c.person_id.is_not(None))
    others = dialogue.c.person_id.is_distinct_from(contact.person_id)
    return [_dialogue(row) for row in connection.execute(select(dialogue).where(here, others).order_by(dialogue.c.id))]


def _dialogue(row: Row[Any]) -> Dialogue:
    return Dialogue(
        id=row.id,
        kind=row.kind,
        state=row.state,
        began_at=row.began_at,
        form=row.form,
        producer_id=row.producer_id,
        slot_id=row.slot_id,
        front=row.front,
        person_id=row.person_id,
    )
