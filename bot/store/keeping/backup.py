"""A copy of a SQLite database that is whole, made while the bot goes on, and the check that a file is sound."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.problems import NotPossible
from bot.store.engine.trouble import RESTORE, trouble_of
from bot.store.engine.whole import FIRST_COMPLAINTS

Progress = Callable[[int], None]

# How many of SQLite's own steps pass between two signs of progress: some dozens a second.
STEPS = 200_000
# The last where SQLite quotes what is no text.
_TROUBLE = (sqlite3.Error, MemoryError, UnicodeDecodeError)


class Unsound(NotPossible):
    """A database file is damaged or none; the message says how, in one sentence."""


def copy_database(source: Path, target: Path, progress: Progress) -> None:
    """Write a compact copy of the present moment to `target`, which must not exist, and check it. Raises Unsound.

    `progress` hears from time to time how many bytes the copy has. Writers are not held up meanwhile.
    """
    try:
        with _open(source, "ro") as connection:
            connection.set_progress_handler(lambda: progress(target.stat().st_size if target.exists() else 0), STEPS)
            connection.execute("VACUUM INTO ?", (str(target),))
    except _TROUBLE as error:
        raise Unsound(f"{source} cannot be copied: {_how(error)}.") from None
    check_file(target)


def _how(error: Exception) -> str:
    trouble = trouble_of(error)
    if trouble is None:
        return str(error)
    return f"it is damaged ({trouble.reason}); {RESTORE}" if trouble.damaged else trouble.reason


def check_file(file: Path) -> None:
    """Raise Unsound unless SQLite finds nothing wrong: every page, and every reference from row to row."""
    try:
        with _open(file, "ro") as connection:
            complaints = quick_check(connection)
            lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    except _TROUBLE as error:
        raise Unsound(f"{file.name} is not a sound database: {error}.") from None
    if complaints:
        raise Unsound(f"{file.name} is damaged: {'; '.join(complaints)}.")
    if lost is not None:
        raise Unsound(f"{file.name} is damaged: rows of {lost[0]} point at rows that are not there.")


def quick_check(connection: sqlite3.Connection) -> list[str]:
    """What SQLite complains about, the first few; nothing when all is well."""
    found = [" ".join(str(row[0]).split()) for row in connection.execute(f"PRAGMA quick_check({FIRST_COMPLAINTS})")]
    return [] if found == ["ok"] else found


@contextmanager
def _open(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"{file.resolve().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, timeout=30)) as connection:
        yield connection
