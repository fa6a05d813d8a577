"""What an announcement costs in time: by when all have it."""

import math
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.staff.announcing.lasting import ANY_HOUR, Hours, Wave, done_by
from bot.packs import Pack


def hours(pack: Pack, *, emergency: bool) -> Hours:
    """When people of a programme are written to; an emergency passes the night and the days without announcements."""
    if emergency:
        return ANY_HOUR
    return Hours(pack.programme.nudges.earliest, pack.programme.nudges.latest)


def all_have_it(pack: Pack, chats: int, rate: float, at: datetime, *, emergency: bool) -> datetime | None:
    """When so many have it that leaves at a moment, `rate` a second; None: never, or there is nobody."""
    wave = Wave(ZoneInfo(pack.programme.timezone), at, chats)
    return done_by([wave], rate or math.inf, hours(pack, emergency=emergency))
