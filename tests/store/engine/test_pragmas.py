"""What every connection to SQLite is set to, read back from the connection: a table that nobody loosens unseen."""

import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.store import Store
from bot.store.engine import sqlite, sync
from bot.store.engine.sync import connected, reading, sqlite_file, sync_engine, writing

# As SQLite says them: 2 is FULL (a commit is on the disk), 1 is ON, the wait is in milliseconds.
SET = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30000, "secure_delete": 1}
KEYS_ON, KEYS_OFF = {"foreign_keys": 1}, {"foreign_keys": 0}
# What reads the file and sets nothing.
ASKS = {"schema_version"}
NAME = re.compile(r"PRAGMA (\w+)")


def found(connection: Connection) -> dict[str, object]:
    return {
        name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        for name in (*SET, *KEYS_ON)
    }  # fmt: skip


async def test_the_bots_own_connection(sqlite_store: Store) -> None:
    async with sqlite_store.transaction() as tx:
        assert await tx.run(found) == SET | KEYS_ON


async def test_the_bots_own_connection_once_it_was_closed_and_opened_again(sqlite_store: Store) -> None:
    async with sqlite_store.transaction() as tx:
        await tx.run(found)
    await sqlite_store.close()
    async with sqlite_store.transaction() as tx:
        assert await tx.run(found) == SET | KEYS_ON


async def test_a_file_that_is_made_only_now(tmp_path: Path) -> None:
    """WAL stays in a file: in one that had it before nobody would see that it is not asked for."""
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    try:
        async with store.transaction() as tx:
            assert await tx.run(found) == SET | KEYS_ON
    finally:
        await store.close()
    with writing(f"sqlite+aiosqlite:///{tmp_path / 'newer.db'}") as connection:
        assert found(connection) == SET | KEYS_ON


def test_the_connections_of_the_command_line_and_of_long_readings(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        assert found(connection) == SET | KEYS_ON
    with reading(sqlite_url) as connection:
        assert found(connection) == SET | KEYS_ON
    with connected(sync_engine(sqlite_url, foreign_keys=False)) as connection:
        assert found(connection) == SET | KEYS_OFF


def test_no_pragma_is_missing_in_the_table() -> None:
    named = {name for pragma in (*sqlite.PRAGMAS, *sync.SQLITE_PRAGMAS) for name in NAME.findall(pragma)}
    assert named == {*SET, *KEYS_ON, *ASKS}


async def test_a_transaction_of_the_bot_lets_no_second_writer_in_before_it_has_written(
    sqlite_store: Store, sqlite_url: str
) -> None:
    async with sqlite_store.transaction() as tx:
        await tx.run(found)
        assert is_locked(sqlite_url)


def test_a_transaction_of_the_command_line_lets_no_second_writer_in_and_a_reading_does(sqlite_url: str) -> None:
    with writing(sqlite_url):
        assert is_locked(sqlite_url)
    with reading(sqlite_url) as connection:
        found(connection)
        assert not is_locked(sqlite_url)


def is_locked(url: str) -> bool:
    """Whether somebody else cannot write now."""
    file = sqlite_file(url)
    assert file is not None
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        other.close()
    return False


@pytest.mark.parametrize("begin", ["the bot", "the command line"])
async def test_a_row_without_its_parent_is_refused(sqlite_store: Store, sqlite_url: str, begin: str) -> None:
    orphan = "INSERT INTO seen_child VALUES (7)"
    tables = (
        "CREATE TABLE seen_parent (id INTEGER PRIMARY KEY)",
        "CREATE TABLE seen_child (id INTEGER REFERENCES seen_parent)",
    )
    with writing(sqlite_url) as connection:
        for table in tables:
            connection.exec_driver_sql(table)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        if begin == "the bot":
            async with sqlite_store.transaction() as tx:
                await tx.run(lambda one: one.exec_driver_sql(orphan))
        else:
            with writing(sqlite_url) as connection:
                connection.exec_driver_sql(orphan)
