"""Questions that nobody has answered yet, as one kind of what waits for staff."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, String, literal_column, select

from bot.store.schema import inquiry, person
from bot.store.staff.asking.inquiries import readable
from bot.store.staff.waiting import Reader

KIND = "question"


def waits(reader: Reader) -> Select[Any]:
    """Those that she may answer, since when each waits."""
    mine = readable(reader.person_id, reader.programme, reader.areas)
    columns = (
        literal_column(f"'{KIND}'", String).label("kind"),
        inquiry.c.id.label("ref"),
        inquiry.c.waits_since.label("since"),
    )
    return select(*columns).where(mine, inquiry.c.waits_since.is_not(None))


def askers(connection: Connection, numbers: Sequence[int]) -> Mapping[int, str]:
    """What those are called who have asked, by the numbers of their questions."""
    named = select(inquiry.c.id, person.c.name).join_from(inquiry, person, person.c.id == inquiry.c.asker_id)
    return {row.id: row.name or "–" for row in connection.execute(named.where(inquiry.c.id.in_(list(numbers))))}
