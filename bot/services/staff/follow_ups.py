"""The follow-ups of an officer's areas: silence, figures that are far from the usual, wishes and lost accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.packs import Pack
from bot.services import roles
from bot.services.work import Connection
from bot.store.groups import groups
from bot.store.groups.groups import Group
from bot.store.staff import follow_ups
from bot.store.staff.follow_ups import Waiting

__all__ = ["SIZE", "Page", "Waiting", "waiting"]

SIZE = 8


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: its number from 0 on, how many follow-ups wait in all, and in which areas she works."""

    number: int
    total: int
    areas: Sequence[str | None]
    shown: Sequence[Waiting]
    # groups there that nobody leads
    leaderless: Sequence[Group]

    @property
    def is_last(self) -> bool:
        return (self.number + 1) * SIZE >= self.total


def waiting(connection: Connection, person_id: int | None, pack: Pack, number: int = 0) -> Page:
    """What waits in the areas of a member of staff, and in all below them; a page that is not there is the last one.

    What members say to staff alone of a leader's report, a leader who is staff herself does not see of her own: others
    of the staff do. Raises NotAllowed.
    """
    within = roles.reach(connection, person_id, pack)
    code = pack.programme.code
    total = follow_ups.count(connection, code, within, person_id)
    number = max(0, min(number, (total - 1) // SIZE))
    shown = follow_ups.page(connection, code, within, person_id, number * SIZE, SIZE)
    leaderless = [one for one in groups.listed(connection, code, within) if not one.leaders]
    return Page(number, total, roles.areas(connection, person_id), shown, leaderless)
