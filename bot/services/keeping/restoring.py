"""The way back from a backup: all of it is made ready beside what is there, and then a few renames bring it in.

A kill before the renames leaves what was there; one among them leaves a note, by which the next command of ovop goes
on to the end.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.services.keeping import archive, unfinished
from bot.services.keeping.backup import ASIDE, Progress, sync_folder
from bot.services.keeping.place import DATABASE, MEDIA, UNDER_WAY, CannotBackUp, Place
from bot.services.people import erasure
from bot.store.engine import lock
from bot.store.engine.migrate import NewerDatabase, SchemaState, schema_state
from bot.store.engine.sync import writing
from bot.store.keeping.backup import check_file
from bot.store.staff.announcing import announcements


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was put in place. `aside`: where what was there before is kept; None when nothing was.

    `erased`: how many people in it had asked to be forgotten since it was made, and are forgotten again.
    """

    made_at: datetime
    aside: Path | None
    needs_migration: bool
    erased: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """What the renames bring where; folders as text. `near`: beside the database, on the same disk."""

    stage: str
    near: str
    aside: str


def restore(place: Place, source: Path, now: datetime, progress: Progress, *, is_sure: bool = False) -> Restored:
    """Put a backup in the place of what is there, which is kept aside. Everything is checked before anything is moved.

    `is_sure`: the moment is Telegram's own, and not only what the machine's clock says.
    Raises CannotBackUp, Unsound, NewerDatabase, and lock.InUse while the bot runs.
    """
    database = place.database
    if not source.is_file():
        raise CannotBackUp(f"There is no file {source}.")
    with lock.hold(place.url), ExitStack() as stages:
        unfinished.sweep(place.data, database)
        stage = stages.enter_context(unfinished.stage(place.data, unfinished.RESTORE))
        near = stages.enter_context(unfinished.stage(database.parent, unfinished.RESTORE))
        made_at = unpack(source, near / DATABASE, stage / MEDIA, progress)
        with archive.as_backup(source):
            state = _checked(source, near / DATABASE)
            erased = 0
            if state is SchemaState.CURRENT:
                erased = erase_again(place, near / DATABASE, stage / MEDIA, now)
                hold_up_announcements(near / DATABASE)
        aside = _free_name(place, now if is_sure else max(now, *_at_the_earliest(place, made_at)))
        try:
            kept = _keep_aside(place, aside)
            _swap(place, _Ready(str(stage), str(near), str(aside)))
        except OSError:
            # nothing has changed: what was kept is there twice
            shutil.rmtree(aside, ignore_errors=True)
            raise
    return Restored(made_at, aside if kept else None, state is SchemaState.OLDER, erased)


def unpack(source: Path, database: Path, media: Path, progress: Progress) -> datetime:
    """Read it to its end, then write what is in it; gives the moment it was made. Raises CannotBackUp."""
    media.mkdir()
    room = min(shutil.disk_usage(folder).free for folder in (media, database.parent))
    found = archive.survey(source, room, lambda done, total: progress("Checking", done, total))
    archive.unpack(source, database, media, lambda done, total: progress("Unpacking", done, total))
    return found.made_at


def _checked(source: Path, database: Path) -> SchemaState:
    check_file(database)
    state = schema_state(f"sqlite+aiosqlite:///{database}")
    if state is SchemaState.NEWER:
        raise NewerDatabase
    if state is SchemaState.EMPTY:
        raise CannotBackUp(f"{source.name} has no tables of ovop in it.")
    return state


def erase_again(place: Place, database: Path, media: Path, now: datetime) -> int:
    """Whoever was forgotten since the backup was made stays forgotten. One of an older version is migrated first: then
    the bot does this when it starts.
    """
    listed = erasure.known_entries(place.url, place.data / erasure.LIST)
    erasure.note(place.data / erasure.LIST, listed)
    return erasure.erase_again_in(f"sqlite+aiosqlite:///{database}", listed, media, now)


def hold_up_announcements(database: Path) -> None:
    """What was under way when the backup was made may have left since: nobody hears it twice unless staff say so."""
    with writing(f"sqlite+aiosqlite:///{database}") as connection:
        announcements.hold_up(connection)


def _at_the_earliest(place: Place, made_at: datetime) -> Iterator[datetime]:
    """It is later than all that is known to have been. Named by a clock that is years behind, what is set aside would
    be deleted as old the very next night.
    """
    yield made_at
    if place.database.exists():
        yield datetime.fromtimestamp(place.database.stat().st_mtime, UTC)


def _free_name(place: Place, now: datetime) -> Path:
    """Named after the moment, by which it is deleted one day; a second later where somebody has been as fast."""
    while (aside := place.data / now.strftime(ASIDE)).exists():
        now += timedelta(seconds=1)
    return aside


def _keep_aside(place: Place, aside: Path) -> bool:
    """Keep the database that is there, with its log, without which it is not whole; it stays in its place as well.

    Gives whether there is anything to keep. A folder in its place is none: it is moved later.
    """
    database = place.database
    if not database.exists() and not place.media.exists():
        return False
    aside.mkdir(parents=True, mode=0o700)
    for path in (*_companions(database), database):
        if path.is_file():
            _same(path, aside / path.name)
    return True


def _same(path: Path, beside: Path) -> None:
    """Another name of the same file where the disk is the same, else a copy."""
    try:
        os.link(path, beside)
    except OSError:
        shutil.copy2(path, beside)


def _swap(place: Place, ready: _Ready) -> None:
    """From here on a kill does not bring back what was there: the next command goes on."""
    note = place.data / UNDER_WAY
    if hasattr(os, "sync"):
        os.sync()
    half = Path(ready.stage) / UNDER_WAY
    half.write_text(json.dumps(asdict(ready)), "utf-8")
    with half.open("rb") as written:
        os.fsync(written.fileno())
    half.replace(note)
    try:
        _move_away(place, ready)
    except OSError:
        # nothing has changed yet, and nothing will: what is there cannot be moved
        note.unlink()
        raise
    _bring_in(place, ready)


def _move_away(place: Place, ready: _Ready) -> None:
    stage, near, aside = Path(ready.stage), Path(ready.near), Path(ready.aside)
    if (near / DATABASE).exists() and place.database.is_dir():
        # somebody has made a folder of that name
        shutil.move(place.database, aside / place.database.name)
    if (stage / MEDIA).exists() and place.media.exists():
        place.media.rename(aside / MEDIA)


def _bring_in(place: Place, ready: _Ready) -> None:
    """Each step is taken once, however often it is begun."""
    stage, near, database = Path(ready.stage), Path(ready.near), place.database
    if (stage / MEDIA).exists():
        (stage / MEDIA).rename(place.media)
    if (near / DATABASE).exists():
        for log in _companions(database):
            log.unlink(missing_ok=True)
        (near / DATABASE).replace(database)
    for folder in {place.data, database.parent}:
        sync_folder(folder)
    (place.data / UNDER_WAY).unlink(missing_ok=True)
    for folder in (stage, near):
        shutil.rmtree(folder, ignore_errors=True)


def go_on(place: Place) -> None:
    """Bring to its end what a kill has cut off. Raises lock.InUse while it is under way."""
    note = place.data / UNDER_WAY
    with lock.hold(place.url):
        ready = _read(note)
        if ready is not None:
            _move_away(place, ready)
            _bring_in(place, ready)
        # one that a bad disk has spoilt holds up nobody
        note.unlink(missing_ok=True)


def _read(note: Path) -> _Ready | None:
    try:
        found = json.loads(note.read_text("utf-8"))
        return _Ready(str(found["stage"]), str(found["near"]), str(found["aside"]))
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def _companions(database: Path) -> tuple[Path, ...]:
    return tuple(database.with_name(database.name + ending) for ending in ("-wal", "-shm"))
