"""What is being written and is not whole yet lies in a folder of its own, which a kill leaves behind: it is swept.

It can hold all that the register holds, and nobody would ever look for it: a backup, what is unpacked of one, an
export. Who is still at work holds the folder's lock, so that nobody sweeps it away under her.
"""

import json
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from bot.services.people.erasure import HALF_FETCHED
from bot.store.engine.lock import InUse, held

BACKUP, RESTORE, EXPORT = ".backup-", ".restore-", ".export-"
PREFIXES = (BACKUP, RESTORE, EXPORT)
LOCK = "lock"
TRIES = 10
# In the data folder: in which folders elsewhere something was begun.
ELSEWHERE = "unfinished.jsonl"


@contextmanager
def stage(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder in `parent`, for the operator's eyes only; at the end it goes with all that is left in it."""
    parent.mkdir(parents=True, exist_ok=True)
    for old in _inside(parent):
        _delete(old)
    with ExitStack() as lock:
        folder = _begin(parent, prefix, lock)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _begin(parent: Path, prefix: str, lock: ExitStack) -> Path:
    """A folder that is held. Who sweeps in the moment before it is takes it away: then another one."""
    for _ in range(TRIES):
        folder = parent / f"{prefix}{secrets.token_hex(6)}"
        folder.mkdir(mode=0o700)
        with suppress(InUse, sqlite3.Error):
            lock.enter_context(held(folder / LOCK))
            return folder
        shutil.rmtree(folder, ignore_errors=True)
    raise InUse


def note(data: Path, parent: Path) -> None:
    """Something is begun in a folder that may be anywhere: the next sweep looks there too."""
    parent = parent.resolve()
    if parent in noted(data):
        return
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / ELSEWHERE).open("a", encoding="utf-8") as out:
        # a line that a kill has cut off ends here
        out.write(f"\n{json.dumps(str(parent))}\n")


def noted(data: Path) -> list[Path]:
    """The folders elsewhere in which something was begun, of those that are there today."""
    file, found = data / ELSEWHERE, []
    for line in file.read_text("utf-8", "replace").splitlines() if file.is_file() else ():
        with suppress(ValueError, TypeError):
            found.append(Path(json.loads(line)))
    return found


def places(data: Path, database: Path | None) -> list[Path]:
    """The folders in which something may have been left: those of the bot itself and those noted."""
    own = [data, data / "backups", *([database.parent] if database is not None else [])]
    return list(dict.fromkeys(folder.resolve() for folder in (*own, *noted(data))))


def abandoned(data: Path, database: Path | None) -> list[Path]:
    """What a kill has left: it lies there and nobody is at work on it."""
    return [path for folder in _places(data, database) for path in _inside(folder) if not _in_use(path)]


def _places(data: Path, database: Path | None) -> list[Path]:
    """The folders in which something may have been left: those of the bot itself and those noted."""
    own = [data, data / "backups", *([database.parent] if database is not None else [])]
    return list(dict.fromkeys(folder.resolve() for folder in (*own, *noted(data))))


def _inside(folder: Path) -> list[Path]:
    # a stick that is not there today, a folder that is none of ours any more
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.name.startswith(PREFIXES))
    return []


def _in_use(path: Path) -> bool:
    if not (path / LOCK).is_file():
        return False
    try:
        with held(path / LOCK):
            return False
    except (InUse, sqlite3.Error):
        return True


def sweep(data: Path, database: Path | None) -> None:
    """Delete whatever a kill has left, wherever it was."""
    for folder in _places(data, database):
        for path in _inside(folder):
            _delete(path)


def _delete(path: Path) -> None:
    if not path.is_dir():
        with suppress(OSError):
            path.unlink()
        return
    # held meanwhile: who is about to begin there looks for another place
    with suppress(InUse, sqlite3.Error), held(path / LOCK):
        shutil.rmtree(path, ignore_errors=True)


def sweep_half_fetched(media: Path) -> None:
    """Delete what a kill has left of files on their way; for who is the only one that fetches."""
    for path in media.rglob(f"*{HALF_FETCHED}") if media.is_dir() else ():
        path.unlink(missing_ok=True)
