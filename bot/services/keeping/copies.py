"""The copies that are there: how old the last good one is, and what a kill has left of those that were never whole."""

import gzip
import tarfile
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.services.keeping import nightly, unfinished
from bot.services.keeping.place import MANIFEST

# A night is made once a day; a machine that was off in the evening makes it the next time.
A_NIGHT_MISSED = timedelta(days=2)
NO_ARCHIVE = (OSError, EOFError, tarfile.TarError, zlib.error, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class Copies:
    """The day of the last nightly backup that can be read, None without one; and what was never finished."""

    last: datetime | None
    remnants: tuple[Path, ...]


def look(data: Path, database: Path | None) -> Copies:
    """What is there now."""
    last = next((one.moment for one in reversed(nightly.dated(data / "backups")) if _begins_well(one.path)), None)
    return Copies(last, tuple(unfinished.abandoned(data, database)))


def _begins_well(file: Path) -> bool:
    try:
        with tarfile.open(file, "r:gz") as tar:
            first = tar.next()
    except NO_ARCHIVE:
        return False
    return first is not None and first.name == MANIFEST
