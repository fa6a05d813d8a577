"""Questions that nobody has answered for two working days go one level up, and are told there once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.staff.asking import DAYS_UNTIL_UP
from bot.domain.staff.working_hours import worked
from bot.left_out import LeftOut
from bot.packs import Pack
from bot.services.loaded_packs import LoadedPacks
from bot.services.staff.asking import answering, telling
from bot.services.work import Connection
from bot.store.staff.asking import inquiries
from bot.store.staff.asking.inquiries import Inquiry

RAISING = "Bringing a question one level up: inquiry"


def raise_late(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """Bring up what has waited for so long; gives how many messages were written."""
    return sum(_of_programme(connection, loaded, pack, left_out, now) for pack in loaded.packs.values())


def _of_programme(connection: Connection, loaded: LoadedPacks, pack: Pack, left_out: LeftOut, now: datetime) -> int:
    longest = pack.programme.working_hours.day * DAYS_UNTIL_UP
    found = inquiries.may_be_late(connection, pack.programme.code, longest, now)
    todo = left_out.others(RAISING, found, len(found))

    def work(connection: Connection, numbers: Sequence[int]) -> int:
        return sum(_raise(connection, loaded, pack, number, now) for number in numbers)

    return sum(left_out.each(connection, RAISING, todo, work))


def _raise(connection: Connection, loaded: LoadedPacks, pack: Pack, number: int, now: datetime) -> int:
    one = inquiries.find(connection, number)
    if one is None or waited(pack, one, now) < pack.programme.working_hours.day * DAYS_UNTIL_UP * (one.raises + 1):
        return 0
    goes = answering.higher(connection, pack, one)
    if goes is None or not inquiries.go_up(connection, one, goes.area):
        return 0
    up = inquiries.find(connection, number)
    said = answering.last_of_asker(inquiries.said(connection, number))
    if up is None or said is None:
        return 0
    return telling.to_staff(connection, pack, up, said, telling.WENT_UP, goes.people, loaded.catalogues, now)


def waited(pack: Pack, one: Inquiry, now: datetime) -> timedelta:
    """How much working time has passed since her last message that nobody has answered."""
    if one.waits_since is None:
        return timedelta()
    return worked(pack.programme.working_hours, ZoneInfo(pack.programme.timezone), one.waits_since, now)
