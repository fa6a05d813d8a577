"""Audiences as staff choose them: no further than who sends works, asked anew each time."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.staff.audience import Audience
from bot.packs import Pack, places
from bot.services import roles
from bot.services.work import Connection
from bot.store.staff.announcing import counting
from bot.store.staff.announcing.counting import Counted
from bot.store.staff.announcing.matching import Wanted

__all__ = ["Audience", "Counted", "Shown", "Wanted", "count", "groups", "wanted", "who"]

# So many are shown by name.
TEN = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """Who is in an audience: in figures, some of them by name, and of how many members without a phone how many leaders
    are told.
    """

    counted: Counted
    names: tuple[str, ...]
    leaders: int
    members: int


def wanted(connection: Connection, person_id: int | None, pack: Pack, audience: Audience, now: datetime) -> Wanted:
    """An audience as the store looks for it, when somebody sends to it: its areas with all below them, as far as she
    works. Raises NotAllowed.
    """
    within = roles.reach(connection, person_id, pack)
    chosen = frozenset(code for area in audience.areas for code in places.within(pack, area))
    areas = within if not audience.areas else chosen if within is None else chosen & within
    zone = ZoneInfo(pack.programme.timezone)
    return Wanted(audience, pack.programme.code, areas, now.astimezone(zone).date(), zone)


def count(connection: Connection, person_id: int | None, pack: Pack, audience: Audience, now: datetime) -> Counted:
    """How many it reaches, and how many it does not. Raises NotAllowed."""
    return counting.count(connection, wanted(connection, person_id, pack, audience, now))


def who(connection: Connection, person_id: int | None, pack: Pack, audience: Audience, now: datetime) -> Shown:
    """Who it is: nobody is named but where she works. Raises NotAllowed."""
    chosen = wanted(connection, person_id, pack, audience, now)
    names = tuple(counting.some(connection, chosen, TEN))
    return Shown(counting.count(connection, chosen), names, *counting.told_of(connection, chosen))


def groups(connection: Connection, person_id: int | None, pack: Pack) -> list[tuple[int, str]]:
    """The groups where she works, by number and name. Raises NotAllowed."""
    return counting.groups(connection, pack.programme.code, roles.reach(connection, person_id, pack))
