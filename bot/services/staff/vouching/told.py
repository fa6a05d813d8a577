"""Who was vouched for in the chat hears it once it cannot be undone any more, by day."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.left_out import LeftOut
from bot.services.loaded_packs import LoadedPacks
from bot.services.people import vouching
from bot.services.work import Connection
from bot.store.staff.vouching import words

VOUCHED = "Telling who is confirmed: vouch"
AT_A_TICK = 500


def tell(connection: Connection, loaded: LoadedPacks, left_out: LeftOut, now: datetime) -> int:
    """Tell who is to hear it, in every programme where it is day; gives how many."""
    told = 0
    for code, pack in loaded.packs.items():
        local, nudges = now.astimezone(ZoneInfo(pack.programme.timezone)), pack.programme.nudges
        if nudges.earliest <= local.hour < nudges.latest:
            waiting = left_out.others(VOUCHED, words.untold(connection, code, now, AT_A_TICK), AT_A_TICK)
            told += sum(left_out.each(connection, VOUCHED, waiting, partial(_tell, loaded=loaded, code=code, now=now)))
    return told


def _tell(connection: Connection, numbers: Sequence[int], loaded: LoadedPacks, code: str, now: datetime) -> int:
    people = words.told(connection, numbers, now)
    vouching.tell(connection, {code: loaded.packs[code].programme}, people, loaded.catalogues, now)
    return len(people)
