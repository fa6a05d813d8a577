"""When tips are due: planned at registration, moved with her hour, begun anew when she is back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.evaluation.nudges import Recipient, local_day
from bot.domain.lessons import tips
from bot.domain.programme import Programme
from bot.services.evaluation import nudging
from bot.store import Connection
from bot.store import tips as rows
from bot.store.evaluation import recipients

__all__ = ["are_off", "begin", "came_back", "hour_changed", "want"]


def begin(connection: Connection, person: Recipient, programme: Programme, now: datetime) -> None:
    """Somebody has registered: the first tip comes a week later. `person.key` is her number."""
    first = tips.next_at(local_day(now, person.zone), person, programme.nudges)
    rows.begin(connection, int(person.key), first)


def came_back(connection: Connection, person_id: int, now: datetime) -> None:
    """She can be written to again; that day counts as one with a message, so that a tip comes tomorrow at the first."""
    rows.look_again(connection, person_id, now)


def hour_changed(connection: Connection, person: Recipient, programme: Programme, now: datetime) -> None:
    """She chose another hour: the tip that is still to come moves there, on the same day or the first that is left."""
    plan = rows.plan(connection, int(person.key))
    if plan is not None and plan.next_at is not None:
        day = local_day(plan.next_at, person.zone)
        rows.move(connection, {int(person.key): tips.first_after(now, day, person, programme.nudges)})


def are_off(connection: Connection, person_id: int) -> bool:
    """Whether she has switched tips off."""
    plan = rows.plan(connection, person_id)
    return plan is not None and plan.off


def want(connection: Connection, person_id: int, wanted: bool, programme: Programme, now: datetime) -> None:
    """She switches tips off, or on again: the next one comes tomorrow at her hour at the first."""
    person = nudging.recipient(recipients.load(connection, [person_id])[person_id], programme)
    at = None
    if wanted and person is not None:
        today = local_day(now, ZoneInfo(programme.timezone))
        at = tips.first_after(now, today + tips.ONE_DAY, person, programme.nudges)
    rows.want(connection, person_id, not wanted, at)
