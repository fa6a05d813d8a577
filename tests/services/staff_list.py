"""The follow-ups and figures among what waits for somebody, page by page, as the tests look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.packs import Pack
from bot.services.staff import work
from bot.store import Connection
from bot.store.staff import follow_ups
from bot.store.staff.follow_ups import Waiting

LATER = datetime(2036, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Shown:
    number: int
    total: int
    areas: Sequence[str | None]
    shown: Sequence[Waiting]
    is_last: bool


def waiting(connection: Connection, person_id: int | None, pack: Pack, number: int = 0, now: datetime = LATER) -> Shown:
    page = work.look(connection, person_id, pack, now, number, (work.FOLLOW_UP, work.ACCOUNT_LOST, work.FIGURE))
    numbers = [one.item.ref for one in page.shown]
    known = follow_ups.known(connection, numbers)
    return Shown(page.number, page.total, page.areas, [known[one] for one in numbers], page.is_last)
