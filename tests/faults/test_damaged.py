"""A damaged database takes nothing: what people write stays with Telegram, and takes effect once it is well."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.clock import wall_clock
from bot.services import programmes
from bot.store.engine.sync import writing
from simulator.server import Simulator
from tests.crash.test_book import _register
from tests.crash.test_crash import CODE, TOKEN
from tests.faults.process import Process
from tests.house import pack
from tests.patience import PATIENCE
from tests.system.damage import overwrite

# Without each of these a line cannot be taken.
TABLES = ("entry", "seen_update", "outbox")


async def test_a_damaged_page_takes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    file, good = tmp_path / "ovop.db", tmp_path / "good.db"
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), wall_clock())
    simulator = Simulator([TOKEN], now=wall_clock)
    root = await simulator.start()
    phones = [simulator.phone(900), simulator.phone(901)]
    await _register(sqlite_url, phones)
    bot = Process.on(tmp_path, TOKEN=TOKEN, API_URL=root)
    try:
        await bot.start()
        await phones[0].say("sold 12 soap 600")
        await phones[0].until("K600", timeout=PATIENCE)
        assert await bot.stop() == 0
        _alone(file)
        shutil.copyfile(file, good)
        for number, table in enumerate(TABLES):
            _put(good, file)
            overwrite(file, table)
            await bot.start()
            if not number:
                await phones[0].say("sold 3 soap 300")
                await phones[1].say("sold 4 soap 400")
            await bot.until("The database is damaged (")
            await asyncio.sleep(1)
            assert bot.lives and await bot.stop() == 0, bot.said
            assert len(simulator.bot(TOKEN).updates) == len(phones), (table, bot.said)
            assert _asked(file, "SELECT count(*) FROM dead_update") == 0
            assert bot.heard("restore a backup: ovop restore FILE") == 1, bot.said
            assert not bot.heard("Traceback") and not bot.heard("set aside"), bot.said
        _put(good, file)
        await bot.start()
        await phones[0].until("K300", timeout=PATIENCE)
        await phones[1].until("K400", timeout=PATIENCE)
        assert await bot.stop() == 0
        assert (
            _asked(file, "SELECT group_concat(cash) FROM (SELECT cash FROM entry ORDER BY cash)") == "30000,40000,60000"
        )
        assert _asked(file, "SELECT count(*) FROM dead_update") == 0
    finally:
        await bot.kill()
        await simulator.stop()


def _alone(file: Path) -> None:
    """Everything is in the file itself."""
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put(good: Path, file: Path) -> None:
    for log in ("-wal", "-shm"):
        file.with_name(file.name + log).unlink(missing_ok=True)
    shutil.copyfile(good, file)


def _asked(file: Path, query: str) -> object:
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
        return connection.execute(query).fetchone()[0]
