"""What an erasure leaves in files is cleared at the next tick, whatever happened to the process in between."""

import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.domain.wire.contact import ChatState, Contact
from bot.left_out import LeftOut
from bot.services.people import erasure as service
from bot.services.people.erasure import LIST, Entry
from bot.store import Store, StoreTrouble
from bot.store.people.erasure import Left, record
from bot.store.schema import dialogue, erasure
from bot.store.wire import chats
from jobs.erasing import Traces, clear
from tests.system.damage import overwrite, page_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WORD = b"Zaphira Quellmist"


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    store = Store(sqlite_url)
    yield store
    await store.close()


@pytest.fixture
def traces(sqlite_url: str, tmp_path: Path) -> Traces:
    return Traces(sqlite_url, tmp_path / "media", tmp_path / LIST)


def begin(connection: Connection) -> None:
    """Somebody is registering."""
    contact = Contact(1, 2, ChatState.ACTIVE, NOW, is_new=True)
    chats.save(connection, [contact], NOW)
    connection.execute(
        dialogue.insert().values(
            id=1,
            bot=1,
            chat=2,
            kind="registration",
            front=True,
            state={"x": WORD.decode()},
            began_at=NOW,
            touched_at=NOW,
        )
    )


def forget(connection: Connection) -> None:
    service.erase(connection, chats.load(connection, 1, [2])[2], NOW)


def states(connection: Connection) -> list[str]:
    return list(connection.scalars(select(erasure.c.state)))


def in_files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file() and WORD in path.read_bytes()}


async def run(store: Store, *works: object) -> object:
    result = None
    for work in works:
        async with store.transaction() as tx:
            result = await tx.run(work)  # type: ignore[arg-type]
    return result


async def test_what_a_killed_process_left_is_cleared_by_the_next(
    store: Store, traces: Traces, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await run(store, begin, forget)
    assert in_files(tmp_path) == {"ovop.db-wal"}
    # nothing has happened after the commit: another process starts
    other = Store(traces.url)
    with caplog.at_level(logging.INFO):
        await clear(other.transaction, LeftOut(), traces)
        await clear(other.transaction, LeftOut(), traces)
    assert in_files(tmp_path) == set()
    assert caplog.messages == ["erasures: 1 done, 0 under way"]
    assert await run(other, states) == ["done"]
    assert service.read_list(traces.listed) == [Entry(None, NOW)]
    await other.close()


async def test_her_files_go(store: Store, traces: Traces) -> None:
    traces.media.mkdir()
    for name in ("hers.jpg", "other.jpg"):
        (traces.media / name).write_bytes(b"x")
    await run(store, lambda connection: record(connection, Entry(1, NOW), Left(files=["hers.jpg"])))
    await clear(store.transaction, LeftOut(), traces)
    assert [path.name for path in traces.media.iterdir()] == ["other.jpg"]


async def test_somebody_who_reads_for_long_holds_up_nothing_but_the_sweep(
    store: Store, traces: Traces, tmp_path: Path
) -> None:
    await run(store, begin)
    with closing(sqlite3.connect(tmp_path / "ovop.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM dialogue").fetchone()
        await run(store, forget)
        await clear(store.transaction, LeftOut(), traces)
        assert await run(store, states) == ["due"]
    await clear(store.transaction, LeftOut(), traces)
    assert await run(store, states) == ["done"]
    assert in_files(tmp_path) == set()


async def test_a_large_database_is_written_anew_at_night(
    store: Store, traces: Traces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.people.sweeping.SMALL", 0)
    await run(store, begin, forget)
    await clear(store.transaction, LeftOut(), traces)
    assert await run(store, states) == ["due"]
    assert in_files(tmp_path) == set()
    await clear(store.transaction, LeftOut(), traces, at_night=True)
    assert await run(store, states) == ["done"]


async def test_a_damaged_database_is_said_once_and_erases_later(
    store: Store, traces: Traces, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, good = tmp_path / "ovop.db", tmp_path / "good.db"
    await run(store, begin, forget)
    await store.close()
    overwrite_elsewhere(file, good)
    damaged = Store(traces.url)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            with pytest.raises(StoreTrouble):
                await clear(damaged.transaction, LeftOut(), traces)
    await damaged.close()
    assert ["The database is damaged (" in line for line in caplog.messages] == [True]
    shutil.copyfile(good, file)
    well = Store(traces.url)
    await clear(well.transaction, LeftOut(), traces)
    assert await run(well, states) == ["done"]
    await well.close()


def overwrite_elsewhere(file: Path, good: Path) -> None:
    """A page that nobody needs but who writes the file anew."""
    page_of(file, "entry")
    shutil.copyfile(file, good)
    overwrite(file, "entry")


def test_a_spoilt_line_of_the_list_takes_no_other_with_it(traces: Traces) -> None:
    service.note(traces.listed, [Entry(1, NOW)])
    with traces.listed.open("ab") as listed:
        listed.write(b'\xff\xfe\x00{"person"\n')
    service.note(traces.listed, [Entry(2, NOW)])
    assert service.read_list(traces.listed) == [Entry(1, NOW), Entry(2, NOW)]


async def test_without_erasures_nothing_is_touched(store: Store, traces: Traces) -> None:
    await clear(store.transaction, LeftOut(), traces)
    assert not traces.listed.exists()
