"""When a tick would next find something to do: tests pass over the thousands of ticks that would find nothing."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.store.schema import slot, tip_plan

# A tick is also a sign of life: without one for a day there was an outage.
HEARTBEAT = timedelta(hours=12)

_SOONEST = (
    select(func.min(slot.c.next_nudge_at)).scalar_subquery(),
    select(func.min(slot.c.opens_at)).where(slot.c.state == "waiting").scalar_subquery(),
    select(func.min(slot.c.closes_at)).where(slot.c.state == "open").scalar_subquery(),
)
# Made once: there are tens of thousands of moments in a year of a town.
_NEXT = select(*_SOONEST)
_NEXT_WITH_TIPS = select(*_SOONEST, select(func.min(tip_plan.c.next_at)).scalar_subquery())


def next_moment(connection: Connection, now: datetime, *, tips: bool) -> datetime:
    """The moment at which the next tick is needed; `tips`: whether they are sent too."""
    moments = connection.execute(_NEXT_WITH_TIPS if tips else _NEXT).one()
    return min([now + HEARTBEAT, *(moment for moment in moments if moment is not None)])
