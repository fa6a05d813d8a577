"""A power cut tears the log's end: whatever was committed, and so synced, before that place is there, and only that.

That each commit is synced is asked for by `synchronous=FULL` (test_pragmas.py).
"""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import Store
from bot.store.engine.sync import connected, sync_engine
from bot.store.schema import seen_update
from tests.nightly import times
from tests.services.village import NOW

COMMITS, CUTS = 30, times(60, 1000)


@pytest.mark.parametrize("torn", [False, True], ids=["cut", "torn"])
async def test_all_that_was_committed_before_is_there(sqlite_url: str, tmp_path: Path, torn: bool) -> None:
    file = tmp_path / "ovop.db"
    log, ends, chance = file.with_name("ovop.db-wal"), [], random.Random(20261128)
    store = Store(sqlite_url)
    try:
        for number in range(COMMITS):
            rows = [{"bot": 1, "update_id": 100 * number + one, "seen_at": NOW} for one in range(chance.randint(1, 90))]
            async with store.transaction() as tx:
                await tx.run(lambda connection, rows=rows: connection.execute(seen_update.insert(), rows))  # type: ignore[misc]
            ends.append(log.stat().st_size)
        # as they lie there when the power goes: nobody has closed anything
        before, written = tmp_path / "before.db", log.read_bytes()
        shutil.copyfile(file, before)
    finally:
        await store.close()
    for cut in (*ends, 0, *(chance.randrange(len(written)) for _ in range(CUTS))):
        kept = written[:cut] + (chance.randbytes(chance.randrange(1, 5000)) if torn else b"")
        shutil.copyfile(before, file)
        log.write_bytes(kept)
        log.with_name("ovop.db-shm").unlink(missing_ok=True)
        whole = sum(end <= cut for end in ends)
        assert commits_in(file) == list(range(whole)), (cut, torn)
    with connected(sync_engine(sqlite_url)) as connection:
        assert connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"


def commits_in(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute("SELECT DISTINCT update_id / 100 FROM seen_update ORDER BY 1")]
