"""kill -9 in the middle of an import: everything in the file is there, or nothing; then it is taken up once."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from bot.clock import wall_clock
from bot.services import programmes
from bot.store.engine.sync import sqlite_file, writing
from tests.house import pack
from tests.nightly import times
from tests.patience import PATIENCE

KILLS = times(3, 60)
GROUPS, MEMBERS = 4, 60
CODE = "malawi-ovop"
HEADINGS = "group,member,leader,area,inception,told_on,told_how,told_before,figures_day,sales"
TABLES = ("group_about", "membership", "person", "consent_told", "opening", "invitation", "slot", "audit")


def roster(folder: Path) -> Path:
    lines = [HEADINGS]
    for group in range(GROUPS):
        lines.append(f"Group {'ABCD'[group]},,,MW-DE,2025-04-01,,,,2026-01-31,1200")
        for number in range(MEMBERS):
            leads = "yes" if number == 0 else ""
            lines.append(f"Group {'ABCD'[group]},Member {number},{leads},,,2026-01-15,aloud,Chief,2026-01-31,100")
    file = folder / "roster.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def begin(file: Path) -> "subprocess.Popen[bytes]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OVOP_")}  # noqa: TID251 - a process of its own
    surroundings = kept | {"OVOP_DATA_DIR": str(file.parent)}
    order = [sys.executable, "-m", "bot", "import", str(file)]
    return subprocess.Popen(order, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def counts(database: Path) -> tuple[int, ...]:
    connection = sqlite3.connect(database)
    found = tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES)
    connection.close()
    return found


def at_work(database: Path) -> bool:
    """Whether somebody is in the middle of a transaction that writes."""
    connection = sqlite3.connect(database, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


def in_the_middle(process: "subprocess.Popen[bytes]", database: Path) -> bool:
    """Wait until it writes; False: it was faster."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if at_work(database):
            return True
        time.sleep(0.01)
    return False


def test_kill_in_the_middle_of_an_import(sqlite_url: str) -> None:
    with writing(sqlite_url) as connection:
        programmes.record(connection, pack(CODE), wall_clock())
    database = sqlite_file(sqlite_url)
    assert database is not None
    file = roster(database.parent)
    nothing, chance, killed = counts(database), random.Random(20261129), 0
    for _ in range(KILLS):
        process = begin(file)
        if in_the_middle(process, database):
            time.sleep(chance.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        killed += process.returncode == -signal.SIGKILL
        if counts(database) != nothing:
            break
    assert killed >= 2, "an import of this size takes longer than that"
    said = begin(file).communicate(timeout=PATIENCE)[0].decode()
    whole = counts(database)
    assert whole[:6] == (GROUPS, GROUPS * MEMBERS, GROUPS * MEMBERS, GROUPS * MEMBERS, GROUPS * (MEMBERS + 1), GROUPS)
    assert f"made {GROUPS} groups, {GROUPS * MEMBERS} members" in said or "nothing is new" in said
    again = begin(file).communicate(timeout=PATIENCE)[0].decode()
    assert "nothing is new" in again and counts(database) == whole
