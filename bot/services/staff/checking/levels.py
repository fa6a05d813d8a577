"""A figure that is far from the usual and held, and that nobody else in the area may let in: after the days that the
pack sets, those are told who work one level up.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.people.roles import STAFF, Role
from bot.domain.wire.message import Message
from bot.i18n import N_, Text
from bot.left_out import LeftOut
from bot.packs import Pack, places
from bot.services.groups import telling
from bot.services.loaded_packs import LoadedPacks
from bot.services.work import Connection
from bot.store.people import audit, roles
from bot.store.people.audit import Deed
from bot.store.people.roles import Held
from bot.store.staff.checking import deeds, queue
from bot.store.staff.checking.queue import Item

UP = N_("⏸ {area}: a held figure waits for another officer, and there is none.\nPlease look at it: /figures")
WHAT = "Held figures, one level up: follow-up"
AT_ONCE = 50


def move_up(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """Tell who works above of what has been held for so long, by day, once; gives of how many."""
    told = 0
    for code, pack in loaded.packs.items():
        local, nudges = now.astimezone(ZoneInfo(pack.programme.timezone)), pack.programme.nudges
        if nudges.earliest <= local.hour < nudges.latest:
            before = now - timedelta(days=pack.programme.up_after_days)
            waiting = queue.held_long(connection, code, before, AT_ONCE + len(left_out))
            up = partial(_up, loaded=loaded, pack=pack, now=now)
            told += sum(left_out.each(connection, WHAT, left_out.others(WHAT, waiting, AT_ONCE), up))
    return told


def _up(connection: Connection, numbers: Sequence[int], loaded: LoadedPacks, pack: Pack, now: datetime) -> int:
    held = [one for one in roles.all_held(connection) if _works(one, pack)]
    told = 0
    for item in queue.load(connection, numbers):
        level = next(_levels(connection, pack, held, item), None)
        if level is None:
            continue
        area, people = level
        name = places.name(pack, item.area, pack.programme.languages[0])
        message = Message(Text(UP, {"area": name}))
        telling.send(connection, loaded.catalogues, dict.fromkeys(people, message), now)
        deeds.moved_up(connection, item.id, now)
        subject = f"submission {item.submission_id}"
        audit.record(connection, Deed("clock", "figure one level up", subject, {"to": area}, item.producer_id), now)
        told += 1
    return told


def _works(one: Held, pack: Pack) -> bool:
    return one.programme == pack.programme.code and not one.suspended and one.reach.role in STAFF


def _levels(
    connection: Connection, pack: Pack, held: Collection[Held], item: Item
) -> Iterator[tuple[str | None, list[int]]]:
    """Above who holds it, each level on which somebody may let it in, the nearest first; none, where somebody may who
    works beside her.
    """
    chain = _chain(pack, item.area)
    holders = {one.person_id for one in item.held if one.is_far}
    others: dict[str | None, list[int]] = {}
    for one in held:
        area = _area(one)
        can = (
            one.person_id not in holders and area in chain and not queue.is_her_own(connection, one.person_id, item.id)
        )
        if can:
            others.setdefault(area, []).append(one.person_id)
    places_of_holders = [chain.index(_area(one)) for one in held if one.person_id in holders and _area(one) in chain]
    highest = max(places_of_holders, default=0)
    if any(area in others for area in chain[: highest + 1]):
        return
    for area in chain[highest + 1 :]:
        if area in others:
            yield area, sorted(set(others[area]))


def _area(one: Held) -> str | None:
    return one.reach.area if one.reach.role is Role.OFFICER else None


def _chain(pack: Pack, area: str | None) -> list[str | None]:
    """An area, what it lies in, and so on up to the whole programme."""
    found: list[str | None] = []
    while area:
        found.append(area)
        rows = pack.areas.where("name", area)
        area = rows[0].get("parent") if rows else None
    return [*found, None]
