"""A book that goes on in another: what somebody wrote under a second account, before it was known to be hers."""

from sqlalchemy import Connection, select, update

from bot.domain.book import Source
from bot.store.people import acting_for, people
from bot.store.schema import entry, entry_media, media, speaks_for


def move(connection: Connection, old: int, new: int) -> None:
    """The entries of `new`, of producers that are hers alone, go on in the book that is `old`'s to write, with
    their files.

    What the second book began with stays behind: the box is already in the first one.
    """
    into = acting_for.producer_of(connection, old)
    alone = [one for one in people.producers_of(connection, new) if _speakers(connection, one) == {new}]
    if into is None or not alone:
        return
    began = select(entry.c.first).where(entry.c.producer_id.in_(alone), entry.c.source == Source.OPENING)
    moved = (entry.c.producer_id.in_(alone), entry.c.first.not_in(connection.scalars(began).all()))
    sent = select(entry_media.c.media).join(entry, entry.c.id == entry_media.c.entry_id).where(*moved)
    connection.execute(update(media).where(media.c.name.in_(connection.scalars(sent).all())).values(person_id=old))
    connection.execute(update(entry).where(*moved).values(producer_id=into, person_id=old))


def _speakers(connection: Connection, producer_id: int) -> set[int]:
    hers = select(speaks_for.c.person_id).where(speaks_for.c.producer_id == producer_id)
    return set(connection.scalars(hers))
