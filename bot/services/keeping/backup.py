"""Backups: one .tar.gz with the database and the media folder, and the way back from it."""

import gzip
import io
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from bot.problems import NotPossible
from bot.services.people import erasure
from bot.store.engine import lock
from bot.store.engine.migrate import NewerDatabase, SchemaState, schema_state
from bot.store.engine.sync import EmptyFile, sqlite_file
from bot.store.keeping.backup import Unsound, check_file, copy_database

__all__ = [
    "CannotBackUp", "Made", "Place", "Progress", "Restored", "Unsound",
    "erase_again", "is_whole", "make", "make_over", "media_in", "pack", "restore", "unpack",
]  # fmt: skip

# Of a step: what is being done, bytes so far, bytes in all.
Progress = Callable[[str, int, int], None]

ENDING = ".tar.gz"
MANIFEST, DATABASE, MEDIA = "manifest.json", "ovop.db", "media"
ASIDE = "before-restore-%Y%m%d-%H%M%S"
# How the folder begins in which a backup is made.
UNDER_WAY = ".backup-"
FORMAT = 1
CHUNK = 1 << 20
# Photos and voice are packed already; more effort makes a backup slower, not smaller.
GZIP_LEVEL = 3
DAMAGED = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, json.JSONDecodeError, KeyError)


class CannotBackUp(NotPossible):
    """It cannot be done as asked; the message is one sentence for the operator, with what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bot keeps things: the database's address and the data folder, both as in the settings."""

    url: str
    data: Path

    @property
    def database(self) -> Path:
        """The SQLite file. Raises CannotBackUp on PostgreSQL, which brings its own tools."""
        file = sqlite_file(self.url)
        if file is None:
            raise CannotBackUp(
                "This database is PostgreSQL: use pg_dump --format=custom and pg_restore, and copy the media folder."
            )
        return file

    @property
    def media(self) -> Path:
        """The folder of photos and voice notes."""
        return self.data / MEDIA


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written and checked; `gone`: how many media files went away before they could be packed."""

    file: Path
    size: int
    media_files: int
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was put in place. `aside`: where what was there before is kept; None when nothing was.

    `erased`: how many people in it had asked to be forgotten since it was made, and are forgotten again.
    """

    made_at: datetime
    aside: Path | None
    needs_migration: bool
    erased: int


def make(place: Place, target: Path, now: datetime, progress: Progress) -> Made:
    """Write a backup to `target`, a new file; the bot may go on meanwhile. Raises CannotBackUp, Unsound."""
    if not target.name.endswith(ENDING):
        raise CannotBackUp(f"A backup is a file that ends in {ENDING}; call it {target.name}{ENDING}, for example.")
    if target.exists():
        raise CannotBackUp(f"{target} exists already; choose another name.")
    return make_over(place, target, now, progress)


def make_over(place: Place, target: Path, now: datetime, progress: Progress) -> Made:
    """As `make`; what stands under that name already is there until the new one is whole."""
    if not place.database.is_file():
        raise CannotBackUp(f"There is no database at {place.database} yet; run: ovop init PACK")
    if not place.database.stat().st_size:
        raise EmptyFile(place.database)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=UNDER_WAY) as folder:
        copy, packed = Path(folder) / DATABASE, Path(folder) / "packed"
        expected = place.database.stat().st_size
        copy_database(place.database, copy, lambda size: progress("Copying the database", size, expected))
        if schema_state(f"sqlite+aiosqlite:///{copy}") is SchemaState.EMPTY:
            raise CannotBackUp(f"{place.database} has no tables of ovop in it: there is nothing to back up.")
        files = media_in(place.media)
        gone = pack(packed, copy, files, now, progress)
        packed.replace(target)
    return Made(target, target.stat().st_size, len(files) - gone, gone)


def media_in(folder: Path) -> list[tuple[Path, str]]:
    """The files of a media folder, each with its name in a backup."""
    files = sorted(file for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else []
    return [(file, f"{MEDIA}/{file.relative_to(folder).as_posix()}") for file in files]


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


def restore(place: Place, source: Path, now: datetime, progress: Progress) -> Restored:
    """Put a backup in the place of what is there, which is kept aside. Everything is checked before anything is moved.

    Raises CannotBackUp, Unsound, NewerDatabase, and lock.InUse while the bot runs.
    """
    database = place.database
    if not source.is_file():
        raise CannotBackUp(f"There is no file {source}.")
    with lock.hold(place.url), TemporaryDirectory(dir=database.parent, prefix=".restore-") as folder:
        stage = Path(folder)
        made_at = unpack(source, stage, progress)
        check_file(stage / DATABASE)
        state = schema_state(f"sqlite+aiosqlite:///{stage / DATABASE}")
        if state is SchemaState.NEWER:
            raise NewerDatabase
        if state is SchemaState.EMPTY:
            raise CannotBackUp(f"{source.name} has no tables of ovop in it.")
        erased = erase_again(place, stage, now) if state is SchemaState.CURRENT else 0
        aside = _set_aside(place, now)
        (stage / DATABASE).replace(database)
        if (stage / MEDIA).is_dir():
            shutil.move(stage / MEDIA, place.media)
    return Restored(made_at, aside, state is SchemaState.OLDER, erased)


def erase_again(place: Place, stage: Path, now: datetime) -> int:
    """Whoever was forgotten since the backup was made stays forgotten. One of an older version is migrated first: then
    the bot does this when it starts.
    """
    listed = erasure.known_entries(place.url, place.data / erasure.LIST)
    erasure.note(place.data / erasure.LIST, listed)
    return erasure.erase_again_in(f"sqlite+aiosqlite:///{stage / DATABASE}", listed, stage / MEDIA, now)


def unpack(source: Path, stage: Path, progress: Progress) -> datetime:
    """Unpack what belongs in a backup and nothing else; gives the moment it was made."""
    with _as_backup(source), source.open("rb") as raw, tarfile.open(fileobj=raw, mode="r:gz") as tar:
        first = tar.next()
        if first is None or first.name != MANIFEST:
            raise KeyError(MANIFEST)
        manifest = json.load(_content(tar, first))
        if manifest["format"] != FORMAT:
            raise CannotBackUp(f"{source.name} was made by a newer version of ovop; install it, then try again.")
        total = source.stat().st_size
        while (member := tar.next()) is not None:
            target = stage.joinpath(*_parts(member))
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                shutil.copyfileobj(_content(tar, member), file, CHUNK)
            progress("Unpacking", raw.tell(), total)
        if not (stage / DATABASE).is_file():
            raise KeyError(DATABASE)
        return datetime.fromisoformat(manifest["made_at"])


@contextmanager
def _as_backup(source: Path) -> Iterator[None]:
    try:
        yield
    except DAMAGED:
        raise CannotBackUp(f"{source.name} is not a whole backup of ovop; take another one.") from None


def is_whole(source: Path) -> bool:
    """Whether a backup is what was packed once, to the last byte; needs no room."""
    try:
        with _as_backup(source), source.open("rb") as raw, gzip.open(raw) as packed:
            with tarfile.open(fileobj=packed, mode="r:") as tar:
                names = [member.name for member in tar]
            while packed.read(CHUNK):
                pass  # its checksum comes last
    except CannotBackUp:
        return False
    return MANIFEST in names and DATABASE in names


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise KeyError(member.name)
    return content


def _parts(member: tarfile.TarInfo) -> tuple[str, ...]:
    """Where a member goes, below the stage; a name that leads elsewhere makes the whole file suspect."""
    parts = PurePosixPath(member.name).parts
    inside = parts == (DATABASE,) or (len(parts) > 1 and parts[0] == MEDIA and ".." not in parts)
    if not member.isfile() or not inside:
        raise KeyError(member.name)
    return parts


def _set_aside(place: Place, now: datetime) -> Path | None:
    """Move what is there out of the way; the log goes with its database, which is not whole without it."""
    database = place.database
    present = [path for path in (database, *_companions(database), place.media) if path.exists()]
    if not present:
        return None
    aside = place.data / now.strftime(ASIDE)
    aside.mkdir(parents=True)
    for path in present:
        shutil.move(path, aside / path.name)
    return aside


def _companions(database: Path) -> tuple[Path, ...]:
    return tuple(database.with_name(database.name + ending) for ending in ("-wal", "-shm"))
