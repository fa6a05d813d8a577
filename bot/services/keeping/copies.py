"""The copies that are there: the newest that would do, how old it is, and what a kill has left of others."""

import shlex
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.problems import NotPossible
from bot.services.keeping import archive, nightly, unfinished
from bot.services.keeping.backup import ENDING
from bot.services.keeping.place import Place
from bot.store.engine.migrate import SchemaState, schema_state
from bot.store.engine.sync import sqlite_file

# A night is made once a day; a machine that was off in the evening makes it the next time.
A_NIGHT_MISSED = timedelta(days=2)
RESTORE, ANY = "ovop restore ", "FILE"


@dataclass(frozen=True, slots=True)
class Copies:
    """The day of the last nightly backup that can be read, None without one; and what was never finished."""

    last: datetime | None
    remnants: tuple[Path, ...]


class Lost(NotPossible):
    """There is no register, but there are backups of one: it is not begun anew."""

    def __init__(self, place: Place, newest: Path) -> None:
        super().__init__(
            f"There is no register in {place.database}, but a backup of one; put it back: {RESTORE}{_quoted(newest)}."
            f" For a new register move the backups in {newest.parent} away."
        )


def look(data: Path, database: Path | None) -> Copies:
    """What is there now."""
    nights = reversed(nightly.dated(data / "backups"))
    last = next((one.moment for one in nights if archive.made_at(one.path) is not None), None)
    return Copies(last, tuple(unfinished.abandoned(data, database)))


def newest(data: Path) -> Path | None:
    """The newest backup that is whole, of the nightly ones and of those made by hand, wherever that was."""
    found = {file: made_at for file in _archives(data) if (made_at := archive.made_at(file)) is not None}
    return next((file for file in sorted(found, key=lambda one: found[one], reverse=True) if _is_whole(file)), None)


def _archives(data: Path) -> Iterator[Path]:
    for folder in dict.fromkeys((data / "backups", *unfinished.noted(data))):
        # a stick that is not there today
        with suppress(OSError):
            yield from sorted(file for file in folder.iterdir() if file.name.endswith(ENDING) and file.is_file())


def _is_whole(file: Path) -> bool:
    try:
        return archive.is_whole(file)
    except OSError:
        return False


def advised(sentence: str, data: Path) -> str:
    """A sentence for the operator; where it says to restore some backup, it names the newest that would do."""
    if f"{RESTORE}{ANY}" not in sentence or (file := newest(data)) is None:
        return sentence
    return sentence.replace(f"{RESTORE}{ANY}", f"{RESTORE}{_quoted(file)}")


def _quoted(file: Path) -> str:
    return shlex.quote(str(file))


def require_none_lost(url: str, data: Path) -> None:
    """Raise Lost where there is no register and a backup of one: an empty one would be begun over it."""
    if sqlite_file(url) is not None and schema_state(url) is SchemaState.EMPTY and (file := newest(data)) is not None:
        raise Lost(Place(url, data), file)
