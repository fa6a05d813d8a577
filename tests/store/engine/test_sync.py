"""Long readings see one moment and hold nobody up; problems of opening are one sentence."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.store import programmes
from bot.store.engine.sync import CannotOpen, opened, reading, sqlite_file, writing
from bot.store.schema import programme
from tests.services.village import NOW


def count(connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).select_from(programme)) or 0)


def test_a_reading_sees_one_moment_while_others_write(database_url: str) -> None:
    with reading(database_url) as one:
        assert count(one) == 0
        with writing(database_url) as other:
            programmes.record(other, "nepal-odop", "nepal-odop", NOW)
        assert count(one) == 0
    with reading(database_url) as one:
        assert count(one) == 1


def test_what_raises_is_rolled_back(database_url: str) -> None:
    with pytest.raises(KeyError), writing(database_url) as connection:
        programmes.record(connection, "nepal-odop", "nepal-odop", NOW)
        raise KeyError
    with reading(database_url) as connection:
        assert count(connection) == 0


def test_what_people_wrote_is_in_no_error(database_url: str) -> None:
    with pytest.raises(Exception, match="rogramme") as caught, writing(database_url) as connection:
        connection.execute(programme.insert().values(code="Somchai's phone", folder=None, added_at=NOW))
    assert "parameters hidden" in str(caught.value)


def test_a_missing_file_is_not_made_by_looking(tmp_path: Path) -> None:
    with opened(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}") as connection:
        assert connection is None
    assert not (tmp_path / "none.db").exists()


def test_a_locked_out_file(tmp_path: Path) -> None:
    folder = reading(f"sqlite+aiosqlite:///{tmp_path}")
    with pytest.raises(CannotOpen, match=r"is a folder, not a database\. Check OVOP_DATABASE_URL"), folder:
        pass


def test_deleted_rows_leave_no_trace(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        programmes.record(connection, "a-name-to-forget", "x", NOW)
    with writing(sqlite_url) as connection:
        connection.execute(programme.delete())
    file = sqlite_file(sqlite_url)
    assert file is not None
    with sqlite3.connect(file) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"a-name-to-forget" not in file.read_bytes()
