"""Which message of a wallet an entry was read from: by a digest alone, so that the same message is one entry."""

from sqlalchemy import Connection, bindparam, select, update

from bot.store.book.entries import HERS, Kept, Owner, find
from bot.store.schema import entry

_MARKED = select(entry.c.id).where(*HERS, entry.c.mark == bindparam("digest"))


def keep(connection: Connection, owner: Owner, id: str, mark: str) -> None:
    """An entry of hers was read from this message."""
    hers = entry.c.producer_id == owner.producer_id
    connection.execute(update(entry).where(hers, entry.c.id == id).values(mark=mark))


def found(connection: Connection, owner: Owner, mark: str) -> Kept | None:
    """The entry that was read from a message and stands, as it is now."""
    ids = connection.scalars(_MARKED, owner.key | {"digest": mark}).all()
    return next((kept for id in ids if (kept := find(connection, owner, id)) is not None), None)
