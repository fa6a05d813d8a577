"""Progress: what a producer said over time, against the own baseline."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.interval import Course
from bot.packs import Pack
from bot.store import Connection


@dataclass(frozen=True, slots=True)
class Progress:
    """How a producer is doing."""

    course: Course


def of_producer(connection: Connection, producer_id: int, pack: Pack, now: datetime) -> Progress:
    """How a producer is doing on the whole, and in each indicator."""
    return Progress(Course.MIXED)
