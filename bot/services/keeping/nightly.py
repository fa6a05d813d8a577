"""The nightly backups: one a day, none kept for longer than the consent texts say, and never none at all."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tarfile import TarError

from bot.problems import NotPossible
from bot.services.keeping import archive, backup, restoring, unfinished
from bot.services.keeping.backup import ASIDE, ENDING, Made
from bot.services.keeping.place import DATABASE, MEDIA, Place
from bot.services.work import StoreTrouble
from bot.store.engine.migrate import migrate
from bot.store.keeping.backup import check_file

__all__ = ["NAMING", "SAFE", "TROUBLE", "Nightly", "Renewed", "make_nightly"]

# Whatever a disk and a database can do to a night.
TROUBLE = (NotPossible, StoreTrouble, OSError, TarError, MemoryError)
NAMING = f"ovop-%Y-%m-%d{ENDING}"
A_DAY = timedelta(days=1)
# What is younger than a week is never deleted: some faults are seen only days later. Its name tells the day alone.
SAFE = timedelta(days=7) + A_DAY


@dataclass(frozen=True, slots=True)
class Renewed:
    """A backup that was written anew without `erased` people who were in it."""

    name: str
    erased: int


@dataclass(slots=True)
class Nightly:
    """What a night has done. `trouble`: why there is no new backup; `gone`: what was deleted because of its age;
    `renewed`: the last good one, over its age, where somebody in it was erased since; `left`: why that failed.
    """

    made: Made | None = None
    trouble: Exception | None = None
    gone: list[str] = field(default_factory=list)
    renewed: Renewed | None = None
    left: Exception | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A backup, or what a restore has set aside, with the moment that its name tells."""

    moment: datetime
    path: Path


def make_nightly(place: Place, keep: timedelta, now: datetime) -> Nightly:
    """Today's backup in the data folder's backups, the last one of a day; then those older than `keep` go.

    An earlier one of the day stays until the new one is whole. Where none can be made, the last good one stays however
    old it is, and is written anew without whoever was erased since: so nobody is in it for longer than was promised.
    What a restore has set aside is as old as the restore, and goes likewise.
    """
    folder, before = place.data / "backups", now - max(keep, SAFE)
    _name_anew(folder, NAMING, now)
    _name_anew(place.data, ASIDE, now)
    night = Nightly(gone=_delete(one for one in dated(place.data, ASIDE) if one.moment < before))
    _make(night, place, folder, now)
    known = dated(folder, NAMING)
    old = [one for one in known if one.moment < before]
    last = None if night.made or not old else _last_good(night, place, known, before, now)
    gone = _delete(one for one in old if one != last)
    night.gone = gone + night.gone
    if gone and night.made is None:
        # now there may be room
        _make(night, place, folder, now)
        if last is not None and night.left is not None:
            _renew(night, place, last, now)
    return night


def _make(night: Nightly, place: Place, folder: Path, now: datetime) -> None:
    try:
        night.made = backup.make_over(place, folder / now.strftime(NAMING), now, lambda *_: None)
        night.trouble = None
    except TROUBLE as problem:
        night.trouble = problem


def _last_good(night: Nightly, place: Place, known: Sequence[Dated], before: datetime, now: datetime) -> Dated | None:
    """The newest backup that is whole, and sound where it has to be written anew; None: there is no good one."""
    for one in reversed(known):
        if archive.is_whole(one.path) and (one.moment >= before or _renew(night, place, one, now)):
            return one
    return None


def _renew(night: Nightly, place: Place, one: Dated, now: datetime) -> bool:
    """Write it anew without whoever was erased since; False: it is no good. For want of room it stays as it is."""
    try:
        erased = _without_the_erased(place, one.path, now)
    except (NotPossible, StoreTrouble):
        return False
    except OSError as problem:
        night.left = problem
        return True
    night.left = None
    if erased:
        night.renewed = Renewed(one.path.name, erased)
    return True


def _without_the_erased(place: Place, file: Path, now: datetime) -> int:
    """Gives how many were still in it; the old file stays until the new one is whole. Its moment stays what it was."""
    with unfinished.stage(file.parent, unfinished.BACKUP) as stage:
        packed, media = stage / "packed", stage / MEDIA
        made_at = restoring.unpack(file, stage / DATABASE, media, lambda *_: None)
        check_file(stage / DATABASE)
        migrate(f"sqlite+aiosqlite:///{stage / DATABASE}")
        erased = restoring.erase_again(place, stage / DATABASE, media, now)
        if erased:
            check_file(stage / DATABASE)
            backup.pack(packed, stage / DATABASE, backup.media_in(media), made_at, lambda *_: None)
            packed.replace(file)
            backup.sync_folder(file.parent)
    return erased


def dated(folder: Path, naming: str = NAMING) -> list[Dated]:
    """What is named after a moment, the oldest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            found.append(Dated(datetime.strptime(path.name, naming).replace(tzinfo=UTC), path))
        except ValueError:
            continue
    return sorted(found, key=lambda one: one.moment)


def _delete(which: Iterable[Dated]) -> list[str]:
    """Gives the names."""
    gone = []
    for one in which:
        shutil.rmtree(one.path) if one.path.is_dir() else one.path.unlink()
        gone.append(one.path.name)
    return gone


def _name_anew(folder: Path, naming: str, now: datetime) -> None:
    """What a clock that ran ahead has named would be kept until that day: it is of these days, and is named so.

    Not after today, which tonight's backup takes the place of.
    """
    for one in dated(folder, naming):
        if one.moment > now + A_DAY:
            names = (folder / (now - n * A_DAY).strftime(naming) for n in range(1, SAFE.days))
            free = next((name for name in names if not name.exists()), None)
            if free is not None:
                one.path.rename(free)
