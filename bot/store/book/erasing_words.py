"""Erasing what is a person's own in the book: her words and files; figures stay, of nobody."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, delete, or_, update

from bot.store.schema import entry, entry_media

_NO_FILE = delete(entry_media).where(entry_media.c.media == bindparam("file"))


def drop_words(connection: Connection, person_id: int, producers: Collection[int]) -> None:
    """Items and names of customers go: those that she wrote, and all in the books of producers that were hers alone.

    Amounts, days, directions, units and the kinds of cost stay. So does what stands: it does not depend on words.
    """
    theirs = or_(entry.c.person_id == person_id, entry.c.producer_id.in_(producers))
    connection.execute(update(entry).where(theirs).values(item="", counterparty="", mark=None))


def drop_files(connection: Connection, names: Sequence[str]) -> None:
    """Entries know nothing of these files any more."""
    if names:
        connection.execute(_NO_FILE, [{"file": name} for name in names])
