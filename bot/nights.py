"""What is done every night, and where it is night then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.programme import Programme
from bot.services.keeping.backup import Place
from bot.settings import Settings
from jobs import backup, erasing, housekeeping, silence
from jobs.backup import nightly_backup
from jobs.embedded import Job

if TYPE_CHECKING:
    from bot.app import House


def nightly(house: House, settings: Settings) -> list[Job]:
    """What is done every night, in this order, each programme's part where it is night there. Each is handed a clock by
    what it says of itself, and has no other.
    """
    by_code = {code: pack.programme for code, pack in house.loaded.packs.items()}
    there = {ZoneInfo(one.timezone): [two for two in by_code.values() if two.timezone == one.timezone]
             for one in by_code.values()}  # fmt: skip
    jobs = [job for zone, those in there.items() for job in _of_people(house, those, zone)]
    home = by_code.get(house.home or "") or next(iter(by_code.values()))
    # the nightly backup is kept for the days that every programme's consent text allows
    keep = timedelta(days=min(programme.consent.backup_days for programme in by_code.values()))
    clear, back_up = partial(_clear, house), partial(nightly_backup, Place(settings.database, settings.data_dir), keep)
    return [
        *jobs,
        Job("clear", clear, erasing.CAN_BE_UNDONE, ZoneInfo(home.timezone)),
        Job("backup", back_up, backup.CAN_BE_UNDONE, ZoneInfo(home.timezone)),
    ]


def _of_people(house: House, those: Sequence[Programme], zone: ZoneInfo) -> list[Job]:
    """What is done about the people of these programmes, who live in this zone."""
    transactions = house.store.transaction
    tidy = partial(housekeeping.housekeeping, transactions, house.left_out, those, house.media)
    forget = partial(silence.silence, transactions, house.loaded, house.left_out, those)
    return [
        Job("housekeeping", tidy, housekeeping.CAN_BE_UNDONE, zone),
        Job("silence", forget, silence.CAN_BE_UNDONE, zone),
    ]


async def _clear(house: House, _now: Callable[[], datetime]) -> None:
    await house.clear(at_night=True)
