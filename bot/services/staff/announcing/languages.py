"""The languages of an audience, in which an announcement is to be written."""

from datetime import datetime

from bot.domain.staff.audience import Audience
from bot.packs import Pack
from bot.services.staff.announcing import audiences
from bot.services.work import Connection
from bot.store.staff.announcing import languages


def count(
    connection: Connection,
    person_id: int | None,
    pack: Pack,
    audience: Audience,
    now: datetime,
    *,
    emergency: bool = False,
) -> dict[str, int]:
    """How many chats it reaches in each language, the one of most first. Raises NotAllowed."""
    wanted = audiences.wanted(connection, person_id, pack, audience, now)
    return languages.count(connection, wanted, emergency=emergency)
