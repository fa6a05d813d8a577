"""Told to stop while the database is being opened: it is opened all the same, and given back the proper way."""

import asyncio
import gc
import logging
import threading
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.store.engine.sqlite import Sqlite


@pytest.mark.parametrize("before", [True, False], ids=["before it is open", "after it is"])
async def test_nothing_is_left_to_the_collector_of_garbage(
    before: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    database = Sqlite(make_url(f"sqlite:///{tmp_path / 'a.db'}"))
    opening, go_on = asyncio.Event(), threading.Event()
    loop, connect = asyncio.get_running_loop(), database._engine.connect

    def slowly() -> object:
        if not before:
            connection = connect()
        loop.call_soon_threadsafe(opening.set)
        go_on.wait(60)
        return connect() if before else connection

    monkeypatch.setattr(database._engine, "connect", slowly)

    async def work() -> None:
        async with database.transaction():
            pass

    with caplog.at_level(logging.ERROR):
        task = asyncio.create_task(work())
        await opening.wait()
        task.cancel()
        await asyncio.sleep(0)
        loop.call_later(0.05, go_on.set)
        with pytest.raises(asyncio.CancelledError):
            await task
        gc.collect()
    await database.close()
    assert not caplog.records, caplog.text
    # and it can be opened again
    monkeypatch.undo()
    async with database.transaction() as run:
        assert await run(lambda connection: connection.exec_driver_sql("SELECT 1").scalar()) == 1
    await database.close()
