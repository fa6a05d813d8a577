"""Whose message may have arrived is sent it once more: only when somebody says so, for some will have it twice."""

from datetime import datetime

from bot.domain.staff.announcement import State
from bot.packs import Pack
from bot.services.staff.announcing import noted
from bot.services.work import Connection
from bot.store.staff.announcing import announcements, unsure


def again(connection: Connection, person_id: int | None, pack: Pack, number: int, now: datetime) -> int | None:
    """It is sent again to the unsure ones of one that is done; how many. None: it is not, or is none where she works.
    Raises NotAllowed.
    """
    found = noted.hers(connection, person_id, pack, number)
    if found is None or found.taken_back_at is not None or found.state is not State.DONE:
        return None
    many = unsure.again(connection, number)
    if many:
        announcements.change(connection, number, state=State.UNDER_WAY, ended_at=None)
    noted.note(connection, person_id, "send announcement again to unsure", number, now, people=many)
    return many
