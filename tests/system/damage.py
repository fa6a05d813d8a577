"""What becomes of a database's file on a bad disk: each way of damaging one, for tests."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.patience import PATIENCE

NOISE = bytes(range(256))


def page_of(file: Path, table: str) -> tuple[int, int]:
    """Where the first page of a table is, and how long a page is. What is in the log goes into the file first."""
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        where = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?"
        root = connection.execute(where, (table,)).fetchone()[0]
    return (root - 1) * size, size


def overwrite(file: Path, table: str, with_what: bytes = b"\xff") -> None:
    """Something else stands where the first page of a table was."""
    start, size = page_of(file, table)
    with file.open("r+b") as content:
        content.seek(start)
        content.write((with_what * size)[:size])


def cut(file: Path) -> None:
    """The second half is gone."""
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def behead(file: Path) -> None:
    """The first page is gone."""
    file.write_bytes(b"\0" * 4096 + file.read_bytes()[4096:])


def empty(file: Path) -> None:
    """Nothing is left of it."""
    file.write_bytes(b"")


def drop(file: Path, table: str = "entry") -> None:
    """A table is gone, whoever has done that; SQLite itself is content."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=PATIENCE)) as connection:
        connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def folder(file: Path) -> None:
    """Somebody has made a folder of that name."""
    file.unlink()
    file.mkdir()


def content(path: Path) -> object:
    """What stands there, to be compared."""
    return path.read_bytes() if path.is_file() else sorted(path.iterdir()) if path.is_dir() else None


WAYS: dict[str, Callable[[Path], None]] = {
    "page": lambda file: overwrite(file, "entry"),
    "zeros": lambda file: overwrite(file, "producer", b"\0"),
    "cut": cut,
    "headless": behead,
    "empty": empty,
    "dropped": drop,
    "folder": folder,
}
