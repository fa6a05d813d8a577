"""The nightly backup says in the log what it did, and why when it could do nothing."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tarfile import TarError

import pytest

from bot.services.keeping.backup import Place, Unsound
from bot.services.people import erasure
from bot.services.people.erasure import Entry
from jobs.backup import nightly_backup
from tests.system.damage import WAYS

NOW = datetime(2026, 6, 1, tzinfo=UTC)
KEEP = timedelta(days=30)


async def test_a_file_a_night_and_none_too_old(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = Place(sqlite_url, tmp_path)
    with caplog.at_level(logging.INFO):
        for days in (0, 30, 31):
            await nightly_backup(place, KEEP, lambda days=days: NOW + timedelta(days=days))  # type: ignore[misc]
    kept = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert kept == ["ovop-2026-07-01.tar.gz", "ovop-2026-07-02.tar.gz"]
    assert [line.split(",")[0] for line in caplog.messages] == [
        "backup: ovop-2026-06-01.tar.gz",
        "backup: ovop-2026-07-01.tar.gz",
        "backup: ovop-2026-07-02.tar.gz",
        "backup: deleted after 30 days: ovop-2026-06-01.tar.gz",
    ]


async def test_the_last_good_one_over_its_age_is_said_to_be_written_anew(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = Place(sqlite_url, tmp_path)
    await nightly_backup(place, KEEP, lambda: NOW)
    erasure.note(tmp_path / erasure.LIST, [Entry(None, NOW)])
    (tmp_path / "ovop.db").write_bytes(b"no database")
    caplog.clear()
    await nightly_backup(place, KEEP, lambda: NOW + timedelta(days=40))
    assert [line.split(":")[0] for line in caplog.messages] == ["no backup tonight", "backup"]
    assert caplog.messages[1] == (
        "backup: ovop-2026-06-01.tar.gz is the last good one; written anew without 1 people who were erased since"
    )
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["ovop-2026-06-01.tar.gz"]


async def test_postgresql_is_told_what_to_use(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await nightly_backup(Place("postgresql+psycopg://somebody@nowhere/x", tmp_path), KEEP, lambda: NOW)
    assert "no backup tonight: This database is PostgreSQL: use pg_dump" in caplog.messages[0]


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_damaged_is_no_backup(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    WAYS[way](tmp_path / "ovop.db")
    await nightly_backup(Place(sqlite_url, tmp_path), KEEP, lambda: NOW)
    assert [one.split(":")[0] for one in caplog.messages] == ["no backup tonight"]
    assert "ovop restore FILE" in caplog.text
    assert not list(tmp_path.rglob("*.tar.gz"))


async def test_a_folder_in_which_nothing_can_be_written(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "backups").touch()
    await nightly_backup(Place(sqlite_url, tmp_path), KEEP, lambda: NOW)
    assert [one.split(":")[0] for one in caplog.messages] == ["no backup tonight"]


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (OSError(28, "No space left on device"), "[Errno 28] No space left on device"),
        (
            Unsound("ovop.db is damaged: *** in database main ***\nOn tree page 7:\n  cell 1."),
            "ovop.db is damaged: ***",
        ),
        (TarError(), "TarError"),
        (MemoryError(), "MemoryError"),
    ],
)
async def test_whatever_goes_wrong_is_one_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, problem: Exception, told: str
) -> None:
    def fail(*_: object) -> None:
        raise problem

    monkeypatch.setattr("jobs.backup.make_nightly", fail)
    await nightly_backup(Place("", tmp_path), KEEP, lambda: NOW)
    (line,) = caplog.messages
    assert line.startswith(f"no backup tonight: {told}") and "\n" not in line


async def test_todays_backup_stays_until_the_next_one_is_whole(sqlite_url: str, tmp_path: Path) -> None:
    place, today = Place(sqlite_url, tmp_path), tmp_path / "backups" / "ovop-2026-06-01.tar.gz"
    await nightly_backup(place, KEEP, lambda: NOW)
    first = today.read_bytes()
    good = (tmp_path / "ovop.db").read_bytes()
    for way in WAYS:
        WAYS[way](tmp_path / "ovop.db")
        await nightly_backup(place, KEEP, lambda: NOW + timedelta(hours=1))
        assert today.read_bytes() == first, way
        if (tmp_path / "ovop.db").is_dir():
            (tmp_path / "ovop.db").rmdir()
        (tmp_path / "ovop.db").write_bytes(good)
    await nightly_backup(place, KEEP, lambda: NOW + timedelta(hours=1))
    assert today.read_bytes() != first
    assert [path.name for path in today.parent.iterdir()] == [today.name]
