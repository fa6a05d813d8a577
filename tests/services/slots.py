"""What the calendar's tests look at: states of slots, days of reminders."""

from datetime import date

from bot.domain.evaluation.nudges import local_day
from tests.services.town import Member, Town

TH, NP, MW = "thailand-otop", "nepal-odop", "malawi-ovop"
JOINED = date(2026, 1, 31)


def states(place: Town, member: Member) -> list[tuple[int, str, str | None]]:
    """Month, state and reason of each slot."""
    return [(row.month, row.state, row.why) for row in place.slots(member)]


def days_of(place: Town, member: Member) -> list[date]:
    """The days, where she lives, of her reminders."""
    return [local_day(nudge.at, place.zone(member.code)) for nudge in place.nudges(member)]
