"""What a kill leaves of a backup, a restore or an export is swept, wherever it lies; what is at work is left alone."""

import os
import shutil
import sqlite3
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.keeping import unfinished
from bot.services.keeping.backup import Place, make
from bot.services.keeping.nightly import make_nightly
from tests.services.keeping.test_backup import ignore, place
from tests.services.village import NOW

__all__ = ["place"]


def left(folder: Path, prefix: str, *, lock: bool = True) -> Path:
    """As a kill leaves it."""
    remnant = folder / f"{prefix}abc"
    remnant.mkdir(parents=True)
    (remnant / "ovop.db").write_bytes(b"Sita")
    if lock:
        (remnant / unfinished.LOCK).touch()
    return remnant


@pytest.mark.parametrize("lock", [True, False])
@pytest.mark.parametrize("prefix", unfinished.PREFIXES)
def test_it_is_swept_in_every_folder(tmp_path: Path, prefix: str, lock: bool) -> None:
    data, database, stick = tmp_path / "data", tmp_path / "db" / "ovop.db", tmp_path / "stick"
    unfinished.note(data, stick)
    folders = (data, data / "backups", database.parent, stick)
    remnants = [left(folder, prefix, lock=lock) for folder in folders]
    assert sorted(unfinished.abandoned(data, database)) == sorted(remnants)
    unfinished.sweep(data, database)
    assert not any(remnant.exists() for remnant in remnants)
    assert unfinished.abandoned(data, database) == []


def test_what_is_at_work_is_left_alone_and_goes_at_its_end(tmp_path: Path) -> None:
    with unfinished.stage(tmp_path, unfinished.BACKUP) as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "ovop.db").touch()
        assert unfinished.abandoned(tmp_path, None) == []
        unfinished.sweep(tmp_path, None)
        with unfinished.stage(tmp_path, unfinished.BACKUP) as other:
            assert folder != other
        assert (folder / "ovop.db").exists()
    assert list(tmp_path.iterdir()) == []


def test_also_when_it_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), unfinished.stage(tmp_path, unfinished.EXPORT) as folder:
        (folder / "book.csv").write_bytes(bytes(1 // 0))
    assert list(tmp_path.iterdir()) == []


def test_who_begins_while_others_sweep_has_a_folder_all_the_same(tmp_path: Path) -> None:
    ended = threading.Event()

    def sweep() -> None:
        while not ended.is_set():
            unfinished.sweep(tmp_path, None)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for number in range(100):
            with unfinished.stage(tmp_path, unfinished.BACKUP) as folder:
                (folder / "x").write_text(str(number))
                assert (folder / "x").read_text() == str(number)
    finally:
        ended.set()
        sweeper.join()


def test_notes_are_read_whatever_has_become_of_them(tmp_path: Path) -> None:
    unfinished.note(tmp_path, tmp_path / "a")
    unfinished.note(tmp_path, tmp_path / "a")
    with (tmp_path / unfinished.ELSEWHERE).open("ab") as file:
        file.write(b'\xff\xfe\n7\n{"a": 1}\n"/nowhe')
    unfinished.note(tmp_path, tmp_path / "b")
    for name in "ab":
        left(tmp_path / name, unfinished.EXPORT)
    assert len(unfinished.abandoned(tmp_path, None)) == 2
    assert (tmp_path / unfinished.ELSEWHERE).read_bytes().count(b"/a") == 1


@pytest.mark.parametrize("nightly", [True, False])
def test_the_next_backup_sweeps(place: Place, tmp_path: Path, nightly: bool) -> None:
    remnants = [left(tmp_path / "backups", unfinished.BACKUP), left(tmp_path, unfinished.RESTORE)]
    if nightly:
        make_nightly(place, timedelta(days=2), NOW)
    else:
        make(place, tmp_path / "kept" / "a.tar.gz", NOW, ignore)
    assert not any(remnant.exists() for remnant in remnants)


def test_half_fetched_files_are_swept_and_in_no_backup(place: Place, tmp_path: Path) -> None:
    half = place.media / "2026" / "photo.jpg.x7.part"
    half.write_bytes(b"half")
    assert make(place, tmp_path / "a.tar.gz", NOW, ignore).media_files == 2
    unfinished.sweep_half_fetched(place.media)
    unfinished.sweep_half_fetched(tmp_path / "none")
    assert not half.exists() and (place.media / "voice.ogg").exists()


def test_a_folder_that_goes_away_while_files_are_listed_is_left_out(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    def go_away(folder: str) -> object:
        if str(folder).endswith("2026"):
            shutil.rmtree(folder)
        return scan(folder)

    monkeypatch.setattr(os, "scandir", go_away)
    made = make(place, tmp_path / "a.tar.gz", NOW, ignore)
    assert made.media_files == 1


def test_what_cannot_be_locked_is_in_use(tmp_path: Path) -> None:
    remnant = left(tmp_path, unfinished.BACKUP)
    with sqlite3.connect(remnant / unfinished.LOCK, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        unfinished.sweep(tmp_path, None)
        assert (remnant / "ovop.db").exists()
    other.close()
    unfinished.sweep(tmp_path, None)
    assert not remnant.exists()
