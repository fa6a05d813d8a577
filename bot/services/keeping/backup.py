"""Backups: one .tar.gz with the database and the media folder. The way back from it: restoring.py."""

import io
import json
import os
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.services.keeping import unfinished
from bot.services.keeping.archive import FORMAT
from bot.services.keeping.place import DATABASE, MANIFEST, MEDIA, CannotBackUp, Place
from bot.services.people import erasure
from bot.store.engine.migrate import SchemaState, schema_state
from bot.store.engine.sync import refuse_odd
from bot.store.keeping.backup import Unsound, copy_database

__all__ = [
    "DATABASE", "MEDIA", "CannotBackUp", "Made", "Place", "Progress", "Unsound", "make", "make_over", "media_in",
    "pack", "sync_folder",
]  # fmt: skip

# Of a step: what is being done, bytes so far, bytes in all.
Progress = Callable[[str, int, int], None]

ENDING = ".tar.gz"
ASIDE = "before-restore-%Y%m%d-%H%M%S"
# Photos and voice are packed already; more effort makes a backup slower, not smaller.
GZIP_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written and checked; `gone`: how many media files went away before they could be packed."""

    file: Path
    size: int
    media_files: int
    gone: int = 0


def make(place: Place, target: Path, now: datetime, progress: Progress) -> Made:
    """Write a backup to `target`, a new file; the bot may go on meanwhile. Raises CannotBackUp, Unsound."""
    if not target.name.endswith(ENDING):
        raise CannotBackUp(f"A backup is a file that ends in {ENDING}; call it {target.name}{ENDING}, for example.")
    if target.exists():
        raise CannotBackUp(f"{target} exists already; choose another name.")
    return make_over(place, target, now, progress)


def make_over(place: Place, target: Path, now: datetime, progress: Progress) -> Made:
    """As `make`; what stands under that name already is there until the new one is whole."""
    refuse_odd(place.database)
    if not place.database.is_file():
        raise CannotBackUp(f"There is no database at {place.database} yet; run: ovop init PACK")
    unfinished.note(place.data, target.parent)
    unfinished.sweep(place.data, place.database)
    with unfinished.stage(target.parent, unfinished.BACKUP) as folder:
        copy, packed = folder / DATABASE, folder / "packed"
        expected = place.database.stat().st_size
        copy_database(place.database, copy, lambda size: progress("Copying the database", size, expected))
        if schema_state(f"sqlite+aiosqlite:///{copy}") is SchemaState.EMPTY:
            raise CannotBackUp(f"{place.database} has no tables of ovop in it: there is nothing to back up.")
        files = media_in(place.media)
        gone = pack(packed, copy, files, now, progress)
        packed.replace(target)
        sync_folder(target.parent)
    return Made(target, target.stat().st_size, len(files) - gone, gone)


def media_in(folder: Path) -> list[tuple[Path, str]]:
    """The whole files of a media folder, each with its name in a backup; what goes away meanwhile is left out."""

    def fail(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error

    found = (Path(inside) / name for inside, _, names in os.walk(folder, onerror=fail) for name in names)
    files = sorted(file for file in found if file.suffix != erasure.HALF_FETCHED and file.is_file())
    return [(file, f"{MEDIA}/{file.relative_to(folder).as_posix()}") for file in files]


def sync_folder(folder: Path) -> None:
    """A new name is on the disk only with its folder; Windows has no such thing, and cannot open one."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def pack(target: Path, database: Path, files: list[tuple[Path, str]], made_at: datetime, progress: Progress) -> int:
    """Gives how many files are gone since they were listed: erased, or too old."""
    total = sum(_size(file) for file in (database, *(file for file, _ in files)))
    # It holds names and phones: for the operator's eyes only.
    target.touch(mode=0o600)
    with target.open("wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=GZIP_LEVEL) as tar:
        manifest = json.dumps({"format": FORMAT, "made_at": made_at.astimezone(UTC).isoformat()}).encode()
        header = tarfile.TarInfo(MANIFEST)
        header.size = len(manifest)
        tar.addfile(header, io.BytesIO(manifest))
        done, gone = _add(tar, database, DATABASE), 0
        progress("Packing", done, total)
        for file, name in files:
            try:
                done += _add(tar, file, name)
            except FileNotFoundError:
                gone += 1
            progress("Packing", done, total)
    with target.open("rb") as written:
        os.fsync(written.fileno())
    return gone


def _add(tar: tarfile.TarFile, file: Path, name: str) -> int:
    with file.open("rb") as content:
        header = tar.gettarinfo(arcname=name, fileobj=content)
        tar.addfile(header, content)
    return header.size


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
