"""Questions that nobody has answered yet, as one kind of what waits for staff."""

from typing import Any

from sqlalchemy import Select, literal, select

from bot.store.schema import inquiry
from bot.store.staff.asking.inquiries import readable
from bot.store.staff.waiting import Reader

KIND = "question"


def waits(reader: Reader) -> Select[Any]:
    """Those that she may answer, since when each waits."""
    mine = readable(reader.person_id, reader.programme, reader.areas)
    columns = (literal(KIND).label("kind"), inquiry.c.id.label("ref"), inquiry.c.waits_since.label("since"))
    return select(*columns).where(mine, inquiry.c.waits_since.is_not(None))
