"""The sweep after an erasure: nothing of erased rows is left in the database's files."""

import sqlite3
from contextlib import closing
from enum import StrEnum

from bot.store.engine.sync import sqlite_file
from bot.store.engine.trouble import told_apart

# Below this many bytes a whole sweep takes less than half a second (13 ms a megabyte): it need not wait for the night.
SMALL = 30_000_000
# Seconds that a sweep waits for the others who use the file; else it is tried again at the next tick.
PATIENCE = 2.0
_IN_THE_WAY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Swept(StrEnum):
    """What a sweep has reached: nothing yet, an empty log, or the whole file written anew."""

    NOTHING = "nothing"
    LOG = "log"
    WHOLE = "whole"


def is_small(url: str) -> bool:
    """Whether a whole sweep is a matter of a moment."""
    file = sqlite_file(url)
    return file is None or file.stat().st_size <= SMALL


def sweep(url: str, *, whole: bool) -> Swept:
    """Leave nothing of erased rows in the database's files. Everybody else may go on; who writes waits meanwhile.

    `secure_delete` overwrites what is deleted, but a page that was split keeps copies of rows that moved to another
    (measured: 5 of 750 erasures among rows that change often), and the log keeps the pages as they were. So the file
    is written anew (`whole`) and the log is cut to nothing. On PostgreSQL neither can be done from here:
    docs/decisions/0008-erasure.md. Raises StoreTrouble.
    """
    file = sqlite_file(url)
    if file is None:
        return Swept.WHOLE
    with told_apart(), closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        try:
            if whole:
                connection.execute("VACUUM")
            blocked = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in _IN_THE_WAY:
                raise
            return Swept.NOTHING
    if blocked:
        return Swept.NOTHING
    return Swept.WHOLE if whole else Swept.LOG
