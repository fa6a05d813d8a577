"""Nightly backups go by their age, the last good one stays, and who was erased is in none for longer than promised."""

import gzip
import io
import resource
import sqlite3
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command

from bot.services.keeping.backup import Place
from bot.services.keeping.nightly import NAMING, Nightly, Renewed, make_nightly
from bot.services.keeping.restoring import restore
from bot.services.people import erasure
from bot.services.people.erasure import Entry
from bot.store.engine.migrate import config, steps
from bot.store.engine.sync import connected, sync_engine, writing
from tests.services.keeping.test_backup import forget, ignore, place
from tests.services.village import MAYA, NOW, SITA, found, settle

__all__ = ["place"]

KEEP = timedelta(days=30)


def day(number: float) -> datetime:
    return NOW + timedelta(days=number)


def night(place: Place, number: float, keep: timedelta = KEEP) -> Nightly:
    return make_nightly(place, keep, day(number))


def kept(place: Place) -> list[str]:
    return sorted(path.name for path in (place.data / "backups").iterdir())


def file_of(place: Place, number: float) -> Path:
    return place.data / "backups" / day(number).strftime(NAMING)


def names_in(file: Path) -> bytes:
    """All that its database holds."""
    with tarfile.open(file) as tar:
        content = tar.extractfile("ovop.db")
        assert content is not None
        return content.read()


def spoil(place: Place) -> None:
    place.database.write_bytes(b"no database")


def test_they_are_kept_by_age(place: Place) -> None:
    for number in range(0, 40, 5):
        night(place, number)
    night(place, 35)
    (place.data / "before-restore-20261125-040000").mkdir()
    (place.data / "before-restore-20261205-040000").mkdir()
    (place.data / "before-restore-of-somebody").mkdir()
    last = night(place, 35)
    assert last.gone == ["before-restore-20261125-040000"]
    assert last.made is not None and last.made.media_files == 2
    assert len(list(place.data.glob("before-restore-*"))) == 2
    assert kept(place) == [file_of(place, number).name for number in (10, 15, 20, 25, 30, 35)]
    with gzip.open(file_of(place, 10)) as packed:
        assert b"manifest.json" in packed.read(100)


@pytest.mark.parametrize("promised", [0, 1, 7, 8])
def test_none_goes_before_seven_days(place: Place, promised: int) -> None:
    for number in range(10):
        night(place, number, timedelta(days=promised))
    # that of day 1 may have been made a minute before midnight
    assert kept(place) == [file_of(place, number).name for number in range(2, 10)]


def test_the_last_good_one_stays_when_no_new_one_can_be_made(place: Place) -> None:
    night(place, 0)
    night(place, 1)
    before = file_of(place, 1).read_bytes()
    spoil(place)
    for number in (32, 33, 400):
        done = night(place, number)
        assert done.made is None and "ovop restore" in str(done.trouble)
        assert done.renewed is None, "nobody was erased"
        assert kept(place) == [file_of(place, 1).name]
    assert file_of(place, 1).read_bytes() == before
    restore(place, file_of(place, 1), day(401), ignore)
    done = night(place, 402)
    assert done.gone == [file_of(place, 1).name], "a new one is there"


def test_where_a_younger_one_is_good_the_old_ones_go(place: Place) -> None:
    for number in (0, 1, 10):
        night(place, number)
    spoil(place)
    assert night(place, 32).gone == [file_of(place, number).name for number in (0, 1)]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def turned(file: Path) -> None:
    """One byte of the last hundred, where a photo is: the first that matters. What repeats itself can be packed in
    several ways, so that a byte turned over by chance says the same as before, and nothing is broken.
    """
    packed = file.read_bytes()
    at_the_end = range(len(packed) - 50, len(packed))
    turned_over = (bytes([*packed[:at], packed[at] ^ 0xFF, *packed[at + 1 :]]) for at in at_the_end)
    file.write_bytes(next(one for one in turned_over if not says(one, gzip.decompress(packed))))


def says(packed: bytes, content: bytes) -> bool:
    try:
        return gzip.decompress(packed) == content
    except (OSError, EOFError, zlib.error):
        return False


def of_others(file: Path) -> None:
    with tarfile.open(file, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("manifest.json"), io.BytesIO())


def unsound(file: Path) -> None:
    """A whole archive, with a database in it that is none."""
    with tarfile.open(file) as tar:
        manifest = tar.extractfile("manifest.json")
        assert manifest is not None
        first = manifest.read()
    with tarfile.open(file, "w:gz") as tar:
        for name, content in (("manifest.json", first), ("ovop.db", b"none" * 999)):
            header = tarfile.TarInfo(name)
            header.size = len(content)
            tar.addfile(header, io.BytesIO(content))


@pytest.mark.parametrize("break_it", [cut, empty, turned, of_others, unsound])
def test_one_that_is_broken_is_not_the_last_good_one(place: Place, break_it: Callable[[Path], None]) -> None:
    for number in (0, 1, 2):
        night(place, number)
    spoil(place)
    break_it(file_of(place, 2))
    assert night(place, 40).gone == [file_of(place, number).name for number in (0, 2)]
    assert kept(place) == [file_of(place, 1).name]


@pytest.mark.parametrize("break_it", [cut, empty, turned, of_others])
def test_a_young_one_that_is_broken_takes_no_old_one_with_it(place: Place, break_it: Callable[[Path], None]) -> None:
    night(place, 0)
    night(place, 29)
    break_it(file_of(place, 29))
    spoil(place)
    night(place, 32)
    assert kept(place) == [file_of(place, 0).name, file_of(place, 29).name], "the young one is not old yet"


@pytest.mark.parametrize("known_by", ["database", "list"])
def test_over_its_age_it_is_written_anew_without_whoever_was_erased(
    place: Place, tmp_path: Path, known_by: str
) -> None:
    with writing(place.url) as connection:
        settle(connection, MAYA)
    night(place, 0)
    name, phone = SITA.name.encode(), str(SITA.phone).encode()
    if known_by == "database":
        # it can be read, and no copy of it is sound
        forget(place, SITA.name, day(5))
        with sqlite3.connect(place.database) as damaged:
            damaged.execute("INSERT INTO pin (person_id, hashed, wrong, set_at) VALUES (999, '', 0, '')")
    else:
        erasure.note(place.data / erasure.LIST, [Entry(1, day(5))])
        spoil(place)
    backups = place.data / "backups"
    assert night(place, 29).renewed is None, "it may be kept that long"
    assert name in names_in(file_of(place, 0))

    done = night(place, 31)

    assert (done.made, done.renewed, done.gone) == (None, Renewed(file_of(place, 0).name, 1), [])
    held = names_in(file_of(place, 0))
    assert name not in held and phone not in held and MAYA.name.encode() in held
    assert [path.name for path in backups.iterdir()] == [file_of(place, 0).name], "nothing is left beside it"
    assert file_of(place, 0).stat().st_mode & 0o777 == 0o600
    assert night(place, 32).renewed is None, "she is in it no more"
    restored = restore(place, file_of(place, 0), day(33), ignore)
    assert (restored.made_at, restored.erased) == (NOW, 0)
    assert sorted(path.name for path in place.media.rglob("*.*")) == ["photo.jpg", "voice.ogg"]


def test_one_of_an_older_version_is_written_anew_too(place: Place, tmp_path: Path) -> None:
    older = Place(f"sqlite+aiosqlite:///{tmp_path / 'older' / 'ovop.db'}", tmp_path / "older")
    older.data.mkdir()
    with connected(sync_engine(older.url, foreign_keys=False)) as connection, connection.begin():
        command.upgrade(config(connection), steps()[3])
        found(connection)
        settle_plainly(connection)
    night(older, 0)
    assert b"Old Somebody" in names_in(file_of(older, 0))
    erasure.note(older.data / erasure.LIST, [Entry(1, day(5))])
    spoil(older)
    assert night(older, 31).renewed == Renewed(file_of(older, 0).name, 1)
    assert b"Old Somebody" not in names_in(file_of(older, 0))


def settle_plainly(connection: object) -> None:
    """By hand: the tables are those of an older version."""
    connection.exec_driver_sql(  # type: ignore[attr-defined]
        "INSERT INTO person (id, programme, name, language, created_at)"
        " VALUES (1, 'nepal-odop', 'Old Somebody', 'ne', '2026-11-24 04:00:00.000000')"
    )


def test_what_a_clock_that_ran_ahead_has_named_is_not_kept_until_that_day(place: Place) -> None:
    night(place, 0)
    file_of(place, 0).rename(file_of(place, 1500))
    (place.data / "before-restore-20310101-040000").mkdir()
    night(place, 1)
    assert kept(place) == [file_of(place, 0).name, file_of(place, 1).name]
    assert [path.name for path in place.data.glob("before-restore-*")] == ["before-restore-20261124-040000"]
    gone = night(place, 32).gone
    assert gone == [*(file_of(place, n).name for n in (0, 1)), "before-restore-20261124-040000"]


def test_of_two_clocks_that_ran_ahead_neither_takes_the_others_place(place: Place) -> None:
    night(place, 0)
    whole = file_of(place, 0).read_bytes()
    for number in (300, 400):
        file_of(place, number).write_bytes(whole)
    night(place, 1)
    assert kept(place) == [file_of(place, number).name for number in (-2, -1, 0, 1)]


@contextmanager
def no_room() -> Iterator[None]:
    """No file can be longer than this, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_without_room_the_last_good_one_stays_as_it_is_and_the_other_old_ones_go(place: Place) -> None:
    for number in (0, 1):
        night(place, number)
    erasure.note(place.data / erasure.LIST, [Entry(1, day(5))])
    whole = file_of(place, 1).read_bytes()
    with no_room():
        done = night(place, 35)
    assert (done.made, done.renewed, done.gone) == (None, None, [file_of(place, 0).name])
    assert done.trouble is not None and done.left is not None
    assert (kept(place), file_of(place, 1).read_bytes()) == ([file_of(place, 1).name], whole)
    spoil(place)
    assert night(place, 36).renewed == Renewed(file_of(place, 1).name, 1)
