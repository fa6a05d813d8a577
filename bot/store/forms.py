"""Form versions: every form that was ever asked stays, by its hash, since answers and open dialogues point at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.engine import insert_for
from bot.store.schema import form_version


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
