"""One process at a time: the bot holds a SQLite database's lock while it runs, and whatever swaps the file asks."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.problems import NotPossible
from bot.store.engine.sync import sqlite_file


class InUse(NotPossible):
    """Another process holds the lock; the message is one sentence for the operator."""

    def __init__(self) -> None:
        super().__init__("The bot is running on this database; stop it first, then try again.")


@contextmanager
def hold(url: str) -> Iterator[None]:
    """Hold the database for this process alone; it is let go at the end, also by a kill. Raises InUse.

    PostgreSQL serves several processes, so there is nothing to hold.
    """
    file = sqlite_file(url)
    if file is None:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with held(file.with_name(f"{file.name}.lock")):
        yield


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Hold an empty file, which is made where it is not there. Raises InUse.

    The lock is SQLite's own: it works wherever SQLite does.
    """
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise InUse from None
        yield
