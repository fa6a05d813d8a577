"""What an outage of the bot means for the calendar.

Telegram keeps what people send for 24 hours at most. When the bot was away for longer, answers may be lost without a
trace: people with open forms are asked again, and a slot that then stays empty says "outage", not "no answer".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.calendar import PlannedSlot, closes, opens
from bot.domain.nudges import local_day
from bot.domain.programme import Schedule

TELEGRAM_KEEPS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Outage:
    """From the last sign of life to the return, both aware (UTC)."""

    start: datetime
    end: datetime


def outage_between(last_alive: datetime | None, now: datetime) -> Outage | None:
    """The outage that ends now, if it was longer than Telegram keeps updates. None also at the very first start."""
    if last_alive is None or now - last_alive <= TELEGRAM_KEEPS:
        return None
    return Outage(last_alive, now)


def slots_in_outage(
    outage: Outage, slots: Iterable[PlannedSlot], inception: date, schedule: Schedule, zone: tzinfo
) -> tuple[PlannedSlot, ...]:
    """Those of a producer's slots without an answer that could have been answered while the bot was away."""
    known = tuple(slots)
    dues = [slot.due for slot in known]
    first, last = local_day(outage.start, zone), local_day(outage.end, zone)
    return tuple(
        slot
        for slot in known
        if not slot.state.ended and opens(slot, schedule) <= last and first < closes(slot, dues, inception, schedule)
    )
