"""Once a month a lot is drawn of members without a phone who agreed aloud: officers ask them whether they did."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import local_day
from bot.domain.groups.lot import A_MONTH, draw
from bot.i18n.calendars import month_of
from bot.packs import Pack, places
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.groups.members import lots

A_YEAR = timedelta(days=365)


def draw_all(connection: Connection, loaded: LoadedPacks, now: datetime) -> int:
    """Draw what this month lacks in every programme where it is day; gives how many."""
    here = [pack for pack in loaded.packs.values() if _is_day(pack, now)]
    return sum(draw_for(connection, pack, now) for pack in here)


def _is_day(pack: Pack, now: datetime) -> bool:
    nudges = pack.programme.nudges
    return nudges.earliest <= now.astimezone(ZoneInfo(pack.programme.timezone)).hour < nudges.latest


def draw_for(connection: Connection, pack: Pack, now: datetime) -> int:
    """Draw until every officer has as many of this month in her area: so the same again draws nobody more. The
    smallest areas come first, and count for those around them.
    """
    programme = pack.programme
    month, _ = month_of(local_day(now, ZoneInfo(programme.timezone)), programme.calendar)
    seed, written = f"{programme.code} {month}", 0
    reaches = {area: places.within(pack, area) if area else None for area in lots.desks(connection, programme.code)}
    for area in sorted(reaches, key=lambda one: (one is None, len(reaches[one] or ()), one or "")):
        within = reaches[area]
        wanted = A_MONTH - lots.how_many(connection, programme.code, within, month)
        if wanted > 0:
            drawn = draw(lots.candidates(connection, programme.code, within, month, now - A_YEAR), wanted, seed)
            lots.put(connection, month, drawn, now)
            written += len(drawn)
    return written
