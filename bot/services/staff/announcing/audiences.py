"""Audiences as staff choose them: no further than who sends works, asked anew each time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.staff.audience import Audience
from bot.packs import Pack, places
from bot.services import roles
from bot.services.work import Connection
from bot.store.staff.announcing.matching import Wanted

__all__ = ["Audience", "Wanted", "wanted"]


def wanted(connection: Connection, person_id: int | None, pack: Pack, audience: Audience, now: datetime) -> Wanted:
    """An audience as the store looks for it, when somebody sends to it: its areas with all below them, as far as she
    works. Raises NotAllowed.
    """
    within = roles.reach(connection, person_id, pack)
    chosen = frozenset(code for area in audience.areas for code in places.within(pack, area))
    areas = within if not audience.areas else chosen if within is None else chosen & within
    zone = ZoneInfo(pack.programme.timezone)
    return Wanted(audience, pack.programme.code, areas, now.astimezone(zone).date(), zone)
