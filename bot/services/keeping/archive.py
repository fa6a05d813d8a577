"""A backup that comes from outside: it is read to its very end before anything of it is written, or is refused.

Who has made it, what has become of it since and what its names, sizes and kinds say is not known: whatever it holds
that a backup of ours does not hold makes all of it suspect.
"""

import errno
import gzip
import json
import shutil
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from bot.problems import NotPossible
from bot.services.keeping.place import DATABASE, MANIFEST, MEDIA, CannotBackUp

FORMAT = 1
CHUNK = 1 << 20
# More than this is never read at once: what the headers claim is not believed.
MOST_AT_ONCE = 4 << 20
LONGEST_MANIFEST = 64 << 10
LONGEST_NAME = 255
# What stays free on the disk.
SPARE = 50_000_000
# What a file system says of a name that an archive of ours never has; all else that it says is of the disk.
_OF_A_NAME = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EINVAL, errno.EILSEQ)

# Bytes of the archive so far, in all.
Progress = Callable[[int, int], None]


class _Odd(Exception):
    """Something that no backup of ours has."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a backup: when it was made, and how many bytes it has when it is unpacked."""

    made_at: datetime
    size: int


class _Stream:
    """What is packed, as a file: it gives no more at once than it is sensible to ask for."""

    def __init__(self, packed: gzip.GzipFile) -> None:
        self._packed = packed
        self.last = b""

    def read(self, size: int) -> bytes:
        if not 0 <= size <= MOST_AT_ONCE:
            raise _Odd
        self.last = self._packed.read(size)
        return self.last

    def seek(self, place: int) -> int:
        if place < self._packed.tell():
            raise _Odd
        return self._packed.seek(place)

    def tell(self) -> int:
        return self._packed.tell()

    def end(self) -> None:
        """Read to the end, where the checksum is; after the last member there is nothing but zeros."""
        if len(self.last) != tarfile.BLOCKSIZE or self.last.strip(b"\0"):
            raise _Odd
        while rest := self._packed.read(CHUNK):
            if rest.strip(b"\0"):
                raise _Odd


def survey(source: Path, room: int, progress: Progress) -> Contents:
    """Read all of it and write nothing. Raises CannotBackUp unless it is a whole backup that takes less than `room`."""
    with as_backup(source), _opened(source, progress) as (tar, stream, told):
        made_at, size, found = _made_at(source, tar), 0, False
        for member in _members(tar, told):
            size += member.size + tarfile.BLOCKSIZE
            if size + SPARE > room:
                raise CannotBackUp(
                    f"{source.name} takes more room than there is: {room // 1_000_000:,} MB are free;"
                    " make room or move OVOP_DATA_DIR, then try again."
                )
            found |= _parts(member) == (DATABASE,)
        stream.end()
        if not found:
            raise _Odd
    return Contents(made_at, size)


def made_at(source: Path) -> datetime | None:
    """When it was made, by what it begins with; None where that is none of ours."""
    try:
        with as_backup(source), _opened(source, lambda *_: None) as (tar, _, _):
            return _made_at(source, tar)
    except (CannotBackUp, OSError):
        return None


def is_whole(source: Path) -> bool:
    """Whether a backup is what was packed once, to the last byte; needs no room."""
    try:
        survey(source, sys.maxsize, lambda *_: None)
    except CannotBackUp:
        return False
    return True


def unpack(source: Path, database: Path, media: Path, progress: Progress) -> None:
    """Write what is in it; nothing is there yet. Raises CannotBackUp."""
    with as_backup(source), _opened(source, progress) as (tar, _, told):
        _made_at(source, tar)
        for member in _members(tar, told):
            parts = _parts(member)
            target = database if parts == (DATABASE,) else media.joinpath(*parts[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            # the same name twice is an error
            with target.open("xb") as file:
                shutil.copyfileobj(_content(tar, member), file, CHUNK)


@contextmanager
def _opened(source: Path, progress: Progress) -> Iterator[tuple[tarfile.TarFile, _Stream, Callable[[], None]]]:
    """The archive, its stream, and what says how far it is read."""
    total = source.stat().st_size
    with source.open("rb") as raw, gzip.GzipFile(fileobj=raw) as packed:
        stream = _Stream(packed)
        with tarfile.open(fileobj=stream, mode="r:") as tar:  # type: ignore[call-overload]
            yield tar, stream, lambda: progress(raw.tell(), total)


def _members(tar: tarfile.TarFile, told: Callable[[], None]) -> Iterator[tarfile.TarInfo]:
    while (member := tar.next()) is not None:
        if member.size < 0:
            raise _Odd
        yield member
        # it would keep them all
        tar.members.clear()  # type: ignore[attr-defined]
        told()


def _made_at(source: Path, tar: tarfile.TarFile) -> datetime:
    first = tar.next()
    if first is None or first.name != MANIFEST or not first.isreg() or not 0 <= first.size <= LONGEST_MANIFEST:
        raise _Odd
    manifest = json.load(_content(tar, first))
    number = manifest["format"]
    if type(number) is int and number > FORMAT:
        raise CannotBackUp(f"{source.name} was made by a newer version of ovop; install it, then try again.")
    if number != FORMAT:
        raise _Odd
    return datetime.fromisoformat(manifest["made_at"]).astimezone(UTC)


@contextmanager
def as_backup(source: Path) -> Iterator[None]:
    """Whatever an archive, or the database in it, makes anybody raise is its own fault, and one sentence; a disk's
    trouble stays what it is.
    """
    try:
        yield
    except NotPossible:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None and error.errno not in _OF_A_NAME:
            raise
        raise CannotBackUp(f"{source.name} is not a whole backup of ovop; take another one.") from None


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise _Odd
    return content


def _parts(member: tarfile.TarInfo) -> tuple[str, ...]:
    """Where a member goes; a name that leads elsewhere, or is no plain file, makes the whole archive suspect."""
    parts = PurePosixPath(member.name).parts
    inside = parts == (DATABASE,) or (len(parts) > 1 and parts[0] == MEDIA and ".." not in parts)
    short = all(len(part.encode("utf-8", "surrogateescape")) <= LONGEST_NAME for part in parts)
    if not inside or not short or not member.isreg() or member.issparse():
        raise _Odd
    return parts
