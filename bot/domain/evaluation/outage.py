"""What an outage of the bot means for the calendar.

Telegram keeps what people send for 24 hours at most. When the bot was away for longer, answers may be lost without a
trace: people with open forms are asked again, and a slot that then stays empty says "outage", not "no answer".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

TELEGRAM_KEEPS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Outage:
    """From the last sign of life to the return, both aware (UTC)."""

    start: datetime
    end: datetime

    def touches(self, opens_at: datetime, closes_at: datetime) -> bool:
        """Whether an answer to a slot that was open from `opens_at` until before `closes_at` may have been lost."""
        return self.start < closes_at and opens_at <= self.end


def outage_between(last_alive: datetime | None, now: datetime) -> Outage | None:
    """The outage that ends now, if it was longer than Telegram keeps updates. None also at the very first start."""
    if last_alive is None or now - last_alive <= TELEGRAM_KEEPS:
        return None
    return Outage(last_alive, now)
