"""Whether a running bot does its work: what a monitor asks every few seconds. Findings as the doctor has them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.clock_trust import Reading, Trust, in_words, what_waits
from bot.domain.wire.outgoing import Lane
from bot.services.keeping.doctor import room
from bot.services.keeping.findings import Finding
from bot.store.keeping.health import Pulse, pulse
from bot.vitals import Vitals

__all__ = ["Finding", "Pulse", "clock", "parts", "pulse", "queues", "room", "telegram"]

# With long polling Telegram answers at least every half minute; with a webhook it is asked every half hour.
POLLED, CALLED = timedelta(minutes=2), timedelta(minutes=45)
# Somebody waits for a reply. Reminders to many may take hours.
REPLY_WAITS = timedelta(minutes=10)
TICK_TAKES = timedelta(minutes=5)


def telegram(vitals: Vitals, *, polling: bool) -> Finding:
    """When Telegram was last heard of."""
    since = timedelta(seconds=vitals.since(vitals.heard_at))
    said = "has not answered yet" if vitals.heard_at is None else f"has last answered {in_words(since)} ago"
    if vitals.heard_at is not None and since <= (POLLED if polling else CALLED):
        return Finding("telegram", True, f"Telegram {said}.")
    return Finding("telegram", False, f"Telegram {said}; the log says why. See: ovop doctor")


def queues(found: Pulse, now: datetime) -> Finding:
    """How long the oldest reply waits."""
    oldest = found.oldest[Lane.REPLY]
    waits = timedelta() if oldest is None else now - oldest
    if waits > REPLY_WAITS:
        return Finding("messages", False, f"A reply has waited for {in_words(waits)}. See: ovop doctor")
    return Finding("messages", True, "No reply waits for long.")


def clock(reading: Reading) -> Finding:
    """Whether the machine's clock is believed."""
    if reading.trust is Trust.AGREES:
        return Finding("clock", True, "The machine's clock agrees with Telegram's.")
    return Finding("clock", False, what_waits(reading))


def parts(vitals: Vitals) -> Iterator[Finding]:
    """What runs, each by itself; and the tick that moves the calendar."""
    if failed := vitals.failed_lately:
        yield Finding("tasks", False, f"Failed in the last minutes: {', '.join(failed)}; report what the log says.")
    else:
        yield Finding("tasks", True, "Every part runs.")
    since = timedelta(seconds=vitals.since(vitals.ticked_at))
    if since > TICK_TAKES:
        yield Finding("tick", False, f"The last tick was done {in_words(since)} ago; report what the log says.")
    else:
        yield Finding("tick", True, "The calendar moves.")
