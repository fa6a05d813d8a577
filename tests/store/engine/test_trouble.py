"""The database's trouble told from that of the work, in whichever table and however a driver names it."""

import logging
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, exc, select, text

from bot.spells import AGAIN_AFTER, OVER_AFTER, Spells
from bot.store import Store, StoreTrouble
from bot.store.engine.trouble import trouble_of
from bot.store.schema import entry, metadata, outbox, seen_update
from tests.system.damage import WAYS, overwrite
from tests.system.databases import Templates
from tests.system.programs import missing


def wrapped(kind: type[exc.DBAPIError], raised: Exception) -> exc.DBAPIError:
    return kind("SELECT", None, raised)


THE_DATABASES = [
    wrapped(exc.DatabaseError, sqlite3.DatabaseError("database disk image is malformed")),
    wrapped(exc.OperationalError, sqlite3.OperationalError("disk I/O error")),
    wrapped(exc.InterfaceError, sqlite3.InterfaceError("bad parameter or other API misuse")),
    wrapped(exc.InternalError, psycopg.errors.DataCorrupted("invalid page in block 0 of relation base/1/2")),
    wrapped(exc.InternalError, psycopg.errors.IndexCorrupted("index is corrupted")),
    wrapped(exc.OperationalError, psycopg.errors.DiskFull("could not extend file")),
    sqlite3.DatabaseError("file is not a database"),
    exc.TimeoutError("QueuePool limit of size 4 overflow 0 reached"),
    MemoryError(),
    UnicodeDecodeError("utf-8", b"\xf3", 0, 1, "invalid continuation byte"),
    StoreTrouble("locked"),
]
THE_WORKS = [
    wrapped(exc.IntegrityError, sqlite3.IntegrityError("UNIQUE constraint failed: entry.id")),
    wrapped(exc.DataError, psycopg.errors.NumericValueOutOfRange("bigint out of range")),
    wrapped(exc.ProgrammingError, psycopg.errors.UndefinedTable("no such table")),
    wrapped(exc.NotSupportedError, sqlite3.NotSupportedError("no")),
    sqlite3.IntegrityError("UNIQUE"),
    OverflowError("Python int too large to convert to SQLite INTEGER"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    KeyError("again"),
    exc.NoResultFound("no row"),
]


@pytest.mark.parametrize("error", THE_DATABASES, ids=repr)
def test_the_databases_trouble(error: Exception) -> None:
    assert isinstance(trouble_of(error), StoreTrouble)


@pytest.mark.parametrize("error", THE_WORKS, ids=repr)
def test_the_works_trouble(error: Exception) -> None:
    assert trouble_of(error) is None


def test_what_will_not_get_well_by_itself() -> None:
    assert trouble_of(wrapped(exc.InternalError, psycopg.errors.DataCorrupted("x"))).damaged  # type: ignore[union-attr]
    locked = trouble_of(wrapped(exc.OperationalError, sqlite3.OperationalError("database is locked")))
    assert locked is not None and not locked.damaged
    assert locked.sentence == "The database is in trouble: database is locked. See: ovop doctor"


@pytest.mark.parametrize("table", sorted(metadata.tables))
async def test_a_damaged_page_of_each_table(
    sqlite_url: str, tmp_path: Path, table: str, caplog: pytest.LogCaptureFixture
) -> None:
    overwrite(tmp_path / "ovop.db", table)
    store = Store(sqlite_url)
    with caplog.at_level(logging.ERROR):
        for _ in range(5):
            with pytest.raises(StoreTrouble) as caught:
                async with store.transaction() as tx:
                    await tx.run(lambda connection: connection.execute(select(metadata.tables[table])).all())
            assert caught.value.damaged
    await store.close()
    assert len(caplog.records) == 1, "once, and not for each who is held up"
    assert "The database is damaged (database disk image is malformed); restore a backup" in caplog.text


@pytest.mark.parametrize("way", ["cut", "headless"])
async def test_a_file_that_is_half_there(sqlite_url: str, tmp_path: Path, way: str) -> None:
    WAYS[way](tmp_path / "ovop.db")
    store = Store(sqlite_url)
    for _ in range(2):
        with pytest.raises(StoreTrouble) as caught:
            async with store.transaction() as tx:
                await tx.run(lambda connection: connection.execute(select(entry)).all())
        assert caught.value.damaged
    await store.close()


ODD = {
    "moment": (seen_update, "INSERT INTO seen_update (bot, update_id, seen_at) VALUES (1, 1, :odd)"),
    "json": (
        outbox,
        "INSERT INTO outbox (bot, chat, lane, method, payload, state, next_attempt, created_at)"
        " VALUES (1, 1, 0, 'x', :odd, 'waiting', '2026-01-01', '2026-01-01')",
    ),
}


@pytest.mark.parametrize("odd", ["\0\0\0", b"\xff\xfe", 7.5, "Mary owes 500"])
@pytest.mark.parametrize("where", ODD)
async def test_a_value_that_nobody_has_written_is_a_damage(sqlite_url: str, where: str, odd: Any) -> None:
    if (where, odd) == ("json", 7.5):
        odd = "{"
    table, statement = ODD[where]
    store = Store(sqlite_url)
    async with store.transaction() as tx:
        await tx.run(lambda connection: connection.execute(text(statement), {"odd": odd}))
    with pytest.raises(StoreTrouble) as caught:
        async with store.transaction() as tx:
            await tx.run(lambda connection: connection.execute(select(table)).all())
    await store.close()
    assert caught.value.damaged and "Mary" not in caught.value.sentence


async def test_letters_that_are_none(sqlite_url: str) -> None:
    statement = "INSERT INTO outbox (bot, chat, lane, method, payload, state, reason, next_attempt, created_at) VALUES"
    values = "(1, 1, 0, 'x', '{}', 'waiting', CAST(X'4D617279FF' AS TEXT), '2026-01-01', '2026-01-01')"
    store = Store(sqlite_url)
    async with store.transaction() as tx:
        await tx.run(lambda connection: connection.execute(text(f"{statement} {values}")))
    with pytest.raises(StoreTrouble) as caught:
        async with store.transaction() as tx:
            await tx.run(lambda connection: connection.execute(select(outbox)).all())
    await store.close()
    assert caught.value.damaged and "Mary" not in caught.value.sentence


async def test_a_damaged_page_of_postgresql(templates: Templates, tmp_path: Path) -> None:
    """The page is overwritten in a copy that nobody has opened yet: what is in memory is not read again."""
    cluster = templates.cluster
    cluster.start()
    source = templates.copy("postgresql", tmp_path)
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    fill = "INSERT INTO seen_update (bot, update_id, seen_at) SELECT 1, n, now() FROM generate_series(1, 100) AS n"
    engine = create_engine(source, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(fill))
        connection.execute(text("CHECKPOINT"))
    admin = create_engine(cluster.url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    name, copy = source.rpartition("/")[2], "damaged"
    with engine.connect() as connection:
        file = str(connection.scalar(text("SELECT pg_relation_filepath('seen_update')"))).rpartition("/")[2]
    with admin.connect() as connection:
        if int(connection.scalar(text("SHOW server_version_num")) or 0) < 150000:
            missing("PostgreSQL before 15 copies a database through its memory")
        connection.execute(text(f"CREATE DATABASE {copy} TEMPLATE {name} STRATEGY FILE_COPY"))
        number = connection.scalar(text(f"SELECT oid FROM pg_database WHERE datname = '{copy}'"))
    assert cluster.folder is not None
    page = cluster.folder / "data" / "base" / str(number) / file
    page.write_bytes(b"\xff" * page.stat().st_size)
    store = Store(cluster.url(copy))
    with pytest.raises(StoreTrouble) as caught:
        async with store.transaction() as tx:
            await tx.run(lambda connection: connection.execute(select(seen_update)).all())
    await store.close()
    for one in (cluster.url(copy), source):
        cluster.drop(one)
    assert caught.value.damaged, caught.value


async def test_what_the_work_does_wrong_stays_its_own(store: Store) -> None:
    def twice(connection: Connection) -> None:
        for _ in range(2):
            connection.execute(text("INSERT INTO seen_update (bot, update_id, seen_at) VALUES (1, 1, '2026-01-01')"))

    with pytest.raises(exc.IntegrityError):
        async with store.transaction() as tx:
            await tx.run(twice)


def test_a_spell_is_said_once_and_again_while_it_lasts() -> None:
    now = 0.0
    spells = Spells(lambda: now)
    assert spells.is_news("locked") and spells.is_news("full")
    said = []
    for now in range(0, int(AGAIN_AFTER) + 20, 10):
        if spells.is_news("locked"):
            said.append(now)
    assert said == [AGAIN_AFTER + 10]
    now += OVER_AFTER + 1
    assert spells.is_news("locked")
