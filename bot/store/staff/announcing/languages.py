"""Which languages those read whom an audience reaches."""

from sqlalchemy import Connection, func, select

from bot.store.staff.announcing.audiences import Wanted, reached


def count(connection: Connection, wanted: Wanted, *, emergency: bool = False) -> dict[str, int]:
    """How many chats there are of each language, the one of most first."""
    found = reached(wanted, emergency=emergency).order_by(None).subquery()
    many = func.count().label("many")
    rows = connection.execute(
        select(found.c.language, many).group_by(found.c.language).order_by(many.desc(), found.c.language)
    )
    return {row[0]: row[1] for row in rows}
