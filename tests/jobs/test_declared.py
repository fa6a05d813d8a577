"""Each module of jobs/ says whether what it does can be undone, and what cannot has only the clock that is believed."""

import importlib
import pkgutil
from functools import partial
from pathlib import Path

import jobs
from bot.nights import nightly
from bot.settings import read_settings
from tests.handlers.wire.test_clock import CODE, house, simulator
from tests.house import COUNTRIES, TOKEN, pack
from tests.jobs.test_doubted import Night, night

__all__ = ["house", "night", "simulator"]

# What runs the others: they say it of themselves.
CLOCKWORK = "embedded"
# They go by a reading of the clock, and do by themselves what they may (tests/jobs/test_tick.py, test_announcing.py).
BY_THEMSELVES = {"announcing", "tick"}


def modules() -> dict[str, object]:
    names = [one.name for one in pkgutil.iter_modules(jobs.__path__)]
    return {name: importlib.import_module(f"jobs.{name}") for name in names if name != CLOCKWORK}


def says(module: object) -> object:
    return getattr(module, "CAN_BE_UNDONE", None)


def test_each_says_it() -> None:
    assert [name for name, module in modules().items() if not isinstance(says(module), bool)] == []


def test_there_is_none_that_is_not_seen() -> None:
    """A folder would hide its modules from the test above."""
    files = {path.stem for path in Path(jobs.__path__[0]).rglob("*.py") if path.stem != "__init__"}
    assert files == {*modules(), CLOCKWORK}


async def test_what_cannot_be_undone_is_done_at_night_by_the_clock_that_is_believed(night: Night) -> None:
    """One that is new has to be there too, so that what walks over the nights (test_doubted.py) walks over it."""
    by_night = {job.name: job.can_be_undone for job in night.jobs}
    final = {name for name, module in modules().items() if says(module) is False}
    assert final == {name for name, can_be_undone in by_night.items() if not can_be_undone} | BY_THEMSELVES


async def test_each_programme_has_its_own_night(night: Night) -> None:
    house = night.house
    house.loaded.packs.update({code: pack(code) for code in COUNTRIES})
    settings = read_settings(token=TOKEN, data_dir=night.folder, database_url=house.store.url)
    house.home = "thailand-otop"
    found = nightly(house, settings)
    nights: dict[str, list[str]] = {}
    for job in found:
        nights.setdefault(str(job.zone), []).append(job.name)
    theirs = ["housekeeping", "silence"]
    assert nights == {
        "Africa/Blantyre": theirs,
        "Asia/Kathmandu": theirs,
        "Asia/Bangkok": [*theirs, "clear", "backup"],
    }
    for job in found[:6]:
        assert isinstance(job.work, partial)
        (those,) = (one for one in job.work.args if isinstance(one, list))
        assert {one.timezone for one in those} == {str(job.zone)}
    house.home = None
    assert {str(job.zone) for job in nightly(house, settings) if job.name == "backup"} == {
        pack(CODE).programme.timezone
    }
