"""Form versions: every form that was ever asked stays, by its hash, since answers and open dialogues point at it.

And which version is in use where staff chose another one than the pack's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.engine.engine import insert_for
from bot.store.schema import form_in_use, form_version


@dataclass(frozen=True, slots=True)
class FormVersion:
    """One version of one form of a programme, as XForm XML."""

    hash: str
    programme: str
    name: str
    xml: str


def add(connection: Connection, versions: Sequence[FormVersion], now: datetime) -> set[str]:
    """Keep versions, each once; gives the hashes that were not known before."""
    if not versions:
        return set()
    rows = [
        {"hash": one.hash, "programme": one.programme, "name": one.name, "xml": one.xml, "added_at": now}
        for one in versions
    ]
    statement = insert_for(connection.dialect)(form_version).values(rows)
    return set(connection.scalars(statement.on_conflict_do_nothing().returning(form_version.c.hash)))


def load(connection: Connection, programme: str | None = None) -> list[FormVersion]:
    """Every version, of one programme or of all, the oldest first."""
    statement = select(form_version).order_by(form_version.c.added_at, form_version.c.hash)
    if programme is not None:
        statement = statement.where(form_version.c.programme == programme)
    return [FormVersion(row.hash, row.programme, row.name, row.xml) for row in connection.execute(statement)]


def known(connection: Connection) -> set[str]:
    """The hashes of all versions."""
    return set(connection.scalars(select(form_version.c.hash)))


@dataclass(frozen=True, slots=True)
class InUse:
    """The version that a form of a programme is asked with from now on."""

    programme: str
    name: str
    hash: str


def use(connection: Connection, one: InUse, by: str, now: datetime) -> None:
    """From now on new answers are asked with this version; `by`: who wants it so, without a name."""
    values = {"hash": one.hash, "since": now, "by": by}
    statement = insert_for(connection.dialect)(form_in_use).values(programme=one.programme, name=one.name, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["programme", "name"], set_=values))


_IN_USE = select(form_in_use.c.programme, form_in_use.c.name, form_in_use.c.hash)


def in_use(connection: Connection) -> frozenset[InUse]:
    """Every choice of staff, one for each name."""
    return frozenset(InUse(*row) for row in connection.execute(_IN_USE))


def version(connection: Connection, hash_of: str) -> FormVersion:
    """One version, by its hash."""
    row = connection.execute(select(form_version).where(form_version.c.hash == hash_of)).one()
    return FormVersion(row.hash, row.programme, row.name, row.xml)
